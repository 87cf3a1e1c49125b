"""Every notebook in a real kernel: each cell runs, and says what the saved notebook says."""

import statistics
from pathlib import Path

import nbformat
import pytest
from comparison import differences
from conftest import HOME
from workbook_launcher import processor

ROOT = HOME / "notebooks"
# Blank exercises fail their checks by design; they and their solutions have tests of their own.
FOLDERS = (ROOT, ROOT / "steps", ROOT / "lessons")
NOTEBOOKS = [path for folder in FOLDERS for path in sorted(folder.glob("*.ipynb"))]
LIMIT_BYTES = 700_000
MEDIAN_LINES, MOST_LINES = 6, 20  # of a cell: more are not taken in at a glance
LONGEST_LINE = 105  # test_lab measures it


def named(path: Path) -> str:
    return path.stem


def read(path: Path):
    return nbformat.read(path, as_version=4)


def test_given_the_project_when_listed_then_start_and_eleven_steps_are_there():
    steps = [path.stem[:2] for path in NOTEBOOKS if path.parent == ROOT / "steps"]
    assert [path.stem for path in NOTEBOOKS if path.parent == ROOT] == ["00-start-here"]
    assert steps == [f"{n:02d}" for n in range(1, 12)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_given_a_notebook_when_executed_then_every_cell_runs(path, executed):
    result, _ = executed(path)
    assert result.failure is None, f"cell {result.failure.cell}: {result.failure.message}\n{result.failure.source}"
    assert result.done == result.cells > 0


@pytest.mark.skipif(not processor.has_avx2(), reason="this processor has no AVX2: its last digits are its own")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_given_a_saved_notebook_when_run_afresh_then_it_says_the_same(path, executed):
    _, fresh = executed(path)
    assert differences(read(path), fresh) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_given_a_saved_notebook_when_looked_at_then_it_is_whole_small_and_for_any_java_kernel(path):
    notebook = read(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not [output for cell in code for output in cell.outputs if output.output_type == "error"]
    assert not [line for cell in code for line in cell.source.splitlines() if line.startswith("%") or "jjava" in line]
    assert notebook.metadata.kernelspec.name == "java"
    assert path.stat().st_size <= LIMIT_BYTES


def test_given_all_notebooks_when_their_code_is_measured_then_each_line_fits_into_jupyterlab():
    code = [(path.stem, line) for path in sorted(ROOT.rglob("*.ipynb")) for cell in read(path).cells
            if cell.cell_type == "code" for line in cell.source.splitlines()]
    assert code
    assert [(stem, line) for stem, line in code if len(line) > LONGEST_LINE] == []


def test_given_a_notebook_when_its_cells_are_measured_then_they_are_short():
    lines = {path: [sum(bool(line.strip()) for line in cell.source.splitlines()) for cell in read(path).cells if cell.cell_type == "code"]
             for path in sorted(ROOT.rglob("*.ipynb"))}
    assert lines
    assert [path.stem for path, cells in lines.items() if statistics.median(cells) > MEDIAN_LINES or max(cells) > MOST_LINES] == []


def test_given_the_steps_ran_when_looked_for_then_both_tables_were_written(executed, out):
    for path in NOTEBOOKS:
        if path.parent.name == "steps":
            executed(path)
    for name in ("predictions", "scoreboard"):
        assert len((out / "results" / f"{name}.csv").read_text(encoding="utf-8").splitlines()) > 1
