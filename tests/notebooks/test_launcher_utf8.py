"""Letters beyond ASCII, in any locale: a ticker, a path, what is printed."""

import os
import shutil
import subprocess
import sys

import pytest
from conftest import HOME
from workbook_launcher import project

TICKER = "MÜNCHEN"
BARE = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
ENVIRONMENTS = {
    "locale C": {**BARE, "LC_ALL": "C"},
    "locale POSIX, and UTF-8 for dates": {**BARE, "LC_ALL": "POSIX", "LC_TIME": "C.UTF-8"},
    "a locale that is not here": {**BARE, "LC_ALL": "xx_XX.ISO-8859-1"},
    "empty": BARE,
    "ASCII asked of Python": {**BARE, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
}


def workbook(environment, *arguments):
    return subprocess.run(
        [sys.executable, str(HOME / "workbook"), *map(str, arguments)], capture_output=True, encoding="utf-8", timeout=240,
        env={"HOME": os.environ["HOME"], **environment},
    )


@pytest.fixture(scope="module")
def own_prices(tmp_path_factory):
    """The samples' IBM under another name, in a folder and a file with umlauts."""
    folder = tmp_path_factory.mktemp("Börse")
    header, *rows = project.SAMPLES.read_text(encoding="utf-8").splitlines()
    ibm = [row.replace("IBM", TICKER, 1) for row in rows if "IBM" in row]
    file = folder / "Kürse.csv"
    file.write_text("\n".join([header, *ibm]) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_given_any_locale_when_a_path_and_a_ticker_hold_umlauts_then_notebooks_run_with_them(environment, own_prices, tmp_path):
    out = tmp_path / "Ergebnis-ü"
    answer = workbook(environment, "run", "00", "02", "--data", own_prices, "--ticker", TICKER, "--out", out)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    said = TICKER if "PYTHONIOENCODING" not in environment else TICKER.replace("Ü", "?")
    assert f"days of {said}, 2000-03-01 to" in answer.stdout
    assert TICKER in (out / "notebooks" / "steps" / "02-timestamps-to-numbers.ipynb").read_text(encoding="utf-8")


@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_given_any_locale_when_refused_then_the_sentence_is_whole(environment, own_prices):
    answer = workbook(environment, "run", "--data", own_prices, "--ticker", "KÖLN")
    assert answer.returncode == 2
    said = answer.stderr.encode().decode("unicode_escape") if "PYTHONIOENCODING" in environment else answer.stderr
    assert "KÖLN" in said and TICKER in said and "Kürse.csv" in said
    assert "Traceback" not in answer.stderr


def test_given_a_project_in_a_folder_with_umlauts_and_spaces_when_set_up_in_locale_c_then_a_notebook_runs(tmp_path):
    project_there = tmp_path / "Übung zum LSTM"
    shutil.copytree(HOME, project_there, symlinks=True, ignore=shutil.ignore_patterns(".git", ".venv", "target", "build", ".workbook"))
    answer = subprocess.run(
        [sys.executable, str(project_there / "workbook"), "run", "00"], capture_output=True, encoding="utf-8", timeout=280,
        env={"HOME": os.environ["HOME"], **BARE, "LC_ALL": "C", **{n: v for n, v in os.environ.items() if n.startswith("PIP_")}},
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
