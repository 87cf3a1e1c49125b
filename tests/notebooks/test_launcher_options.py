"""What a reader can type, and what they are told where it cannot be used: always before anything runs."""

import datetime
import math
import os
import subprocess
import sys

import nbformat
import pytest
from conftest import HOME
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from workbook_launcher import java, kernel, options

HEADER = "ticker,trade_date,open,high,low,close,adj_close,volume\n"
ROW = "IBM,2001-01-{:02d},10,11,9,10,10,1000\n"


def workbook(*arguments, **environment):
    """Runs ./workbook as a reader does; the finished process with its texts."""
    return subprocess.run(
        [sys.executable, str(HOME / "workbook"), *map(str, arguments)], capture_output=True, text=True, timeout=120,
        env={**os.environ, **environment},
    )


def refused(*arguments):
    """The message with which ./workbook refuses the arguments, having run nothing."""
    answer = workbook(*arguments)
    assert answer.returncode == 2
    assert "cells" not in answer.stdout
    assert "Traceback" not in answer.stderr
    return answer.stderr


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["--from", "1.3.2001"], "--from: '1.3.2001' is no date; write it as 2009-04-30"),
        (["--to", "2001-02-30"], "--to: '2001-02-30' is no date"),
        (["--from", "2005-01-01", "--to", "2004-01-01"], "--from 2005-01-01 is not before --to 2004-01-01"),
        (["--epochs", "0"], "--epochs: 0 is out of range; give 1 to"),
        (["--epochs", "many"], "--epochs: 'many' is no whole number"),
        (["--seed", "-1"], "--seed: -1 is out of range"),
        (["--seed", "1.5"], "--seed: '1.5' is no whole number"),
        (["--horizon", "11"], "--horizon: 11 is out of range; give 1 to 10"),
        (["--window", "1"], "--window: 1 is out of range"),
        (["--ticker", " "], "--ticker: the name is empty"),
        (["--ticker", "FB"], "There are 196 rows of FB (2012-05-18 to 2013-03-01), and a run needs 300."),
        (["--ticker", "NOBODY"], "has no ticker NOBODY. It holds AAPL"),
        (["--from", "2050-01-01"], "There are no prices from 2050-01-01"),
        (["--data", "nowhere.csv"], "--data: there is no file"),
        (["--data", "."], "is a folder. Name a file of prices in it."),
        (["77"], "No notebook begins with '77'"),
        (["nowhere.ipynb"], "No notebook begins with 'nowhere.ipynb'"),
    ],
)
def test_given_an_option_that_cannot_be_used_when_run_then_it_is_refused_in_words(arguments, message):
    assert message in refused("run", *arguments)


@pytest.mark.parametrize(
    "text, message",
    [
        ("", "nothing.csv"),
        (HEADER, "nothing.csv"),
        (HEADER.replace("close,", "size,", 1) + ROW.format(2), "no column close"),
        (HEADER + ROW.format(2) + "IBM,2001-02-30,10,11,9,10,10,1000\n", "line 3"),
        (HEADER + ROW.format(2) + "IBM,2001-01-03,10,11,9,-10,10,1000\n", "line 3"),
        (HEADER + ROW.format(2) + "IBM,2001-01-03,10,11,9,NaN,10,1000\n", "line 3"),
        (HEADER + ROW.format(2) + "IBM,2001-01-03,10,9,11,10,10,1000\n", "line 3"),
        (HEADER + ROW.format(2) + "IBM,2001-01-03,10,11\n", "line 3"),
        (HEADER + ROW.format(2) + ROW.format(2), "line 3"),
        (HEADER + ROW.format(2) + ROW.format(3).replace("IBM", "SAP"), "IBM, SAP"),
        (HEADER + ROW.format(2) + ROW.format(3), "There are 2 rows of IBM (2001-01-02 to 2001-01-03), and a run needs 300"),
    ],
)
def test_given_a_file_that_cannot_be_used_when_run_then_it_is_refused_by_place(tmp_path, text, message):
    path = tmp_path / "nothing.csv"
    path.write_text(text, encoding="utf-8")
    assert message in refused("run", "--data", path)


def prices(count, change=lambda number, row: row, header=HEADER, step=1):
    """A file's text: a price that goes up and down, one row every `step` days."""
    first, rows = datetime.date(2015, 1, 1), []
    for number in range(count):
        close = 100 + 10 * math.sin(number / 7) + number % 3
        day = first + datetime.timedelta(number * step)
        row = ["ABC", day.isoformat(), f"{close - 0.5:.2f}", f"{close + 1 + number % 2:.2f}", f"{close - 1:.2f}",
               f"{close:.2f}", f"{close:.2f}", str(1000 + number % 11)]
        rows.append(",".join(change(number, row)))
    return header + "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Runs one small notebook on a file with this text: what the run says of the prices, and the variables that the notebook gets."""
    folder = tmp_path_factory.mktemp("said")  # one for all: the pages of the site that a run leaves as they are, the next one keeps
    return lambda text, *arguments, name="mine.csv": _said(folder, text, *arguments, name=name)


