"""PyTorch and Keras on the same shapes, data and optimiser, in an environment of their own."""

import json
import os
from pathlib import Path
from typing import Dict, List

from workbook_launcher import project

from .. import environments
from ..workers import Worker

VENV = project.BUILD / "peers"
SCRIPTS = project.PYTHON_SOURCES / "workbook_bench" / "peers"


def install() -> None:
    """Makes the environment, once: some gigabytes, since PyPI's PyTorch brings its GPU libraries."""
    environments.install(VENV.name)


def installed() -> bool:
    return (VENV / "workbook.stamp").is_file()


def trainings(folder: Path) -> Dict[str, Dict[str, float]]:
    """PyTorch's seconds for both trainings of step 9, on the data in a folder, with one thread and with all."""
    found = {}
    for threads in sorted({1, os.cpu_count() or 1}):
        command = [str(project.venv_python(VENV)), str(SCRIPTS / "pytorch_training.py"), str(folder), str(threads)]
        worker = Worker("pytorch", f"training, {threads} threads", threads, command, {})
        try:
            found[f"pytorch, {threads} threads"] = json.loads(worker.ask(""))
        finally:
            worker.close()
    return found


def workers(cores: int) -> List[Worker]:
    """PyTorch eager and compiled, and Keras, each with one thread and with all."""
    python = str(project.venv_python(VENV))
    made = []
    for threads in sorted({1, cores}):
        for mode in ("eager", "compiled"):
            command = [python, str(SCRIPTS / "pytorch_worker.py"), mode, str(threads)]
            made.append(Worker("pytorch", f"{threads} threads, {mode}", threads, command, {}))
        command = [python, str(SCRIPTS / "keras_worker.py"), str(threads)]
        made.append(Worker("keras", f"{threads} threads", threads, command, {"KERAS_BACKEND": "tensorflow"}))
    return made
