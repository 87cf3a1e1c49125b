"""Starts a program of the environment, and ends with it."""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from typing import Dict, List

from . import project

# What each Python program of the environment is started with.
ENVIRONMENT = {"PYTHONPATH": str(project.PYTHON_SOURCES), "PYTHONNOUSERSITE": "1", "JUPYTER_PREFER_ENV_PATH": "1"}


def python(module: str, *arguments: str) -> List[str]:
    """The command line of a module in .venv."""
    return [str(project.venv_python()), "-B", "-m", module, *arguments]


def hand_over(module: str, **options) -> List[str]:
    """The command line of a module in .venv that works with these options: a command declares them, its module is given them."""
    return python(module, json.dumps(options, default=str))


def handed_over() -> argparse.Namespace:
    """The options that `hand_over` put into this process's command line; paths are texts."""
    return argparse.Namespace(**json.loads(sys.argv[1]))


def run(command: List[str], environment: dict, errors=None) -> int:
    """Runs `command` in the project with further environment variables, its errors into a file if given; its exit code.

    Ctrl-C reaches the program by itself, a request to terminate is passed on: it ends in its own way, and we wait.
    """
    everything = {**os.environ, **ENVIRONMENT, **jupyters_folders(), **environment}
    with subprocess.Popen(command, env=everything, cwd=project.HOME, stderr=errors) as child:
        signal.signal(signal.SIGTERM, lambda number, frame: child.terminate())
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue


def jupyters_folders() -> Dict[str, str]:
    """Where Jupyter keeps what it would put into the home folder; a reader's own choice stays."""
    own = project.STATE / "jupyter"
    folders = {
        "JUPYTER_CONFIG_DIR": own / "config",
        "JUPYTER_DATA_DIR": own / "data",
        "JUPYTER_RUNTIME_DIR": os.path.join(tempfile.gettempdir(), "jupyter"),
        "IPYTHONDIR": project.STATE / "ipython",
    }
    return {name: os.environ.get(name, str(folder)) for name, folder in folders.items()}
