"""./workbook test: all tests, Java's and the notebooks'."""

import argparse
import os
import subprocess

from .. import project, setup
from ..errors import WorkbookError
from ..kernel import ENVIRONMENT
from .run import python_environment, wait


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "test",
        help="run all tests, or those of one kind, or one",
        description="Runs the library's tests (JUnit) and those of the notebooks, the launcher and the pages (pytest). "
        "./workbook test java MinMaxScalerTest runs one class, ./workbook test notebooks NAME what pytest -k finds.",
    )
    parser.add_argument("kind", nargs="?", choices=("java", "notebooks"), help="only the tests of this kind")
    parser.add_argument("name", nargs="?", help="only tests of this name")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Runs both kinds even if the first fails; the exit code is 0 only if both passed."""
    jdk = setup.ensure(for_tests=True)
    failed = []
    if arguments.kind != "notebooks":
        command = [*setup.maven(jdk), "-B", "test"]
        if arguments.name:
            command.append(f"-Dtest={arguments.name}")
        if _call(command, {"JAVA_HOME": str(jdk.home)}) != 0:
            failed.append(f"JUnit (reports: {project.TARGET / 'surefire-reports'})")
    if arguments.kind != "java":
        command = [str(project.venv_python()), "-B", "-m", "pytest", str(project.HOME / "tests" / "notebooks")]
        if arguments.name:
            command += ["-k", arguments.name]
        if _call(command, {**ENVIRONMENT, "JAVA_HOME": str(jdk.home)}) != 0:
            failed.append(f"pytest (kernels' and servers' logs: {project.BUILD / 'test-logs'})")
    if failed:
        raise WorkbookError(f"Tests failed: {' and '.join(failed)}.")
    return 0


def _call(command, environment) -> int:
    return wait(subprocess.Popen(command, env={**os.environ, **python_environment(environment)}, cwd=project.HOME))
