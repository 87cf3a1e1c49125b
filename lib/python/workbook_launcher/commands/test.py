"""./workbook test: all tests, Java's and the notebooks'."""

import argparse

from .. import browser, kernel, maven, process, project, setup
from ..errors import WorkbookError

STOPPED = (130, -2)  # Ctrl-C
PYTEST_ENDED = 2  # by Ctrl-C, or before its first test


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "test",
        help="run all tests, or those of one kind, or one",
        description="Runs the library's tests (JUnit) and those of the notebooks, the launcher and the pages (pytest). "
        "./workbook test java MinMaxScalerTest runs one class, ./workbook test notebooks NAME what pytest -k finds, "
        "./workbook test processors the same training on emulated processors.",
    )
    parser.add_argument("kind", nargs="?", choices=("java", "notebooks", "processors"), help="only the tests of this kind")
    parser.add_argument("name", nargs="?", help="only tests of this name")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Runs both kinds even if the first fails; the exit code is 0 only if both passed."""
    jdk = setup.ensure(for_tests=True)
    if not arguments.kind:
        browser.ensure()  # before the first test, not after ten minutes; where some are chosen, pytest knows whether they need one
    steps = []
    if arguments.kind in (None, "java"):
        command = [*maven.command(jdk), "-B", "test"]
        if arguments.name:
            command.append(f"-Dtest={arguments.name}")
        steps.append((f"JUnit (reports: {project.TARGET / 'surefire-reports'})", command, {"JAVA_HOME": str(jdk.home)}))
    if arguments.kind != "java":
        command = process.python("pytest", str(project.HOME / "tests" / "notebooks"))
        if arguments.name:
            parts = [["-k", arguments.name]]
        elif arguments.kind == "processors":
            parts = [["-m", "processors"]]
        else:
            parts = [["-n", "auto", "-m", "not measures"], ["-m", "measures"]]  # what measures time runs by itself
        # A worker is started without our -B.
        environment = {**kernel.environment(), "JAVA_HOME": str(jdk.home), "PYTHONDONTWRITEBYTECODE": "1"}
        logs = f"pytest (kernels' and servers' logs: {project.BUILD / 'test-logs'})"
        steps += [(logs, [*command, *part], environment) for part in parts]
    failed = []
    for what, command, environment in steps:
        code = process.run(command, environment)
        if code in STOPPED:
            raise KeyboardInterrupt
        if code != 0 and what not in failed:
            failed.append(what)
        if code == PYTEST_ENDED:
            break
    if failed:
        raise WorkbookError(f"Tests failed: {' and '.join(failed)}.")
    return 0
