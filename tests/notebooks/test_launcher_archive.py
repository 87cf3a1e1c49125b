"""The class archives that let kernels, and their evaluators of queries, start quickly."""

import json
import subprocess
import sys

import psutil
import pytest
from workbook_launcher import archive, files, java, kernel, project

SPEC = project.VENV / "share" / "jupyter" / "kernels" / "java" / "kernel.json"


def test_given_the_set_up_project_when_its_kernel_starts_then_its_classes_come_from_the_archive():
    argv = json.loads(SPEC.read_text(encoding="utf-8"))["argv"]
    # -Xshare:on: an archive that does not fit these jars and options would end the JVM here, instead of being passed over.
    options = argv.index("-cp")
    command = [*argv[:options], "-Xshare:on", "-Xlog:class+load", *argv[options:-1]]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120).stdout
    assert "org.dflib.jjava.distro.JJava source: shared objects file (top)" in said


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux what a process has mapped")
def test_given_a_kernel_when_it_asks_for_prices_then_the_evaluator_beside_it_comes_from_its_archive(own_kernel):
    own_kernel.text("var prices = org.lstmworkbook.notebook.PriceSource.prices(org.lstmworkbook.notebook.Experiment.current());")
    evaluator, = psutil.Process(int(own_kernel.text("ProcessHandle.current().pid()"))).children()
    assert str(kernel.EVALUATOR_ARCHIVE) in {part.path for part in evaluator.memory_maps()}


def test_given_no_archive_when_the_kernel_is_specified_then_it_names_none(monkeypatch, tmp_path):
    jdk = java.find()
    assert f"-XX:SharedArchiveFile={kernel.ARCHIVE}" in kernel.spec(jdk, tmp_path / "jjava.jar")["argv"]
    monkeypatch.setattr(kernel, "ARCHIVE", tmp_path / "none.jsa")
    monkeypatch.setattr(kernel, "EVALUATOR_ARCHIVE", tmp_path / "none.jsa")
    assert not [option for option in kernel.spec(jdk, tmp_path / "jjava.jar")["argv"] if option.startswith("-") and "rchive" in option]


@pytest.fixture
def no_archives(monkeypatch, tmp_path):
    """A project whose archives are still to be made; the programs that make them end with an error."""
    monkeypatch.setattr(project, "STATE", tmp_path)
    monkeypatch.setattr(archive, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(kernel, "ARCHIVE", tmp_path / "kernel.jsa")
    monkeypatch.setattr(kernel, "EVALUATOR_ARCHIVE", tmp_path / "evaluator.jsa")
    monkeypatch.setattr(kernel, "install", lambda jdk: True)
    monkeypatch.setattr(archive.library, "command", lambda *command: ["false"])
    monkeypatch.setattr(archive.process, "python", lambda *command: ["false"])


def test_given_archives_to_make_when_set_up_then_jupyter_puts_nothing_into_the_home_folder(no_archives, monkeypatch, tmp_path):
    monkeypatch.delenv("IPYTHONDIR", raising=False)  # the tests' own
    monkeypatch.setattr(archive.process, "python", lambda *command: [sys.executable, "-c", "import os; exit(os.environ['IPYTHONDIR'])"])
    archive.ensure(java.find())
    assert (tmp_path / "kernel-archive.log").read_text(encoding="utf-8").strip() == str(tmp_path / "ipython")


def test_given_an_archive_that_cannot_be_made_when_set_up_then_it_is_said_once_and_the_kernel_has_none(no_archives, capsys):
    archive.ensure(java.find())
    said = capsys.readouterr().out
    for what in ("queries", "kernels"):
        assert f"A quick start for the {what}: not made, so each takes some seconds longer; why: " in said
    archive.ensure(java.find())
    assert capsys.readouterr().out == ""


def test_given_other_jars_when_set_up_then_the_archive_is_made_anew(monkeypatch, tmp_path):
    jdk = java.find()
    before = archive._fingerprint(jdk)
    assert before == archive._fingerprint(jdk)
    (tmp_path / "new.jar").write_bytes(b"")
    monkeypatch.setattr(project, "DEPENDENCIES", tmp_path)
    assert archive._fingerprint(jdk) != before
    assert files.holds(archive.STAMP, before)
