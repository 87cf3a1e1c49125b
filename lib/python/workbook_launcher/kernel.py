"""The kernel `java`: JJava with the workbook's library, JVM options and thread settings. The one place for them."""

import json
import os
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import List

from . import files, project
from .errors import WorkbookError
from .java import Jdk

# One OpenMP thread: two spin against each other on the tiny operations of an LSTM step.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "BACKEND_PRIORITY_CPU": "200",
    "WORKBOOK_HOME": str(project.HOME),
}

# The classes that notebooks load, as they lie in memory; setup makes it, and kernels start without it where there is none.
ARCHIVE = project.TARGET / "kernel.jsa"


def jvm_options(jdk: Jdk) -> List[str]:
    """Options of every JVM of the project: those that Maven's tests run with (pom.xml), and what newer Javas ask for."""
    pom = ElementTree.parse(project.POM)
    options = pom.find(".//{*}properties/{*}jvm.options")
    if options is None or not options.text:
        raise WorkbookError(f"{project.POM} has no jvm.options property. Restore it: git checkout -- pom.xml")
    newer = []
    if jdk.major >= 23:
        newer.append("--sun-misc-unsafe-memory-access=allow")
    if jdk.major >= 24:
        newer.append("--enable-native-access=ALL-UNNAMED")
    return [*options.text.split(), *newer]


def spec(jdk: Jdk, jjava: Path) -> dict:
    """The kernelspec. It starts JJava's own JVM at once, not through JJava's launcher, which would start a second one."""
    return {
        "argv": [
            str(jdk.java),
            *jvm_options(jdk),
            "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED",  # JJava reads JShell's class names
            # Notebooks are short: code that is compiled quickly beats code that is compiled well.
            "-XX:TieredStopAtLevel=1",
            *([f"-XX:SharedArchiveFile={ARCHIVE}", "-Xlog:cds=off"] if ARCHIVE.is_file() else []),
            "-cp",
            os.pathsep.join((str(jjava), project.class_path())),
            "org.dflib.jjava.distro.JJava",
            "{connection_file}",
        ],
        "display_name": "Java (LSTM workbook)",
        "language": "java",
        "interrupt_mode": "message",
        "env": ENVIRONMENT,
        "metadata": {},
    }


def install(jdk: Jdk, venv: Path = project.VENV) -> bool:
    """Writes the kernelspec over JJava's own; false where it already stands there."""
    folder = venv / "share" / "jupyter" / "kernels" / "java"
    wanted = json.dumps(spec(jdk, folder / "jjava.jar"), indent=1) + "\n"
    return files.write_if_changed(folder / "kernel.json", wanted)
