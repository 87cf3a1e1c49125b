"""Steps 5 and 11 on other horizons: what the borders cost, and the day to come, one horizon behind the last row."""

import nbformat
import pytest
from conftest import HOME, java_kernel

STEP_5 = HOME / "notebooks" / "steps" / "05-train-test-split.ipynb"
STEP_11 = HOME / "notebooks" / "steps" / "11-sample-dates-predictions.ipynb"
LAST_ROW = "2013-03-01"


def cells(*parts, step=STEP_11):
    """The code cells of a step that hold these texts, one each, in order."""
    sources = [cell.source for cell in nbformat.read(step, as_version=4).cells if cell.cell_type == "code"]
    found = [source for source in sources if any(part in source for part in parts)]
    assert len(found) == len(parts)
    return found


@pytest.mark.parametrize("horizon, day", [(1, "2013-03-04"), (5, "2013-03-08"), (10, "2013-03-15")])
def test_given_a_horizon_when_the_day_to_come_is_forecast_then_from_the_last_row_and_so_far_ahead(tmp_path, monkeypatch, horizon, day):
    choices = {"BUILD": str(tmp_path), "FROM": "2011-06-01", "WINDOW": "20", "EPOCHS": "1", "HORIZON": str(horizon)}
    for name, value in choices.items():
        monkeypatch.setenv(f"WORKBOOK_{name}", value)
    begin, steps, one_date, to_come = cells("import ", "Steps.forecaster", "LocalDate lastDay", "toCome")
    with java_kernel() as kernel:
        for source in (begin, steps, one_date):
            kernel.text(source, timeout=300)
        kernel.text(to_come)
        forecast = "forecaster.forecast(prices, toCome)"
        said = kernel.text(f'toCome + " from " + {forecast}.lastKnownDate() + " " + forecaster.horizon()')
        assert said == f"{day} from {LAST_ROW} {horizon}"
        later = kernel.run("forecaster.forecast(prices, rhythm.after(toCome))")
        assert "too far in the future" in str(later), "no later day has a forecast"


def test_given_a_hole_at_a_border_when_split_five_days_ahead_then_fewer_windows_are_dropped(tmp_path, monkeypatch):
    rows = (HOME / "data-samples" / "daily_prices.csv").read_text(encoding="utf-8").splitlines()
    holed = tmp_path / "holed.csv"
    holed.write_text("\n".join(row for row in rows if ",2012-08-" not in row) + "\n", encoding="utf-8")
    choices = {"BUILD": str(tmp_path), "DATA": str(holed), "FROM": "2011-06-01", "WINDOW": "20", "HORIZON": "5"}
    for name, value in choices.items():
        monkeypatch.setenv(f"WORKBOOK_{name}", value)
    with java_kernel() as kernel:
        for source in cells("import ", "Experiment.current", "Split.byDate", "test = all.forecasting", step=STEP_5):
            kernel.text(source, timeout=300)
        assert kernel.text(cells("int dropped", step=STEP_5)[0]).strip() == "4 windows dropped"
