"""./workbook grade: runs a whole class's copies of the exercises through the checks."""

import argparse

from .. import kernel, process, project, setup
from ..errors import WorkbookError


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "grade",
        help="run a class's copies of the exercises through the checks",
        description="Grades each exercise notebook below FOLDER: STUDENT/ASSIGNMENT/NOTEBOOK.ipynb as nbgrader collects them, "
        "STUDENT/NOTEBOOK.ipynb, or a flat folder of copies (ada-03-learn-forget-remember-use.ipynb). Each copy runs in a kernel "
        "and a temporary folder of its own; its imports and checks are the released ones, whatever the copy holds. The exit code "
        "is 0 only if every check of every copy passed, 1 if one failed, 2 if there was nothing to grade.",
    )
    parser.add_argument("folder", metavar="FOLDER", type=project.absolute, help="the folder with the copies")
    parser.add_argument("--csv", metavar="FILE", type=project.absolute, help="write the marks there, too: one row for each check")
    parser.add_argument("--seconds", metavar="S", type=int, default=60, help="the longest a cell may run (default: 60)")
    parser.add_argument("--copy-seconds", metavar="S", type=int, default=300,
                        help="the longest a copy may run, with what is begun again after a cell was stopped (default: 300)")
    parser.add_argument("--memory", metavar="MIB", type=int, default=1500,
                        help="the largest Java heap of a copy, and as much again outside it (default: 1500)")
    parser.add_argument("--jobs", metavar="N", type=int, default=1, help="copies graded at the same time (default: 1)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Refuses what cannot be meant before anything is set up."""
    folder = arguments.folder
    if not folder.is_dir():
        raise WorkbookError(f"There is no folder {folder}." if not folder.exists() else
                            f"{folder} is a file. Name the folder it lies in: all notebooks there are graded.")
    for option, least in (("seconds", 1), ("copy_seconds", 1), ("memory", 200), ("jobs", 1)):
        if getattr(arguments, option) < least:
            raise WorkbookError(f"--{option.replace('_', '-')} {getattr(arguments, option)} is too little; give {least} or more.")
    if arguments.csv and not arguments.csv.parent.is_dir():
        raise WorkbookError(f"--csv: there is no folder {arguments.csv.parent} for the file.")
    jdk = setup.ensure()
    command = process.hand_over(
        "workbook_grading", folder=folder, csv=arguments.csv, jobs=arguments.jobs,
        limits={"cell_seconds": arguments.seconds, "copy_seconds": arguments.copy_seconds, "memory": arguments.memory})
    return process.run(command, {**kernel.environment(), "JAVA_HOME": str(jdk.home)})
