"""./workbook lab: JupyterLab in the project, with the kernel ready."""

import argparse

from .. import device, options, process, setup
from ..errors import WorkbookError


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "lab",
        help="open JupyterLab with the kernel ready",
        description="Opens JupyterLab at 00-start-here. What stands after -- goes to JupyterLab as it is, "
        "for example: ./workbook lab -- --port 9999",
    )
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("jupyter", nargs="*", metavar="-- OPTION", help="options for JupyterLab")
    options.add_to(parser)
    device.add_to(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    wanted = options.each_ticker(options.environment(arguments))
    if len(wanted) > 1:
        raise WorkbookError("--ticker: JupyterLab opens with one ticker; ./workbook run takes several.")
    jdk = setup.ensure()
    environment = {**options.check_data(wanted[0], jdk), **device.environment(arguments, jdk)}
    command = process.python("jupyterlab", "--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb")
    if arguments.no_browser:
        command.append("--no-browser")
    return process.run([*command, *arguments.jupyter], environment)
