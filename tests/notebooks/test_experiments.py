"""./workbook experiments: what it lists and refuses, a small experiment from the command line to its file, Ctrl-C and on."""

import csv
import os
import re
import signal
import subprocess
import sys
import time

import pytest
from conftest import HOME

WORKBOOK = [sys.executable, str(HOME / "workbook"), "experiments"]


def experiments(*arguments):
    return subprocess.run([*WORKBOOK, *map(str, arguments)], capture_output=True, text=True, timeout=300)


def rows(folder, name):
    with open(folder / name / "results.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_given_an_unknown_name_when_asked_then_those_that_exist_are_named_and_nothing_runs(tmp_path):
    answer = experiments("memory", "weather", "--out", tmp_path / "new")
    assert answer.returncode == 2
    assert "There is no experiment 'weather'. There are: memory, noise, truncation, volatility." in answer.stderr
    assert not (tmp_path / "new").exists()


def test_given_a_file_for_a_folder_when_asked_then_it_is_refused_in_words(tmp_path):
    (tmp_path / "file").touch()
    answer = experiments("--out", tmp_path / "file")
    assert answer.returncode == 2
    assert "is a file. Name a folder." in answer.stderr


def test_given_the_committed_results_when_listed_then_each_experiment_says_how_much_is_done():
    answer = experiments("--list")
    assert answer.returncode == 0, answer.stderr
    for name in ("memory", "noise", "truncation", "volatility"):
        assert re.search(rf"^{name}: \d+ of \d+ jobs done", answer.stdout, re.MULTILINE), answer.stdout


def test_given_the_small_version_when_run_twice_then_results_are_written_once_and_fresh_makes_the_same_anew(tmp_path):
    answer = experiments("truncation", "--small", "--out", tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "truncation 1/2  length 10, k 2, seed 1:" in answer.stdout
    first = rows(tmp_path, "truncation")
    assert [row["k"] for row in first] == ["2", "11"]
    assert first[0]["seed"] == "1" and first[0]["cores"] == str(os.cpu_count())
    assert first[0]["deeplearning4j"] and first[0]["java"] and first[0]["cpu"] and first[0]["os"]

    again = experiments("truncation", "--small", "--out", tmp_path)
    assert again.returncode == 0
    assert "1/2" not in again.stdout and "truncation: 2 of 2 jobs done" in again.stdout
    assert rows(tmp_path, "truncation") == first

    assert experiments("truncation", "--small", "--fresh", "--out", tmp_path).returncode == 0
    anew = rows(tmp_path, "truncation")
    assert [row["wrong_of_2560"] for row in anew] == [row["wrong_of_2560"] for row in first]


@pytest.mark.skipif(os.name == "nt", reason="sends Ctrl-C as a POSIX signal")
def test_given_ctrl_c_when_run_again_then_it_goes_on_from_the_checkpoint_and_ends_the_same(tmp_path):
    assert experiments("memory", "--small", "--out", tmp_path / "whole").returncode == 0
    whole = rows(tmp_path / "whole", "memory")

    out = tmp_path / "parts"
    with subprocess.Popen([*WORKBOOK, "memory", "--small", "--out", str(out)], stdout=subprocess.PIPE, text=True,
                          start_new_session=True) as run:
        deadline = time.monotonic() + 120
        while not list(out.glob(".checkpoints/memory/*.zip")) and time.monotonic() < deadline:
            time.sleep(0.02)
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to the launcher and its JVM
        said = run.communicate(timeout=60)[0]
    assert run.returncode == 130
    assert "Stopped. What is finished is kept; the same command goes on from there." in said
    assert re.search(r"memory: [0-2] of 3 jobs done", said), said

    again = experiments("memory", "--small", "--out", out)
    assert again.returncode == 0, again.stderr
    parts = rows(out, "memory")
    same = ("job", "solved_after", "wrong_of_2560")
    assert [[row[key] for key in same] for row in parts] == [[row[key] for key in same] for row in whole]
    assert not list(out.glob(".checkpoints/memory/*.zip"))
