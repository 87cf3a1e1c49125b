"""Sets up what is missing: .venv, the library's jar with its dependencies, the kernel. Safe to interrupt and to repeat.

A step first removes its stamp, then works, then writes the stamp: what has no fitting stamp is made anew.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import List

from . import archive, files, java, jupyterlab, kernel, lock, project, requirements, task
from .errors import WorkbookError

NO_NETWORK = re.compile(
    r"Temporary failure in name resolution|Name or service not known|getaddrinfo failed|nodename nor servname"
    r"|Failed to establish a new connection|NewConnectionError|ConnectTimeoutError|Network is unreachable"
    r"|Unknown host|UnknownHostException|Connection refused|Connect timed out|No route to host"
    r"|has not been downloaded from it before|Could not resolve host|Failed to fetch|from versions: none"
)
DISK_FULL = re.compile(r"No space left on device|\[Errno 28\]|There is not enough space on the disk")
FULL_BELOW_BYTES = 50_000_000
OLDEST_MAVEN = (3, 8)

VENV_STAMP = project.VENV / "workbook.stamp"
TEST_STAMP = project.VENV / "workbook-test.stamp"
LIBRARY_STAMP = project.TARGET / "workbook.stamp"


def ensure(for_tests: bool = False) -> java.Jdk:
    """Makes the project ready to run notebooks, and tests if asked; returns the JDK it uses."""
    jdk = java.find()
    with lock.held(project.STATE / "lock", "setting up"):
        _python_packages(for_tests)
        _library(jdk)
        kernel.install(jdk)
        archive.ensure(jdk)
        jupyterlab.configure()
    return jdk


def venv_is_ready(stamp: Path = VENV_STAMP) -> bool:
    """Whether .venv holds what environment.yml lists."""
    return project.venv_python().exists() and files.holds(stamp, _venv_fingerprint())


def library_is_ready() -> bool:
    """Whether the jar and its dependencies are made from the sources as they are now."""
    return project.JAR.is_file() and project.DEPENDENCIES.is_dir() and files.holds(LIBRARY_STAMP, _library_fingerprint())


def _venv_fingerprint() -> str:
    wanted = requirements.read(project.ENVIRONMENT)
    return files.fingerprint((), *wanted.run, "for the tests:", *wanted.test, str(project.HOME))


def _library_fingerprint() -> str:
    sources = (project.POM, project.HOME / "lib" / "java", project.HOME / "lib" / "resources")
    return files.fingerprint(path for path in sources if path.exists())


def _python_packages(for_tests: bool) -> None:
    wanted = requirements.read(project.ENVIRONMENT)
    if not venv_is_ready():
        if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
            raise WorkbookError(
                f"This Python ({sys.executable}) cannot make environments. "
                f"Debian and Ubuntu: sudo apt install python3-venv; elsewhere install Python from python.org."
            )
        files.remove(project.VENV)
        _task("Python environment", [sys.executable, "-m", "venv", str(project.VENV)])
        _pip("Python packages", wanted.run)
        files.write_if_changed(VENV_STAMP, _venv_fingerprint())
    if for_tests and not venv_is_ready(TEST_STAMP):
        _pip("Python packages for the tests", wanted.test)
        files.write_if_changed(TEST_STAMP, _venv_fingerprint())


def _pip(title: str, packages) -> None:
    command = [str(project.venv_python()), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    _task(title, [*command, *packages])


def _library(jdk: java.Jdk) -> None:
    fingerprint = _library_fingerprint()
    if library_is_ready():
        return
    files.remove(LIBRARY_STAMP)
    files.remove(project.DEPENDENCIES)
    goals = ["-q", "-B", "package", "-Dmaven.test.skip=true", "-Dsetup"]
    _task("The Java library and its dependencies", [*maven(jdk), *goals], {"JAVA_HOME": str(jdk.home)})
    files.write_if_changed(LIBRARY_STAMP, fingerprint)


def maven(jdk: java.Jdk) -> List[str]:
    """Maven of PATH if it is new enough, else the project's wrapper, which fetches one; at the project's pom.xml."""
    at_pom = ["-f", str(project.POM)]
    found = shutil.which("mvn")
    if found:
        environment = {**os.environ, "JAVA_HOME": str(jdk.home)}
        answer = subprocess.run([found, "-v"], stdout=subprocess.PIPE, text=True, env=environment, check=False).stdout
        version = re.search(r"Apache Maven (\d+)\.(\d+)", answer)
        if version and tuple(map(int, version.groups())) >= OLDEST_MAVEN:
            return [found, *at_pom]
    return [str(project.HOME / ("mvnw.cmd" if os.name == "nt" else "mvnw")), *at_pom]


def _task(title: str, command: List[str], environment: dict = {}) -> None:
    log_file = project.STATE / (title.lower().replace(" ", "-") + ".log")
    try:
        task.run(title, command, log_file, environment)
    except task.TaskFailed as failed:
        if DISK_FULL.search(failed.log) or shutil.disk_usage(project.HOME).free < FULL_BELOW_BYTES:
            raise WorkbookError("The disk is full. Free about 2 GB and type the same command again.") from None
        if NO_NETWORK.search(failed.log):
            raise WorkbookError(
                "No network: the first set-up downloads about 500 MB. Connect and type the same command again "
                f"(behind a proxy, set HTTPS_PROXY, and Maven's in ~/.m2/settings.xml). Log: {log_file}"
            ) from None
        lines = [line for line in failed.log.splitlines() if "ERROR" in line] or failed.log.splitlines()
        shown = "\n".join("  " + line for line in lines[:8])
        raise WorkbookError(f"{title} could not be made:\n{shown}\nThe whole log: {log_file}") from None
