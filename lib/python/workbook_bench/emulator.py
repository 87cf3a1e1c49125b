"""A second BigQuery on this machine: PyPI's bqemulator (REST and Storage Read), in an environment of its own."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Iterator

from workbook_launcher import project
from workbook_launcher.errors import WorkbookError

from . import environments

VENV = project.BUILD / "bqemulator"
PROJECT = "bench-project"
OLDEST = (3, 11)

# Its engine loads DuckDB's spatial extension, a download that fails without a network; prices hold no geography.
START = """
from bqemulator.storage.engine import DuckDBEngine
DuckDBEngine._load_spatial = lambda self: None
from bqemulator.cli import main
main()
"""


def install() -> None:
    """Makes the environment, once, some 600 MB; a WorkbookError says why it cannot."""
    if sys.version_info < OLDEST:
        raise WorkbookError(f"bqemulator needs Python {'.'.join(map(str, OLDEST))}, this is {sys.version.split()[0]}.")
    environments.install(VENV.name)


@contextlib.contextmanager
def running() -> Iterator[dict]:
    """Starts it, and ends it; the environment variables under which Google's clients and the workbook find it."""
    rest, grpc = _free_port(), _free_port()
    log_file = project.BUILD / "logs" / "bqemulator.log"
    log_file.parent.mkdir(parents=True, exist_ok=True)
    command = [str(project.venv_python(VENV)), "-c", START, "start", "--project", PROJECT,
               "--rest-port", str(rest), "--grpc-port", str(grpc), "--log-level", "error"]
    environment = {**os.environ, "HOME": str(VENV)}  # DuckDB makes a folder for its extensions there
    with open(log_file, "wb") as log, subprocess.Popen(command, stdout=log, stderr=log, env=environment) as server:
        try:
            _await(server, rest, log_file)
            yield {"BIGQUERY_EMULATOR_HOST": f"http://127.0.0.1:{rest}",
                   "BIGQUERY_STORAGE_EMULATOR_HOST": f"127.0.0.1:{grpc}"}
        finally:
            server.terminate()


def create_dataset(environment: dict, name: str) -> None:
    _post(environment, "datasets", {"datasetReference": {"projectId": PROJECT, "datasetId": name}})


def query(environment: dict, sql: str) -> dict:
    """Runs one statement; BigQuery's answer to jobs.query."""
    return _post(environment, "queries", {"query": sql, "useLegacySql": False})


def _post(environment: dict, what: str, body: dict) -> dict:
    url = f"{environment['BIGQUERY_EMULATOR_HOST']}/bigquery/v2/projects/{PROJECT}/{what}"
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=300) as answer:
        return json.load(answer)


def _free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def _await(server: subprocess.Popen, port: int, log_file) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/bigquery/v2/projects", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.5)
    raise WorkbookError(f"bqemulator did not start; its log is {log_file}.")