def _said(folder, text, *arguments, name):
    data = folder / name
    data.write_text(text, encoding="utf-8")
    cell = "System.out.println(" + ' + "|" + '.join(
        f'System.getenv("WORKBOOK_{name}")' for name in ("TICKER", "FROM", "TO", "FEATURES", "WINDOW", "DATA")) + ");"
    notebook = folder / "shows.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Shows"), new_code_cell(cell)], metadata={
        "kernelspec": {"name": "java", "display_name": "Java", "language": "java"}}), notebook)
    answer = workbook("run", "--out", folder / "out", "--data", data, notebook, *arguments)
    assert answer.returncode == 0, answer.stderr
    executed = nbformat.read(folder / "out" / "notebooks" / "shows.ipynb", as_version=4)
    return answer.stdout, executed.cells[1].outputs[0].text.strip()


def test_given_a_download_as_it_comes_when_run_then_one_line_says_what_was_understood(said):
    text = prices(400, lambda n, row: [row[1], *row[2:6], row[7]], "Date,Open,High,Low,Close/Last,Volume\n")
    answer, variables = said(text, "--window", "30", "--from", "1999-01-01", "--to", "2099-01-01", name="AB C.csv")
    assert "Prices: 400 days of AB C, 2015-01-01 to 2016-02-04" in answer
    assert 'Understood: Date → trade_date, Close/Last → close, no ticker: "AB C" is used, no adjusted close' in answer
    assert "The rows come on 7 days a week" in answer
    chosen, _, copy = variables.rpartition("|")
    assert chosen == "AB C|2015-01-01|2016-02-04|null|30"
    assert copy.endswith("AB C.csv") and not os.path.exists(copy), "the copy that the notebooks read goes with the command"


def test_given_a_volume_that_stands_still_when_run_then_its_feature_is_left_out_with_a_sentence(said):
    answer, variables = said(prices(400, lambda n, row: [*row[:7], "0"]))
    assert "Left out, because it never changes on the training days: log_volume_change" in answer
    assert variables.split("|")[3] == "log_return,log_range,weekday_sin,weekday_cos"


def test_given_a_hole_when_run_then_it_is_said(said):
    three_years = datetime.timedelta(days=3 * 365 + 1)
    later = lambda n, row: row if n < 200 else [row[0], str(datetime.date.fromisoformat(row[1]) + three_years), *row[2:]]
    answer, _ = said(prices(1200, later))
    assert "No rows between 2015-07-19 and 2018-07-20: no window spans this hole" in answer


@pytest.mark.parametrize(
    "change, message",
    [
        (lambda n, row: row if n >= 200 else [*row[:2], *(str(4 * float(v)) for v in row[2:7]), row[7]], "a 4:1 split"),
        (lambda n, row: [row[0], "2033-06-14", *row[2:]] if n == 399 else row, "line 401: 2033-06-14 stands alone"),
        (lambda n, row: [*row[:2], "5", "5", "5", "5", "5", row[7]], "The price of ABC never changes"),
        (lambda n, row: [*row[:5], "999", *row[6:]] if n == 10 else row, "line 12, column close: the close 999.0 is above"),
    ],
)
def test_given_what_is_wrong_without_looking_wrong_when_run_then_refused(tmp_path, change, message):
    path = tmp_path / "mine.csv"
    path.write_text(prices(400, change), encoding="utf-8")
    assert message in refused("run", "--data", path)


def test_given_another_ticker_of_the_file_is_faulty_when_run_then_ours_is_used(said):
    faulty = prices(3, lambda n, row: ["XYZ", "2015-01-01", *row[2:]]).replace(HEADER, "")
    answer, variables = said(prices(400) + faulty, "--ticker", "ABC")
    assert "Prices: 400 days of ABC" in answer
    assert variables.startswith("ABC|")


def test_given_too_many_tickers_to_list_when_none_is_named_then_ten_are(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(prices(505, lambda n, row: [f"T{n:03d}", *row[1:]]), encoding="utf-8")
    message = refused("run", "--data", path)
    assert "T009 and 495 more" in message and "T010" not in message


def test_given_a_project_that_only_the_environment_names_when_run_then_it_says_what_to_unset(monkeypatch, capsys):
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "shells-own-1")
    options.check_data({}, None)
    assert "the project shells-own-1, named by GOOGLE_CLOUD_PROJECT" in capsys.readouterr().out
    options.check_data({"WORKBOOK_PROJECT": "mine-1"}, None)
    assert capsys.readouterr().out == ""


def test_given_prices_to_check_when_the_library_is_asked_then_its_java_compiles_quickly(monkeypatch):
    asked = []
    answer = subprocess.CompletedProcess([], 0, '{"said": [], "environment": {}}')
    monkeypatch.setattr(options.library, "answer", lambda command, environment: asked.append(command) or answer)
    options.check_data({"WORKBOOK_TICKER": "IBM"}, java.find())
    assert kernel.QUICKLY_COMPILED in asked[0]


def test_given_help_when_asked_then_each_command_is_there():
    answer = workbook("--help")
    assert answer.returncode == 0
    for command in ("run", "lab", "test", "doctor"):
        assert f"\n    {command} " in answer.stdout


def test_given_a_machine_that_is_set_up_when_asked_then_doctor_misses_nothing():
    answer = workbook("doctor")
    assert answer.returncode == 0, answer.stdout
    assert "Nothing is missing." in answer.stdout
    assert "ND4J CpuBackend" in answer.stdout
    assert "OMP_NUM_THREADS=1 " in answer.stdout
