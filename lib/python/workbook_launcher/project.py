"""Where things lie in the project."""

import os
from pathlib import Path

from .errors import WorkbookError

HOME = Path(__file__).resolve().parents[3]

POM = HOME / "pom.xml"
NOTEBOOKS = HOME / "notebooks"
SAMPLES = HOME / "data-samples" / "daily_prices.csv"
PYTHON_SOURCES = HOME / "lib" / "python"

VENV = HOME / ".venv"
STATE = HOME / ".workbook"
TARGET = HOME / "target"
JAR = TARGET / "lstm-workbook.jar"
DEPENDENCIES = TARGET / "lib"

BUILD = HOME / "build"


def absolute(text: str) -> Path:
    """A path that a reader typed, as the programs know it that the launcher starts in another folder."""
    return Path(text).expanduser().resolve()


def venv_python(venv: Path = VENV) -> Path:
    """The environment's own Python, whether or not it exists yet."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def requirements(name: str) -> Path:
    """What pip installs into one environment: a list that pip reads itself."""
    path = HOME / "requirements" / f"{name}.txt"
    if not path.is_file():
        raise WorkbookError(f"{path} is missing. Restore it: git checkout -- requirements")
    return path


def class_path() -> str:
    """The library and its dependencies, as a class path that the JVM expands."""
    return os.pathsep.join((str(JAR), str(DEPENDENCIES / "*")))
