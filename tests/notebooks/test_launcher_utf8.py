"""Letters beyond ASCII, in any locale: a ticker, a path, what is printed."""

import ast
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


@pytest.fixture(scope="module")
def one_project(tmp_path_factory):
    """A copy of the project as after a clone, in a folder with umlauts and spaces."""
    folder = tmp_path_factory.mktemp("copy") / "Übung zum LSTM"
    shutil.copytree(HOME, folder, symlinks=True, ignore=shutil.ignore_patterns(".git", ".venv", "target", "build", ".workbook"))
    return folder


@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_given_any_locale_when_refused_then_the_sentence_is_whole(environment, own_prices):
    answer = workbook(environment, "run", "--data", own_prices, "--ticker", "KÖLN")
    assert answer.returncode == 2
    said = answer.stderr.encode().decode("unicode_escape") if "PYTHONIOENCODING" in environment else answer.stderr
    assert "KÖLN" in said and TICKER in said and "Kürse.csv" in said
    assert "Traceback" not in answer.stderr


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ["locale C", "ASCII asked of Python"])
def test_given_umlauts_in_every_name_when_set_up_and_run_in_the_locale_c_then_the_notebook_shows_them(name, one_project, own_prices):
    out = one_project.parent / "Ergebnis ü"
    pip = {variable: value for variable, value in os.environ.items() if variable.startswith("PIP_")}
    answer = subprocess.run(
        [sys.executable, str(one_project / "workbook"), "run", "02", "--data", str(own_prices), "--ticker", TICKER, "--out", str(out)],
        capture_output=True, encoding="utf-8", timeout=580, env={"HOME": os.environ["HOME"], **pip, **ENVIRONMENTS[name]},
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    said = TICKER.replace("Ü", "?") if "PYTHONIOENCODING" in ENVIRONMENTS[name] else TICKER
    assert f"days of {said}, 2000-03-01 to" in answer.stdout
    assert TICKER in (out / "notebooks" / "steps" / "02-timestamps-to-numbers.ipynb").read_text(encoding="utf-8")


SOURCES = sorted(path for path in project.PYTHON_SOURCES.rglob("*.py"))


def without_encoding(source):
    """The lines of a program that read or write text in whatever encoding the locale names."""
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        keywords = {keyword.arg for keyword in call.keywords}
        mode = "".join(map(ast.unparse, call.args[1:2]))
        is_text = name in ("read_text", "write_text") or (name == "open" and "b" not in mode) or "text" in keywords
        if is_text and "encoding" not in keywords:
            yield call.lineno


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(project.PYTHON_SOURCES)))
def test_given_a_module_when_it_reads_or_writes_text_then_it_says_the_encoding(path):
    assert list(without_encoding(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("source", ["open('x')", "open('x', 'w')", "path.read_text()", "subprocess.run(c, text=True)"])
def test_given_text_without_an_encoding_when_looked_for_then_it_is_found(source):
    assert list(without_encoding(source)) == [1]
