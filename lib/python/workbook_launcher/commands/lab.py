"""./workbook lab: JupyterLab in the project, with the kernel ready."""

import argparse

from .. import device, kernel, options, process, setup


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
    parser.add_argument("--fast", action="store_true",
                        help="this processor's fastest kernels, at the price of last bits that are its own")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    environment = options.environment(arguments)
    jdk = setup.ensure()
    if arguments.fast:
        environment.update(kernel.fast(jdk))
    environment = {**options.check_data(environment, jdk), **device.environment(arguments, jdk)}
    command = process.python("jupyterlab", "--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb")
    if arguments.no_browser:
        command.append("--no-browser")
    return process.run([*command, *arguments.jupyter], environment)
