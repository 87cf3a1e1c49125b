"""The programs of the Java library: classes with a main method, each started in a JVM of its own."""

import os
import subprocess
from typing import Dict, List, Sequence

from . import kernel, project
from .java import Jdk


def command(jdk: Jdk, program: str, *arguments: str, options: Sequence[str] = (), class_path: str = "", lasting: bool = False) -> List[str]:
    """The command line of org.lstmworkbook.PROGRAM, with further options for its JVM, and on another class path if one is given.

    A `lasting` program may run on after this command, or on another machine, and so does not use this command's temporary folder.
    """
    java = [str(jdk.java), *(kernel.lasting_jvm_options(jdk) if lasting else kernel.jvm_options(jdk)), *options]
    return [*java, "-cp", class_path or project.class_path(), f"org.lstmworkbook.{program}", *arguments]


def answer(command: List[str], environment: Dict[str, str] = {}) -> "subprocess.CompletedProcess[str]":
    """Runs a program and waits for all that it says; `environment` comes on top of what every JVM of the project has."""
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", errors="replace", check=False,
        env={**os.environ, **kernel.environment(), **environment},
    )
