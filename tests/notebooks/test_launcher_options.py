"""What a reader can type, and what they are told where it cannot be used: always before anything runs."""

import os
import subprocess
import sys

import pytest
from conftest import HOME

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
        (["--ticker", " "], "--ticker: the name is empty"),
        (["--ticker", "NOBODY"], "has no ticker NOBODY. It holds AAPL"),
        (["--from", "2050-01-01"], "There are no prices from 2050-01-01"),
        (["--data", "nowhere.csv"], "--data: there is no file"),
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
        (HEADER.replace("volume", "size") + ROW.format(2), "volume"),
        (HEADER + ROW.format(2) + "IBM,2001-02-30,10,11,9,10,10,1000\n", "line 3"),
        (HEADER + ROW.format(2) + "IBM,2001-01-03,10,11,9,-10,10,1000\n", "line 3"),
        (HEADER + ROW.format(2) + "IBM,2001-01-03,10,11,9,NaN,10,1000\n", "line 3"),
        (HEADER + ROW.format(2) + "IBM,2001-01-03,10,9,11,10,10,1000\n", "line 3"),
        (HEADER + ROW.format(2) + "IBM,2001-01-03,10,11\n", "line 3"),
        (HEADER + ROW.format(2) + ROW.format(2), "line 3"),
        (HEADER + ROW.format(2) + ROW.format(3).replace("IBM", "SAP"), "IBM, SAP"),
        (HEADER.replace(",", ";") + ROW.format(2).replace(",", ";"), "comma"),
    ],
)
def test_given_a_file_that_cannot_be_used_when_run_then_it_is_refused_by_place(tmp_path, text, message):
    path = tmp_path / "nothing.csv"
    path.write_text(text, encoding="utf-8")
    assert message in refused("run", "--data", path)


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
