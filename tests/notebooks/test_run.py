"""./workbook run as a reader sees it, above all when a cell breaks."""

import os
import re
import signal
import subprocess
import sys
import time

import nbformat
import pytest
from conftest import HOME
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

GOOD = ['System.out.println("one");', "1 + 1"]


@pytest.fixture
def notebook(tmp_path):
    """Writes a notebook of code cells, introduced by a heading; its path."""

    def write(name, *cells):
        path = tmp_path / f"{name}.ipynb"
        heading = new_markdown_cell(f"# {name}")
        metadata = {"kernelspec": {"name": "java", "display_name": "Java", "language": "java"}}
        nbformat.write(new_notebook(cells=[heading, *map(new_code_cell, cells)], metadata=metadata), path)
        return path

    return write


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """Where all runs write: the pages of the site that a run leaves as they are, the next one keeps."""
    return tmp_path_factory.mktemp("out")


def run(out, *arguments):
    command = [sys.executable, str(HOME / "workbook"), "run", "--out", str(out), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=240)


def test_given_good_notebooks_when_run_then_exit_is_0_and_each_has_one_plain_line(notebook, out):
    answer = run(out, notebook("first", *GOOD), notebook("second", *GOOD))
    assert answer.returncode == 0, answer.stderr
    assert re.search(r"^first   2/2 cells +\d+\.\d s$", answer.stdout, re.MULTILINE)
    assert re.search(r"^second  2/2 cells +\d+\.\d s$", answer.stdout, re.MULTILINE)
    assert "\r" not in answer.stdout
    assert f"The site: {out / 'site' / 'index.html'}" in answer.stdout
    executed = nbformat.read(out / "notebooks" / "first.ipynb", as_version=4)
    assert executed.cells[1].outputs[0].text == "one\n"


@pytest.mark.parametrize(
    "broken, source, message",
    [
        ("int a = 1;\nint b = a / 0;", "int b = a / 0;", "ArithmeticException: / by zero"),
        ("int a = 1;\nint b = missing;", "int b = missing;", "cannot find symbol"),
        ("System.exit(3);", "System.exit(3);", "the kernel died"),
    ],
)
def test_given_a_broken_cell_when_run_then_it_is_named_the_others_run_and_exit_is_1(notebook, broken, source, message, out):
    answer = run(out, notebook("broken", GOOD[0], broken, GOOD[1]), notebook("good", *GOOD))
    assert answer.returncode == 1
    assert re.search(r"^broken  1/3 cells +\d+\.\d s  STOPPED$", answer.stdout, re.MULTILINE)
    assert re.search(r"^good    2/2 cells", answer.stdout, re.MULTILINE)
    assert "broken.ipynb, cell 3: " in answer.stdout
    assert message in answer.stdout
    assert source in answer.stdout
    assert "Traceback" not in answer.stderr


def test_given_no_tables_were_written_when_run_then_it_is_said(notebook, out):
    answer = run(out, notebook("good", *GOOD))
    assert "Predictions: not made in this run (notebook 11 makes it)" in answer.stdout


def test_given_a_notebook_writes_predictions_when_run_then_they_are_printed_in_columns(notebook, out):
    cell = ('java.nio.file.Files.writeString(java.nio.file.Path.of(System.getenv("WORKBOOK_RESULTS"), '
            '"predictions.csv"), "day,dollars\\n2013-03-04,201.5\\n2013-03-05,1.795E-5\\n");')
    answer = run(out, notebook("predicts", cell))
    assert "Predictions\n  day         dollars\n  2013-03-04       201.5\n  2013-03-05  0.00001795\n" in answer.stdout


def test_given_a_notebook_writes_a_scoreboard_when_run_then_no_p_is_printed_as_zero(notebook, out):
    cell = ('java.nio.file.Files.writeString(java.nio.file.Path.of(System.getenv("WORKBOOK_RESULTS"), '
            '"scoreboard.csv"), "forecaster,p\\npersistence,\\nLSTM,0.05381\\nmean,3.0E-9\\n");')
    answer = run(out, notebook("scores", cell))
    assert "Scoreboard\n  forecaster   p\n  persistence\n  LSTM           0.0538\n  mean         < 0.0001\n" in answer.stdout


