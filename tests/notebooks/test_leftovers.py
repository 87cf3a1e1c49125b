"""What a command leaves when it is over, however its kernels ended: nothing outside the project, nothing temporary in it."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import HOME
from workbook_launcher import project

KERNELS = 5
# What a command does: it sets up, and has a program of the environment start kernels.
COMMAND = """
import sys
from workbook_launcher import process, setup
setup.ensure()
sys.exit(process.run([sys.executable, "-c", sys.argv[1]], {}))
"""
# Has each kernel load what unpacks native libraries, and kills it; prints how much was unpacked, and where.
LOAD = """
org.lstmworkbook.notebook.Notebook.start();
org.nd4j.linalg.factory.Nd4j.ones(2, 2);
org.lstmworkbook.notebook.PriceSource.prices(org.lstmworkbook.notebook.Experiment.current());
var matrix = new ml.dmlc.xgboost4j.java.DMatrix(new float[] {1, 2}, 1, 2, Float.NaN);
var folder = System.getProperty("java.io.tmpdir");
System.out.println("unpacked " + new java.io.File(folder).list().length + " in " + folder);
"""
KILLS = f"""
import os, signal
from jupyter_client.manager import start_new_kernel
def show(message):
    if message["msg_type"] in ("stream", "error"):
        print(message["content"].get("text") or message["content"]["evalue"], end="", flush=True)
for _ in range({KERNELS}):
    manager, client = start_new_kernel(kernel_name="java", stderr=open(os.devnull, "w"))
    client.execute_interactive({LOAD!r}, timeout=120, allow_stdin=False, output_hook=show)
    client.stop_channels()
    os.kill(manager.provisioner.process.pid, signal.SIGKILL)
    manager.provisioner.process.wait()
"""
OWN_TMP = 'mount -t tmpfs tmpfs /tmp && { "$@"; code=$?; find /tmp -mindepth 1 > "$LEFT"; exit $code; }'
HAS_MOUNTS = shutil.which("unshare") and subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not HAS_MOUNTS or HOME.is_relative_to("/tmp"), reason="needs Linux's unshare, to see a /tmp of its own")
def test_given_kernels_that_are_killed_when_the_command_is_over_then_nothing_is_left_anywhere(tmp_path):
    home, left = tmp_path / "home", tmp_path / "left"
    home.mkdir()
    temporary = project.STATE / "tmp"
    environment = {**os.environ, "PYTHONPATH": str(project.PYTHON_SOURCES), "HOME": str(home), "LEFT": str(left)}
    answer = subprocess.run(
        ["unshare", "-rm", "sh", "-c", OWN_TMP, "sh", sys.executable, "-c", COMMAND, KILLS], capture_output=True, encoding="utf-8",
        timeout=280, env={name: value for name, value in environment.items() if not name.startswith(("JUPYTER_", "IPYTHON"))},
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    # Each left something where it unpacked: what is gone now was there.
    unpacked = re.findall(r"unpacked (\d+) in (.*)", answer.stdout)
    assert len(unpacked) == KERNELS, answer.stdout
    assert all(int(files) > 0 and folder.startswith(str(temporary)) for files, folder in unpacked)
    assert left.read_text(encoding="utf-8") == ""
    assert [path for path in home.rglob("*") if path.is_file()] == []
    own, = {Path(folder).relative_to(temporary).parts[0] for _, folder in unpacked}  # beside those of other tests' commands
    assert not [path for path in temporary.iterdir() if path.name in (own, f"{own}.lock")]


BEGINS = """
import os, sys, pathlib
from workbook_launcher import temporary
temporary.FOLDER = pathlib.Path(sys.argv[1])
temporary.begin()
import tempfile
print(tempfile.mkstemp()[1], flush=True)
sys.stdin.read()
"""


def begin(folder):
    process = subprocess.Popen(
        [sys.executable, "-c", BEGINS, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(project.PYTHON_SOURCES)},
    )
    return process, process.stdout.readline().strip()


def test_given_a_command_that_was_killed_when_the_next_one_begins_then_its_files_are_swept_and_a_running_ones_stay(tmp_path):
    folder = tmp_path / "with a space" / "tmp"
    killed, lost = begin(folder)
    running, kept = begin(folder)
    killed.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    killed.wait()
    assert os.path.exists(lost)
    third, _ = begin(folder)
    assert not os.path.exists(lost)
    assert os.path.exists(kept)
    for process in (third, running):
        process.communicate()
    assert list(folder.iterdir()) == []
