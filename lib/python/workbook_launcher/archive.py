"""Class archives, of the kernel and of its evaluator of queries: made once after the library, they halve the time until a notebook
shows its first prices."""

from pathlib import Path
from typing import List

from . import files, kernel, library, process, project, task
from .java import Jdk

STAMP = project.TARGET / "kernel.jsa.stamp"
# What they load is what most notebooks load first: prices, a table, a plot, a network.
NOTEBOOKS = ("00-start-here.ipynb", "steps/04-min-max-scaler.ipynb")
# The samples serve: nobody's own settings, and no query to Google.
SETTINGS = ("WORKBOOK_DATA", "WORKBOOK_PROJECT", "GOOGLE_CLOUD_PROJECT", "WORKBOOK_TICKER", "WORKBOOK_FROM", "WORKBOOK_TO",
            "WORKBOOK_DEVICE", "WORKBOOK_EPOCHS", "WORKBOOK_SEED")


def ensure(jdk: Jdk) -> None:
    """Makes the archives if there are none for this JDK and these jars; kernels run without one that cannot be made."""
    fingerprint = _fingerprint(jdk)
    if files.holds(STAMP, fingerprint):
        return
    files.remove(STAMP)
    for archive in (kernel.ARCHIVE, kernel.EVALUATOR_ARCHIVE):
        files.remove(archive)
    _make("A quick start for the queries", library.command(jdk, "engine.bigquery.EvaluatorArchive", str(kernel.EVALUATOR_ARCHIVE)),
          kernel.EVALUATOR_ARCHIVE)
    kernel.install(jdk)
    notebooks = [str(project.NOTEBOOKS / name) for name in NOTEBOOKS]
    _make("A quick start for the kernels", process.python("workbook_notebooks.archive", *notebooks, str(kernel.ARCHIVE)), kernel.ARCHIVE)
    kernel.install(jdk)
    files.write_if_changed(STAMP, fingerprint)


def _make(title: str, command: List[str], archive: Path) -> None:
    log = project.STATE / f"{archive.stem}-archive.log"
    try:
        task.run(title, command, log, {**process.ENVIRONMENT, **process.jupyters_folders(), **dict.fromkeys(SETTINGS, "")})
    except task.TaskFailed:
        files.remove(archive)
        print(f"{title}: not made, so each takes some seconds longer; why: {log}", flush=True)


def _fingerprint(jdk: Jdk) -> str:
    """Java takes an archive only with the same JDK and the very jars it was made with."""
    jars = sorted([project.JAR, *project.DEPENDENCIES.glob("*.jar"), *project.VENV.glob("share/jupyter/kernels/java/*.jar")])
    return files.fingerprint((), jdk.version, str(jdk.home), *(f"{jar} {jar.stat().st_mtime_ns}" for jar in jars), *kernel.lasting_jvm_options(jdk))
