"""The search for a JDK, among Javas that answer like real ones."""

import os
import stat
import sys

import pytest
from workbook_launcher import java
from workbook_launcher.errors import WorkbookError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins for java are shell scripts")


@pytest.fixture
def no_java(monkeypatch, tmp_path):
    """A machine without Java: tests add the ones they want."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr(java, "USUAL_PLACES", (str(tmp_path / "jvm" / "*"),))
    return tmp_path


def a_java(home, version, compiler=True, arch="amd64"):
    """A folder whose bin/java answers as the real one does, seen from its settings."""
    binaries = home / "bin"
    binaries.mkdir(parents=True)
    answer = f"Property settings:\n    java.home = {home}\n    java.version = {version}\n    os.arch = {arch}\n"
    for name in ["java", "javac"] if compiler else ["java"]:
        program = binaries / name
        program.write_text(f"#!{sys.executable}\nimport sys\nsys.stderr.write({answer!r})\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return home


def test_given_java_home_and_path_when_searched_then_java_home_wins(no_java, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(a_java(no_java / "a", "21.0.1")))
    monkeypatch.setenv("PATH", str(a_java(no_java / "b", "17.0.2") / "bin"))
    found = java.find()
    assert (found.home, found.major, found.found_in) == (no_java / "a", 21, "JAVA_HOME")


def test_given_an_old_java_home_when_searched_then_the_next_is_taken_and_the_old_one_named(no_java, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(a_java(no_java / "a", "1.8.0_392")))
    monkeypatch.setenv("PATH", str(a_java(no_java / "b", "17.0.2") / "bin"))
    found, rejected = java.search()
    assert found.found_in == "PATH"
    assert rejected == [f"Java 1.8.0_392 at {no_java / 'a'} is too old"]


def test_given_several_in_the_usual_place_when_searched_then_one_is_taken(no_java):
    a_java(no_java / "jvm" / "jdk-11", "11.0.2")
    a_java(no_java / "jvm" / "jdk-17", "17.0.2")
    assert java.find().home == no_java / "jvm" / "jdk-17"


def test_given_no_java_when_searched_then_the_message_says_where_to_get_one(no_java):
    with pytest.raises(WorkbookError, match="No JDK was found.*Install a JDK 17 or newer"):
        java.find()


def test_given_only_a_runtime_when_searched_then_the_message_names_the_compiler(no_java):
    a_java(no_java / "jvm" / "jre", "17.0.2", compiler=False)
    with pytest.raises(WorkbookError, match="runtime without the compiler"):
        java.find()


def test_given_an_arm_jdk_when_searched_then_the_message_asks_for_x86(no_java):
    a_java(no_java / "jvm" / "jdk", "21.0.1", arch="aarch64")
    with pytest.raises(WorkbookError, match="built for aarch64"):
        java.find()


def test_given_a_java_home_without_java_when_searched_then_it_is_named(no_java, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(no_java / "gone"))
    with pytest.raises(WorkbookError, match="does not start"):
        java.find()


def test_given_this_machine_when_searched_then_its_jdk_answers():
    found = java.find()
    assert found.major >= java.OLDEST and found.java.is_file()
