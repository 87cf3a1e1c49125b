"""./workbook bench: the choice of the best setting, and one small measurement from the command line to the JSON file."""

import json
import subprocess
import sys

import pytest
from conftest import HOME
from workbook_bench import lstm, training
from workbook_bench.workers import WorkerFailed
from workbook_launcher.errors import WorkbookError


class Asked:
    """A worker that answers from a list."""

    def __init__(self, engine, setting, threads, answers):
        self.engine, self.setting, self.threads, self.answers = engine, setting, threads, answers

    def ask(self, question):
        if self.answers is None:
            raise WorkerFailed("no such library")
        verb = question.split()[0]
        return "ready" if verb == "shape" else self.answers[verb].pop(0)


def test_given_two_settings_when_a_row_is_made_then_each_kind_has_its_best_by_median():
    one, two = Asked("peer", "1 threads", 1, {}), Asked("peer", "2 threads", 2, {})
    times = {
        one: {"train": [1.0, 9.0, 9.0], "infer": [3.0, 3.0, 3.0]},  # the best single round is not the best setting
        two: {"train": [5.0, 6.0, 7.0], "infer": [4.0, 4.0, 4.0]},
    }
    row = lstm._row("8,5,2,4,1", "peer", times)
    assert row == {
        "shape": [8, 5, 2, 4, 1],
        "engine": "peer",
        "threads": 2,
        "setting": {"train": "2 threads", "infer": "1 threads"},
        "train_ms": {"best": 5.0, "median": 6.0},
        "infer_ms": {"best": 3.0, "median": 3.0},
    }


def test_given_an_engine_that_fails_when_measured_then_it_is_left_out_with_its_reason(capsys):
    works = Asked("helper", "2 threads", 2, {"train": ["9", "8", "1", "8", "2"], "infer": ["9", "8", "3", "8", "4"]})  # warm-up, then settling and measuring
    times = lstm.rounds_of([works, Asked("keras", "1 threads", 1, None)], "8,5,2,4,1", 2)
    assert times == {works: {"train": [1.0, 2.0], "infer": [3.0, 4.0]}}
    assert "left out (no such library)" in capsys.readouterr().out


def test_given_a_shape_when_its_floor_is_computed_then_as_by_hand():
    # 2 windows of 3 days, 1 feature, 4 units: 4 gates x 4 units x 2 operations x 6 window-days = 192 for each of 1 + 4 terms.
    assert lstm.floor_millis("2,3,1,4,1", 1e6) == {"train": pytest.approx(3 * 0.96 - 0.192), "infer": pytest.approx(0.96)}
    # A second layer sees 4 inputs, and their gradient is needed.
    assert lstm.floor_millis("2,3,1,4,2", 1e6)["infer"] == pytest.approx(0.96 + 1.536)
    assert lstm.floor_millis("2,3,1,4,2", 1e6)["train"] == pytest.approx(2.688 + 3 * 1.536)


def test_given_a_small_shape_when_measured_then_the_file_has_both_engines_and_keeps_the_rest(tmp_path):
    file = tmp_path / "bench.json"
    file.write_text(json.dumps({"notebooks": {"kernel_start_s": 1.5}}))
    command = [sys.executable, str(HOME / "workbook"), "bench", "lstm", "windows", "--shape", "4,6,2,3,1", "--rounds", "1"]
    answer = subprocess.run([*command, "--json", str(file), "--picture", str(tmp_path / "bench.png")], capture_output=True, text=True, timeout=280)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert (tmp_path / "bench.png").read_bytes().startswith(b"\x89PNG")
    found = json.loads(file.read_text())
    rows = {row["engine"]: row for row in found["lstm"]}
    assert {"helper", "dl4j"} <= set(rows)
    assert all(row["shape"] == [4, 6, 2, 3, 1] and row["train_ms"]["median"] > 0 for row in rows.values())
    assert found["windows"]["bytes_held_per_window"] == pytest.approx(4, abs=1)  # its first row, whatever the length
    assert found["machine"]["cores"] >= 1 and found["limit_flops"] > 1e9
    assert found["notebooks"] == {"kernel_start_s": 1.5}


