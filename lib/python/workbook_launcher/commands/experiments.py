"""./workbook experiments: the long experiments that the lessons draw; can be stopped and started again."""

import argparse
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from .. import kernel, library, lock, process, project, setup
from ..errors import WorkbookError

NAMES = ("memory", "noise", "truncation", "volatility")
RESULTS = project.HOME / "data-samples" / "experiments"


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "experiments",
        help="run the long experiments that the lessons draw, in the background of a laptop",
        description="memory: how many sequences until the adding problem is solved, LSTM and plain RNN, gaps 100 to 1,000. "
        "noise: errors under noise and outliers. truncation: what back-propagation through the last steps only saves and loses. "
        "volatility: tomorrow's volatility in full. Jobs that are done are kept, so stop it (Ctrl-C) and start it again at will. "
        "The exit code is 0 only if all jobs of the experiments chosen are done.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(NAMES)}; default: all")
    parser.add_argument("--list", action="store_true", help="say what there is and how much of it is done")
    parser.add_argument("--fresh", action="store_true", help="forget the results of the experiments chosen, and start over")
    parser.add_argument("--small", action="store_true",
                        help="a minute or two of all, to see it run; results go to build/experiments")
    parser.add_argument("--out", metavar="FOLDER", type=Path, help="another folder for the results (default: data-samples/experiments)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Refuses an unknown name before anything is set up."""
    names = list(dict.fromkeys(arguments.names)) or list(NAMES)
    for name in names:
        if name not in NAMES:
            raise WorkbookError(f"There is no experiment '{name}'. There are: {', '.join(NAMES)}.")
    out = arguments.out.expanduser() if arguments.out else project.BUILD / "experiments" if arguments.small else RESULTS
    if out.exists() and not out.is_dir():
        raise WorkbookError(f"--out: {out} is a file. Name a folder.")
    jdk = setup.ensure()
    work = out.resolve() / ".checkpoints" if arguments.out else project.STATE / "experiments" / ("small" if arguments.small else "full")

    def java(action: str) -> int:
        size, screen = "small" if arguments.small else "full", "terminal" if sys.stdout.isatty() else "log"
        places = (str(out.resolve()), str(work), str(project.SAMPLES))
        command = library.command(jdk, "lab.experiments.Experiments", action, *places, size, screen, *names, options=["-XX:+UseSerialGC"])
        return process.run(command, kernel.environment())

    if arguments.list:
        return java("list")
    _be_nice()
    with ExitStack() as locks:
        for name in sorted(names):
            locks.enter_context(lock.held(work / f"{name}.lock", f"running the experiment {name}"))
        if arguments.fresh and java("forget") != 0:
            return 2
        return java("run")


def _be_nice() -> None:
    """Leaves the processor to whoever works in the foreground; Windows has no such call."""
    if hasattr(os, "nice"):
        os.nice(10)
