"""./workbook run: executes the notebooks and ends with what they found."""

import argparse
from pathlib import Path

from .. import device, kernel, lock, options, process, project, selection, setup
from ..errors import WorkbookError


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
    parser.add_argument("--jobs", metavar="N", type=int,
                        help="notebooks run at the same time (default: as many as there are processors and 2 GB of free memory)")
    options.add_to(parser)
    device.add_to(parser)
    parser.add_argument("--fast", action="store_true",
                        help="this processor's fastest kernels, at the price of last bits that are its own")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Sets up, checks the options, and has the environment's own Python execute the notebooks."""
    chosen = selection.chosen(arguments.notebooks)
    if arguments.jobs is not None and arguments.jobs < 1:
        raise WorkbookError(f"--jobs {arguments.jobs} is too little; give 1 or more.")
    environment = options.environment(arguments)
    jdk = setup.ensure()
    if arguments.fast:
        environment.update(kernel.fast(jdk))
    environment = {**options.check_data(environment, jdk), **device.environment(arguments, jdk)}
    command = process.python("workbook_notebooks", "--home", str(project.HOME), "--out", str(arguments.out.resolve()))
    if arguments.save:
        command.append("--save")
    if arguments.jobs:
        command += ["--jobs", str(arguments.jobs)]
    with lock.held(project.STATE / "run.lock", "running"):
        return process.run([*command, *map(str, chosen)], environment)