def test_given_options_when_run_then_they_reach_the_notebook(notebook, out):
    names = ("TICKER", "FROM", "TO", "EPOCHS", "SEED", "HOME")
    cell = "System.out.println(" + ' + " " + '.join(f'System.getenv("WORKBOOK_{name}")' for name in names) + ");"
    options = ["--ticker", "AAPL", "--from", "2005-01-03", "--to", "2010-12-31", "--epochs", "3", "--seed", "7"]
    answer = run(out, notebook("options", cell), *options)
    assert answer.returncode == 0, answer.stderr
    executed = nbformat.read(out / "notebooks" / "options.ipynb", as_version=4)
    assert executed.cells[1].outputs[0].text == f"AAPL 2005-01-03 2010-12-31 3 7 {HOME}\n"


def test_given_two_tickers_when_run_then_one_forecaster_each_and_one_table_at_the_end(notebook, out):
    cell = """import org.lstmworkbook.evaluate.*;
import org.lstmworkbook.model.*;
import org.lstmworkbook.notebook.*;
import org.lstmworkbook.prepare.*;
var experiment = Experiment.current();
var prices = PriceSource.prices(experiment);
Forecaster forecaster = Steps.forecaster(experiment, prices);
Windows test = PreparedPrices.of(prices, experiment.plan()).test();
var exam = PriceScores.of(prices, test);
Scoreboard.of("$", 1.0, 1, exam.lastKnown(), exam.actual()).add("LSTM", exam.dollars(forecaster.predict(test)))
    .writeCsv(ProjectPaths.results("scoreboard.csv"));
System.out.println(forecaster.provenance().ticker() + " " + experiment.forecasterFile().getFileName());"""
    answer = run(out, notebook("trains", cell), "--ticker", "IBM,AAPL", "--from", "2011-06-01", "--epochs", "1", "--seed", "7")
    assert answer.returncode == 0, answer.stdout
    for ticker in ("IBM", "AAPL"):
        executed = nbformat.read(out / f"ticker-{ticker}" / "notebooks" / "trains.ipynb", as_version=4)
        assert f"{ticker} {ticker}-epochs-1-seed-7.forecaster.zip" in executed.cells[1].outputs[-1].text
    lines = answer.stdout.strip().splitlines()[-3:]
    assert lines[0].split() == ["ticker", "RMSE", "$", "persistence", "$", "ratio", "p"]
    for line, ticker in zip(lines[1:], ("IBM", "AAPL")):
        name, ours, theirs, ratio, p = line.split(maxsplit=4)
        # Four digits of each are printed.
        assert name == ticker and abs(float(ours) / float(theirs) - float(ratio)) < 2e-3 and 0 < float(p.lstrip("< ")) <= 1


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent to a process group")
def test_given_ctrl_c_when_running_then_it_stops_at_once_and_leaves_no_kernel(notebook, tmp_path, out):
    def long(name):
        return notebook(name, f'java.nio.file.Files.writeString(java.nio.file.Path.of("{tmp_path}/{name}"), '
                        '"" + ProcessHandle.current().pid());', "Thread.sleep(60_000);")

    process = subprocess.Popen(
        [sys.executable, str(HOME / "workbook"), "run", "--jobs", "2", "--out", str(out), str(long("one")), str(long("two"))],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )
    waited_until(lambda: (tmp_path / "one").exists() and (tmp_path / "two").exists(), seconds=60)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Stopped" in errors and "Traceback" not in errors
    for name in ("one", "two"):
        kernel = int((tmp_path / name).read_text())
        waited_until(lambda: not is_running(kernel))


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def waited_until(condition, seconds=30):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.1)
