"""Google's own client for Python against the embedded endpoint: each check of client_checks.py."""

import contextlib
import json
import re
import subprocess

import pytest
from conftest import HOME
from workbook_bench import emulator
from workbook_launcher import java, kernel, project
from workbook_launcher.errors import WorkbookError

CHECKS = HOME / "tests" / "notebooks" / "client_checks.py"
NAMES = re.findall(r"^def check_(\w+)", CHECKS.read_text(encoding="utf-8"), re.MULTILINE)


@contextlib.contextmanager
def endpoint():
    """The embedded endpoint in a process of its own: its URL and its token."""
    jdk = java.find()
    program = HOME / "tests" / "notebooks" / "ServeSamples.java"
    command = [str(jdk.java), *kernel.jvm_options(jdk), "-cp", project.class_path(), str(program), str(project.SAMPLES)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        yield server.stdout.readline().split()
        server.stdin.close()


@pytest.fixture(scope="module")
def faults():
    """What each check found wrong, or None, by its name."""
    try:
        emulator.install()
    except WorkbookError as error:
        pytest.skip(f"no client for Python here: {error}")
    with endpoint() as (url, token):
        done = subprocess.run([str(project.venv_python(emulator.VENV)), str(CHECKS), url, token],
                              stdout=subprocess.PIPE, text=True, timeout=280, check=True)
    answers = map(json.loads, done.stdout.splitlines())
    return {answer["name"]: answer["fault"] for answer in answers}


@pytest.mark.parametrize("name", NAMES)
def test_given_googles_client_for_python_when_it_asks_then(faults, name):
    fault = faults[f"check_{name}"]
    assert fault is None, fault
