"""Maven: the one on PATH, or one fetched from Maven's repository or a mirror of it, or a sentence."""

import functools
import hashlib
import http.server
import io
import subprocess
import sys
import threading
import zipfile

import pytest
from workbook_launcher import java, maven
from workbook_launcher.errors import WorkbookError

PROGRAM = "apache-maven-9.9.9/bin/mvn"


@pytest.fixture
def jdk():
    return java.find()


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with no program but the shell's own: no Maven, no wget, no curl, no unzip. Gives the settings' writer."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("MVNW_REPOURL", raising=False)
    monkeypatch.setattr(maven, "FOLDER", tmp_path / "maven")
    monkeypatch.setattr(maven, "SETTINGS", tmp_path / "wrapper.properties")

    def settings(repository, archive=b""):
        address = f"{repository}/org/apache/maven/apache-maven/9.9.9/apache-maven-9.9.9-bin.zip"
        maven.SETTINGS.write_text(
            f"wrapperVersion=3.3.4\ndistributionUrl={address}\ndistributionSha256Sum={hashlib.sha256(archive).hexdigest()}\n",
            encoding="utf-8",
        )
        return address

    return settings


@pytest.fixture(scope="module")
def archive():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(PROGRAM, f"#!{sys.executable}\nimport sys\nprint('Maven', *sys.argv[1:])\n")
    return file.getvalue()


@pytest.fixture
def repository(tmp_path, archive):
    """A mirror of Maven's repository below the path /mirror."""
    place = tmp_path / "served" / "mirror" / "org" / "apache" / "maven" / "apache-maven" / "9.9.9"
    place.mkdir(parents=True)
    (place / "apache-maven-9.9.9-bin.zip").write_bytes(archive)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path / "served")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/mirror"
        server.shutdown()


def test_given_no_maven_when_the_repository_answers_then_one_is_fetched_and_runs(machine, repository, archive, jdk):
    machine(repository, archive)
    command = maven.command(jdk)
    assert subprocess.run([*command, "test"], capture_output=True, encoding="utf-8").stdout.startswith("Maven -f ")


def test_given_a_fetched_maven_when_asked_again_then_nothing_is_fetched(machine, repository, archive, jdk):
    machine(repository, archive)
    first = maven.command(jdk)
    machine("http://127.0.0.1:9", archive)
    assert maven.command(jdk) == first


def test_given_a_mirror_when_the_repository_cannot_be_reached_then_the_mirrors_is_taken(
    machine, repository, archive, jdk, monkeypatch
):
    machine("http://127.0.0.1:9", archive)
    monkeypatch.setenv("MVNW_REPOURL", repository + "/")
    assert maven.command(jdk)[0].endswith(PROGRAM)


def test_given_no_maven_and_no_answer_when_needed_then_what_from_where_why_and_each_cure_are_said(machine, jdk):
    address = machine("http://127.0.0.1:9")
    with pytest.raises(WorkbookError) as error:
        maven.command(jdk)
    for words in (f"could not be fetched from {address}", "refused", "3.8", "sudo apt install maven", "MVNW_REPOURL", "HTTPS_PROXY"):
        assert words in str(error.value)
    assert not maven.FOLDER.exists()


def test_given_a_mirror_without_it_when_asked_then_its_answer_is_said(machine, repository, jdk):
    machine(repository + "/elsewhere")
    with pytest.raises(WorkbookError, match=r"/elsewhere/.* \(.*(404|Not Found|File not found).*\)"):
        maven.command(jdk)


def test_given_an_archive_that_was_changed_when_fetched_then_it_is_not_unpacked(machine, repository, jdk):
    machine(repository, b"another")
    with pytest.raises(WorkbookError, match="another SHA-256"):
        maven.command(jdk)
    assert not maven.FOLDER.exists()
