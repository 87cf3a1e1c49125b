"""Sets up what is missing: .venv, the library's jar with its dependencies, the kernel. Safe to interrupt and to repeat.

A step first removes its stamp, then works, then writes the stamp: what has no fitting stamp is made anew.
"""

import importlib.util
import re
import shutil
import sys
from pathlib import Path
from typing import Callable, List, Optional

from . import archive, files, java, jupyterlab, kernel, lock, maven, network, project, task, temporary
from .errors import WorkbookError

DISK_FULL = re.compile(r"No space left on device|\[Errno 28\]|There is not enough space on the disk")
FULL_BELOW_BYTES = 50_000_000

VENV_STAMP = project.VENV / "workbook.stamp"
TEST_STAMP = project.VENV / "workbook-test.stamp"
LIBRARY_STAMP = project.TARGET / "workbook.stamp"


def ensure(for_tests: bool = False) -> java.Jdk:
    """Makes the project ready to run notebooks, and tests if asked; returns the JDK it uses."""
    jdk = java.find()
    with lock.held(project.STATE / "lock", "setting up"):
        temporary.begin()
        _python_packages(for_tests)
        _library(jdk)
        kernel.install(jdk)
        archive.ensure(jdk)
        jupyterlab.configure()
    return jdk


def venv_is_ready(stamp: Path = VENV_STAMP) -> bool:
    """Whether .venv holds what its list of requirements says."""
    return project.venv_python().exists() and files.holds(stamp, _venv_fingerprint())


def library_is_ready() -> bool:
    """Whether the jar and its dependencies are made from the sources as they are now."""
    return project.JAR.is_file() and project.DEPENDENCIES.is_dir() and files.holds(LIBRARY_STAMP, _library_fingerprint())


def _venv_fingerprint() -> str:
    return files.fingerprint(map(project.requirements, ("notebooks", "tests")), str(project.HOME))


def _library_fingerprint() -> str:
    sources = (project.POM, project.HOME / "lib" / "java", project.HOME / "lib" / "resources")
    return files.fingerprint(path for path in sources if path.exists())


def _python_packages(for_tests: bool) -> None:
    if not venv_is_ready():
        if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
            raise WorkbookError(
                f"This Python ({sys.executable}) cannot make environments. "
                f"Debian and Ubuntu: sudo apt install python3-venv; elsewhere install Python from python.org."
            )
        files.remove(project.VENV)
        part("Python environment", [sys.executable, "-m", "venv", str(project.VENV)])
        pip("Python packages", project.requirements("notebooks"))
        files.write_if_changed(VENV_STAMP, _venv_fingerprint())
    if for_tests and not venv_is_ready(TEST_STAMP):
        pip("Python packages for the tests", project.requirements("tests"))
        files.write_if_changed(TEST_STAMP, _venv_fingerprint())


def pip(title: str, requirements: Path, *more: str) -> None:
    """Installs a list of packages; `more` are further options of pip's."""
    command = [str(project.venv_python()), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    part(title, [*command, *more, "-r", str(requirements)], network.pips)


def _library(jdk: java.Jdk) -> None:
    fingerprint = _library_fingerprint()
    if library_is_ready():
        return
    files.remove(LIBRARY_STAMP)
    files.remove(project.DEPENDENCIES)
    goals = ["-q", "-B", "package", "-Dmaven.test.skip=true", "-Dsetup"]
    part("The Java library and its dependencies", [*maven.command(jdk), *goals], network.mavens, {"JAVA_HOME": str(jdk.home)})
    files.write_if_changed(LIBRARY_STAMP, fingerprint)


def part(title: str, command: List[str], unreachable: Callable[[str], Optional[str]] = lambda log: None, environment: dict = {}) -> None:
    """Runs a part of the set-up; `unreachable` gives the sentence for a log that tells of a server that did not answer."""
    log_file = project.STATE / (title.lower().replace(" ", "-") + ".log")
    try:
        task.run(title, command, log_file, environment)
    except task.TaskFailed as failed:
        if DISK_FULL.search(failed.log) or shutil.disk_usage(project.HOME).free < FULL_BELOW_BYTES:
            raise WorkbookError("The disk is full. Free about 2 GB and type the same command again.") from None
        sentence = unreachable(failed.log)
        if sentence:
            raise WorkbookError(f"{sentence} Log: {log_file}") from None
        lines = [line for line in failed.log.splitlines() if "ERROR" in line] or failed.log.splitlines()
        shown = "\n".join("  " + line for line in lines[:8])
        raise WorkbookError(f"{title} could not be made:\n{shown}\nThe whole log: {log_file}") from None
