"""The kernel `java`: JJava with the workbook's library, JVM options and thread settings. The one place for them."""

import json
import os
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import List

from . import files, project
from .errors import WorkbookError
from .java import PRINTS_UTF8, Jdk

# One OpenMP thread: two spin against each other on the tiny operations of an LSTM step.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "BACKEND_PRIORITY_CPU": "200",
    "WORKBOOK_HOME": str(project.HOME),
}


# JavaCPP unpacks native libraries once, 500 MB, and uses them again.
NATIVES = f"-Dorg.bytedeco.javacpp.cachedir={project.STATE / 'javacpp'}"


def jvm_options(jdk: Jdk) -> List[str]:
    """Options of a JVM that this process starts: the lasting ones, and its temporary folder."""
    return [*lasting_jvm_options(jdk), temporary_files(tempfile.gettempdir())]


def temporary_files(folder: str) -> str:
    """The option for a JVM's temporary folder, which on Linux no environment variable chooses."""
    return f"-Djava.io.tmpdir={folder}"


def lasting_jvm_options(jdk: Jdk) -> List[str]:
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
    return [*options.text.split(), *PRINTS_UTF8, NATIVES, *newer]


def spec(jdk: Jdk, jjava: Path) -> dict:
    """The kernelspec. It starts JJava's own JVM at once, not through JJava's launcher, which would start a second one.

    The file outlasts a command, the command's temporary folder does not: a shell looks it up, and becomes the JVM. On
    Windows the JVM does so by itself.
    """
    shell = [] if os.name == "nt" else ["/bin/sh", "-c", f'exec "$0" "{temporary_files("${TMPDIR:-/tmp}")}" "$@"']
    return {
        "argv": [
            *shell,
            str(jdk.java),
            *lasting_jvm_options(jdk),
            "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED",  # JJava reads JShell's class names
            # Notebooks are short: code that is compiled quickly beats code that is compiled well.
            "-XX:TieredStopAtLevel=1",
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
