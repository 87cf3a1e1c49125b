"""The notebooks beside IJava's own libraries.

IJava 1.3.0 puts its gson 2.8.5 and commons-lang3 3.8.1 before a notebook's class path, where JJava hides its own. So a
call of a newer method in one of them fails there with NoSuchMethodError. This kernel has those two jars first as well.
"""

import json
import subprocess

import pytest
from conftest import LOGS
from test_notebooks import NOTEBOOKS, named
from workbook_launcher import java, maven, project
from workbook_notebooks.execute import execute

OLD_JARS = {"com.google.code.gson:gson": "2.8.5", "org.apache.commons:commons-lang3": "3.8.1"}
# The notebooks that ask BigQuery, show tables and plots, and define a network.
CHOSEN = [path for path in NOTEBOOKS if path.stem[:2] in ("00", "01", "07") and path.parent.name != "lessons"]


@pytest.fixture(scope="module")
def old_jars(tmp_path_factory):
    """A kernel named `old-jars`; the fixture is the folder for JUPYTER_PATH."""
    folder = tmp_path_factory.mktemp("ijava")
    command = maven.command(java.find())
    for artifact, version in OLD_JARS.items():
        goal = [f"-Dartifact={artifact}:{version}", f"-DoutputDirectory={folder / 'jars'}"]
        subprocess.run([*command, "-q", "-B", "dependency:copy", *goal], check=True, timeout=240)
    spec = json.loads((project.VENV / "share/jupyter/kernels/java/kernel.json").read_text(encoding="utf-8"))
    place = spec["argv"].index("-cp") + 1
    jjava, library = spec["argv"][place].split(":", 1)
    spec["argv"][place] = ":".join([*map(str, sorted((folder / "jars").glob("*.jar"))), jjava, library])
    target = folder / "kernels" / "old-jars" / "kernel.json"
    target.parent.mkdir(parents=True)
    target.write_text(json.dumps(spec), encoding="utf-8")
    return folder


@pytest.mark.parametrize("path", CHOSEN, ids=named)
def test_given_ijavas_jars_first_when_executed_then_every_cell_runs(path, old_jars, tmp_path, monkeypatch):
    assert len(list((old_jars / "jars").glob("*.jar"))) == len(OLD_JARS)
    monkeypatch.setenv("JUPYTER_PATH", str(old_jars))
    monkeypatch.setenv("WORKBOOK_RESULTS", str(tmp_path))
    monkeypatch.setenv("WORKBOOK_BUILD", str(tmp_path))
    result = execute(path, tmp_path / path.name, LOGS / f"ijava-{path.stem}.log", kernel="old-jars")
    assert result.failure is None, f"cell {result.failure.cell}: {result.failure.message}\n{result.failure.source}"
    assert result.done == result.cells > 0
