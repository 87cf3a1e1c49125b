"""./workbook run: executes the notebooks and ends with what they found."""

import argparse
import os
import subprocess
from pathlib import Path

from .. import lock, options, project, selection, setup


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "run",
        help="execute the notebooks, print what they predict, write the HTML site",
        description="Executes 00-start-here and the eleven steps, or those named, each in a kernel of its own. "
        "Writes build/notebooks and build/site. The exit code is 0 only if every cell of every notebook ran.",
    )
    parser.add_argument("notebooks", nargs="*", metavar="NOTEBOOK",
                        help="the beginning of a step's name (04), or the path of a notebook; default: all steps")
    parser.add_argument("--out", metavar="FOLDER", type=Path, default=project.BUILD,
                        help="where the executed notebooks, the tables and the site go (default: build)")
    parser.add_argument("--save", action="store_true",
                        help="for maintainers: write the outputs back into notebooks/ if every cell ran")
    options.add_to(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Sets up, checks the options, and has the environment's own Python execute the notebooks."""
    chosen = selection.chosen(arguments.notebooks)
    environment = options.environment(arguments)
    jdk = setup.ensure()
    options.check_data(environment, jdk)
    command = [str(project.venv_python()), "-B", "-m", "workbook_notebooks", "--home", str(project.HOME)]
    command += ["--out", str(arguments.out.resolve())]
    if arguments.save:
        command.append("--save")
    with lock.held(project.STATE / "run.lock", "running"):
        child = subprocess.Popen([*command, *map(str, chosen)], env=python_environment(environment))
        return wait(child)


def python_environment(more=None) -> dict:
    """The environment in which .venv's Python finds the project's modules, its Jupyter and no other's."""
    return {
        **os.environ,
        "PYTHONPATH": str(project.PYTHON_SOURCES),
        "PYTHONNOUSERSITE": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
        **(more or {}),
    }


def wait(child: subprocess.Popen) -> int:
    """Waits for a child that gets Ctrl-C too, and lets it end in its own way."""
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue
