"""The kernel `java`: JJava with the workbook's library, JVM options and thread settings. The one place for them."""

import json
import os
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Dict, List

from . import files, processor, project
from .errors import WorkbookError
from .java import PRINTS_UTF8, Jdk

JJAVA = project.VENV / "share" / "jupyter" / "kernels" / "java" / "jjava.jar"
# What pins the kernels of OpenBLAS and oneDNN; a processor that lacks the instructions would stop at them.
PINS = ("OPENBLAS_CORETYPE", "ONEDNN_MAX_CPU_ISA")


def environment(fast: bool = False) -> Dict[str, str]:
    """Variables of every JVM of the project: those that Maven's tests run with (pom.xml), whatever the reader's own say.

    `fast` leaves the choice of kernels to the processor: quicker on some, but the last bits are then its own.
    """
    pinned = {item.tag.split("}")[-1]: item.text for item in _pom().find(".//{*}environmentVariables")}
    if fast or not processor.has_avx2():
        pinned.update(dict.fromkeys(PINS, ""))  # empty, so that a value of the reader's own does not count either
    return {**pinned, "WORKBOOK_ARITHMETIC": "fast" if fast else "pinned", "WORKBOOK_HOME": str(project.HOME)}


# JavaCPP unpacks native libraries once, 500 MB, and uses them again.
NATIVES = f"-Dorg.bytedeco.javacpp.cachedir={project.STATE / 'javacpp'}"

# Notebooks and trainings are short: code that is compiled quickly beats code that is compiled well.
QUICKLY_COMPILED = "-XX:TieredStopAtLevel=1"

# The classes that notebooks load, as they lie in memory; setup makes it, and kernels start without it where there is none.
ARCHIVE = project.TARGET / "kernel.jsa"
# The same of the process beside a kernel that evaluates its queries.
EVALUATOR_ARCHIVE = project.TARGET / "evaluator.jsa"


def jvm_options(jdk: Jdk) -> List[str]:
    """Options of a JVM that this process starts: the lasting ones, and its temporary folder."""
    return [*lasting_jvm_options(jdk), temporary_files(tempfile.gettempdir())]


def temporary_files(folder: str) -> str:
    """The option for a JVM's temporary folder, which on Linux no environment variable chooses."""
    return f"-Djava.io.tmpdir={folder}"


def lasting_jvm_options(jdk: Jdk) -> List[str]:
    """Options of every JVM of the project: those that Maven's tests run with (pom.xml), and what newer Javas ask for."""
    options = _pom().find(".//{*}properties/{*}jvm.options")
    newer = []
    if jdk.major >= 23:
        newer.append("--sun-misc-unsafe-memory-access=allow")
    if jdk.major >= 24:
        newer.append("--enable-native-access=ALL-UNNAMED")
    return [*options.text.split(), *PRINTS_UTF8, NATIVES, *newer]


def _pom() -> ElementTree.ElementTree:
    pom = ElementTree.parse(project.POM)
    for name in ("properties/{*}jvm.options", "environmentVariables"):
        found = pom.find(f".//{{*}}{name}")
        if found is None or not (found.text or "").strip() and not len(found):
            raise WorkbookError(f"{project.POM} has no {name.replace('{*}', '')}. Restore it: git checkout -- pom.xml")
    return pom


def spec(jdk: Jdk, jjava: Path, fast: bool = False) -> dict:
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
            QUICKLY_COMPILED,
            *([f"-XX:SharedArchiveFile={ARCHIVE}", "-Xlog:cds=off"] if ARCHIVE.is_file() else []),
            *([f"-Dorg.lstmworkbook.engine.bigquery.archive={EVALUATOR_ARCHIVE}"] if EVALUATOR_ARCHIVE.is_file() else []),
            "-cp",
            os.pathsep.join((str(jjava), project.class_path())),
            "org.dflib.jjava.distro.JJava",
            "{connection_file}",
        ],
        "display_name": "Java (LSTM workbook)",
        "language": "java",
        "interrupt_mode": "message",
        "env": environment(fast),
        "metadata": {},
    }


def install(jdk: Jdk, venv: Path = project.VENV) -> bool:
    """Writes the kernelspec over JJava's own; false where it already stands there."""
    folder = venv / "share" / "jupyter" / "kernels" / "java"
    wanted = json.dumps(spec(jdk, folder / "jjava.jar"), indent=1) + "\n"
    return files.write_if_changed(folder / "kernel.json", wanted)


def beside(kernel_spec: dict, name: str) -> Dict[str, str]:
    """Writes a kernel `java` that Jupyter meets before the usual one, which stays as it is; the environment for that."""
    folder = project.STATE / f"{name}-kernel"
    files.write_if_changed(folder / "kernels" / "java" / "kernel.json", json.dumps(kernel_spec, indent=1) + "\n")
    others = os.environ.get("JUPYTER_PATH")
    return {"JUPYTER_PATH": str(folder) + (os.pathsep + others if others else "")}


def fast(jdk: Jdk) -> Dict[str, str]:
    """The environment of notebooks on the processor's own kernels (--fast)."""
    print("--fast: this processor's fastest kernels compute. The last bits of a training are then its own: numbers differ "
          "from the saved ones, and a forecaster made so is reproduced on this kind of processor only.", flush=True)
    return beside(spec(jdk, JJAVA, fast=True), "fast")
