"""./workbook doctor: what is here, what is missing, and the cure."""

import argparse
import os
import platform
import re
import shlex
import shutil
import subprocess
from typing import List, Optional, Tuple

from .. import cuda, device, java, kernel, library, options, project, setup
from ..errors import WorkbookError

Row = Tuple[str, Optional[bool], str]
LATER = "not yet; ./workbook run sets it up"


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "doctor",
        help="say what is here, what is missing and how to mend it",
        description="Prints JDK, memory, kernel, device, BigQuery source and versions. "
        "The exit code is 1 if something is missing that ./workbook run cannot set up itself.",
    )
    device.add_to(parser, runs=False)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    jdk, rejected = java.search()
    rows = [*_machine(), _java(jdk, rejected), *_set_up(), *_library(arguments, jdk), *_data()]
    marks = {True: "ok", False: "MISSING", None: ""}
    for name, good, text in rows:
        print(f"{marks[good]:8}{name:18}{text}")
    missing = [name for name, good, _ in rows if good is False]
    print(f"\nMissing: {', '.join(missing)}." if missing else "\nNothing is missing.")
    return 1 if missing else 0


def _machine() -> List[Row]:
    memory = _memory()
    disk = shutil.disk_usage(project.HOME).free / 2**30
    writable = os.access(project.HOME, os.W_OK)
    return [
        ("system", None, f"{platform.system()} {platform.release()}, {platform.machine()}"),
        ("cores", None, str(os.cpu_count())),
        ("memory", memory is None or memory >= 3, "unknown here" if memory is None else
         f"{memory:.1f} GiB" + ("" if memory >= 3 else "; a kernel needs 2 GiB: close programs or take a larger machine")),
        ("disk", disk >= 2, f"{disk:.1f} GiB free" + ("" if disk >= 2 else "; the set-up needs 2: free some")),
        ("folder", writable, f"{project.HOME}" + ("" if writable else " cannot be written to: copy the workbook "
                                                  "to a folder of your own")),
        ("Python", True, f"{platform.python_version()}"),
    ]


def _memory() -> Optional[float]:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):
        return None


def _java(jdk: Optional[java.Jdk], rejected: List[str]) -> Row:
    if jdk:
        passed_over = f"; passed over: {'; '.join(rejected)}" if rejected else ""
        return ("JDK", True, f"{jdk.version} at {jdk.home}, from {jdk.found_in}{passed_over}")
    return ("JDK", False, "; ".join(rejected) + ("; " if rejected else "") + java.CURE)


def _set_up() -> List[Row]:
    try:
        wanted = project.requirements("notebooks").read_text(encoding="utf-8")
        ready = setup.venv_is_ready()
    except WorkbookError as error:
        return [("Python packages", False, str(error))]
    if not ready:
        return [("Python packages", None, LATER), ("kernel", None, LATER)]
    spec = project.VENV / "share" / "jupyter" / "kernels" / "java" / "kernel.json"
    return [("Python packages", None, _versions(wanted)), ("kernel", None, f"java, {spec}")]


def _library(arguments: argparse.Namespace, jdk: Optional[java.Jdk]) -> List[Row]:
    if not (jdk and setup.library_is_ready()):
        return [("library", None, LATER), ("device", None, "decided after the set-up")]
    return [
        ("library", None, str(project.JAR)),
        ("class path", None, project.class_path()),
        ("JVM options", None, shlex.join(kernel.lasting_jvm_options(jdk))),
        ("environment", None, " ".join(f"{name}={value}" for name, value in kernel.environment().items())),
        _device(arguments, jdk),
        ("arithmetic", None, _said(jdk, "model.Arithmetic")),
    ]


def _versions(requirements: str) -> str:
    names = sorted(set(re.findall(r"^([\w.-]+)==", requirements, re.MULTILINE)))
    ask = f"from importlib.metadata import version; print(', '.join(n + ' ' + version(n) for n in {names}))"
    command = [str(project.venv_python()), "-c", ask]
    return subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=False).stdout.strip()


def _device(arguments: argparse.Namespace, jdk: java.Jdk) -> Row:
    if arguments.cuda or arguments.device:
        return _device_asked_for(arguments.device, jdk)
    return ("device", None, _said(jdk, "model.Device"))


def _said(jdk: java.Jdk, program: str) -> str:
    answer = library.answer(library.command(jdk, program))
    return answer.stdout.strip() or f"unknown: {answer.stderr.strip().splitlines()[-1:]}"


def _device_asked_for(request: Optional[str], jdk: java.Jdk) -> Row:
    try:
        choice = device.choose(request, jdk)
    except WorkbookError as error:
        return ("device", False, str(error))
    if choice["device"] == "cpu":
        return ("device", None, f"CPU: {choice['reason']}")
    if cuda.missing():
        return ("device", None, f"{choice['reason']} CUDA is not here yet; ./workbook run --cuda fetches it")
    failure = device.probe(jdk, choice, {})
    return ("device", failure is None, failure or choice["reason"])


def _data() -> List[Row]:
    cloud = options.google_cloud_project({})
    if cloud:
        return [("BigQuery", None, f"Google Cloud project {cloud}")]
    if project.SAMPLES.is_file():
        return [("BigQuery", True, f"embedded endpoint over {project.SAMPLES} (no Google Cloud project is named)")]
    return [("BigQuery", False, f"{project.SAMPLES} is missing; restore it: git checkout -- data-samples")]
