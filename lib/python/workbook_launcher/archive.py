"""The kernel's class archive: made once after the library, it halves the time until a notebook shows its first prices."""

from . import files, kernel, process, project, task
from .java import Jdk

STAMP = project.TARGET / "kernel.jsa.stamp"
# What they load is what most notebooks load first: prices, a table, a plot, a network.
NOTEBOOKS = ("00-start-here.ipynb", "steps/04-min-max-scaler.ipynb")
# The samples serve: nobody's own settings, and no query to Google.
SETTINGS = ("WORKBOOK_DATA", "WORKBOOK_PROJECT", "GOOGLE_CLOUD_PROJECT", "WORKBOOK_TICKER", "WORKBOOK_FROM", "WORKBOOK_TO",
            "WORKBOOK_DEVICE", "WORKBOOK_EPOCHS", "WORKBOOK_SEED")


def ensure(jdk: Jdk) -> None:
    """Makes the archive if there is none for this JDK and these jars; kernels run without it where it cannot be made."""
    fingerprint = _fingerprint(jdk)
    if files.holds(STAMP, fingerprint):
        return
    files.remove(STAMP)
    files.remove(kernel.ARCHIVE)
    kernel.install(jdk)
    notebooks = [str(project.NOTEBOOKS / name) for name in NOTEBOOKS]
    command = process.python("workbook_notebooks.archive", *notebooks, str(kernel.ARCHIVE))
    log = project.STATE / "class-archive.log"
    try:
        task.run("A quick start for the kernels", command, log, {**process.ENVIRONMENT, **dict.fromkeys(SETTINGS, "")})
    except task.TaskFailed:
        files.remove(kernel.ARCHIVE)
        print(f"The kernels start without a class archive, some seconds slower; why: {log}", flush=True)
    kernel.install(jdk)
    files.write_if_changed(STAMP, fingerprint)


def _fingerprint(jdk: Jdk) -> str:
    """Java takes an archive only with the same JDK and the very jars it was made with."""
    jars = sorted([project.JAR, *project.DEPENDENCIES.glob("*.jar"), *project.VENV.glob("share/jupyter/kernels/java/*.jar")])
    return files.fingerprint((), jdk.version, str(jdk.home), *(f"{jar} {jar.stat().st_mtime_ns}" for jar in jars), *kernel.lasting_jvm_options(jdk))