@pytest.mark.parametrize("arguments, sentence", [
    (["--rows", "0"], "--rows: give 1 or more."),  # no measure is named: the usual ones
    (["speed"], "bench measures no 'speed'. There are: lstm, training, windows, notebooks, bigquery."),
])
def test_given_no_measure_or_an_unknown_one_when_asked_then_only_the_unknown_is_refused(arguments, sentence):
    answer = subprocess.run([sys.executable, str(HOME / "workbook"), "bench", *arguments], capture_output=True, text=True, timeout=60)
    assert (answer.returncode, answer.stderr) == (2, f"workbook: {sentence}\n")


def test_given_a_shape_that_is_none_when_asked_for_then_refused_in_words():
    answer = subprocess.run(
        [sys.executable, str(HOME / "workbook"), "bench", "lstm", "--shape", "4,6", "--rounds", "1"],
        capture_output=True, text=True, timeout=120,
    )
    assert answer.returncode == 2
    assert "batch,steps,features,hidden,layers" in answer.stderr


def test_given_a_picture_without_its_figures_when_asked_then_the_cure_is_named(tmp_path):
    command = [sys.executable, str(HOME / "workbook"), "bench", "windows", "--picture", str(tmp_path / "bench.png")]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert answer.returncode != 0
    assert "bench lstm --picture" in answer.stdout + answer.stderr


def test_given_the_committed_bench_when_its_table_is_read_then_each_ratio_is_that_of_the_file():
    folder = HOME / "data-samples" / "experiments" / "bench"
    found = json.loads((folder / "bench.json").read_text())
    shapes = {}
    for row in found["lstm"]:
        shapes.setdefault(", ".join(map(str, row["shape"])), {})[row["engine"]] = row
    table = []
    for shape, rows in shapes.items():
        train, infer = ({engine: row[kind]["median"] for engine, row in rows.items()} for kind in ("train_ms", "infer_ms"))
        floor = lstm.floor_millis(shape.replace(" ", ""), found["limit_flops"])["train"]
        table.append(
            f"| {shape} | {train['helper'] / train['pytorch']:.2f} | {infer['helper'] / infer['pytorch']:.2f} "
            f"| {train['dl4j'] / train['helper']:.0f} | {train['helper'] / train['helper --fast']:.2f} "
            f"| {infer['helper'] / infer['helper --fast']:.2f} | {floor / train['helper']:.2f} |"
        )
    assert [line for line in (folder / "README.md").read_text().splitlines() if line[:3].strip("| ").isdigit()] == table


def test_given_the_medians_of_rounds_when_summed_up_then_the_ratio_is_to_the_best_number_of_threads():
    rounds = {"workbook": [9.0, 2.0, 3.0], "pytorch, 1 threads": [5.0, 4.0, 4.0], "pytorch, 2 threads": [6.0, 7.0, 1.0]}
    row = training.summary(rounds, 12)
    assert row == {"epochs": 12, "seconds": {"workbook": 3.0, "pytorch, 1 threads": 4.0, "pytorch, 2 threads": 6.0}, "ratio": 0.75}
    assert training.summary({"workbook": [3.0]}, 12) == {"epochs": 12, "seconds": {"workbook": 3.0}}


def test_given_step_9_when_its_trainings_are_timed_then_both_have_seconds_and_their_data_is_handed_over(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_EPOCHS", "1")
    seconds, setting = training.in_kernel(training.NOTEBOOK, tmp_path)
    assert set(seconds) == {"price", "quantiles"} and all(value > 0 for value in seconds.values())
    assert setting["epochs"] == {"price": 1, "quantiles": 1}
    windows = {part: (tmp_path / f"{part}-y.f32").stat().st_size // 4 for part in ("train", "validation")}
    for part, count in windows.items():
        assert (tmp_path / f"{part}-x.f32").stat().st_size == 4 * count * setting["features"] * setting["window"]
        assert (tmp_path / f"{part}-ahead.f32").stat().st_size == 4 * (count - setting["days"] + 1) * setting["days"]
    assert windows["train"] > windows["validation"] > 100


def test_given_a_notebook_without_the_trainings_when_timed_then_refused_in_words(tmp_path):
    with pytest.raises(WorkbookError, match=r"10-test.ipynb has no cell with trainer.fit\(\)"):
        training.in_kernel(training.NOTEBOOK.with_name("10-test.ipynb"), tmp_path)
