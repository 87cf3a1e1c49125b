"""./workbook reproduce as a reader sees it, on the forecaster that is committed."""

import hashlib
import json
import os
import signal
import struct
import subprocess
import sys
import time
import zipfile

import pytest
from conftest import HOME
from workbook_launcher import processor

COMMITTED = HOME / "data-samples" / "forecasters" / "IBM.forecaster.zip"


def command(*arguments):
    return [sys.executable, str(HOME / "workbook"), "reproduce", *map(str, arguments)]


def reproduce(*arguments):
    return subprocess.run(command(*arguments), capture_output=True, text=True, timeout=600)


def rewritten(path, change):
    """The committed file with changed entries, and the check sums that belong to them."""
    with zipfile.ZipFile(COMMITTED) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    manifest = json.loads(entries.pop("manifest.json"))
    change(entries)
    manifest["sha256"] = {name: hashlib.sha256(entries[name]).hexdigest() for name in entries}
    with zipfile.ZipFile(path, "w") as new:
        new.writestr("manifest.json", json.dumps(manifest))
        for name, content in entries.items():
            new.writestr(name, content)
    return path


@pytest.mark.skipif(not processor.has_avx2(), reason="this processor has no AVX2: its last bits are its own")
def test_given_the_committed_forecaster_and_an_environment_against_us_when_reproduced_then_every_bit_is_equal(monkeypatch):
    for name, value in {"OPENBLAS_CORETYPE": "SkylakeX", "OMP_NUM_THREADS": "8", "ONEDNN_MAX_CPU_ISA": "SSE41"}.items():
        monkeypatch.setenv(name, value)
    answer = reproduce(COMMITTED)
    assert "Rows: 3270, the same as then" in answer.stdout, answer.stdout + answer.stderr
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Reproduced, to the last bit." in answer.stdout


def test_given_an_altered_weight_when_reproduced_then_it_is_found_and_exit_is_1(tmp_path):
    def alter(entries):
        weights = bytearray(entries["weights.f32"])
        struct.pack_into("<f", weights, 400, struct.unpack_from("<f", weights, 400)[0] + 0.25)
        entries["weights.f32"] = bytes(weights)

    answer = reproduce(rewritten(tmp_path / "altered.forecaster.zip", alter))
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "Not reproduced." in answer.stdout


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda path: None, "There is no forecaster file"),
        (lambda path: path.write_text("no zip"), "it is no zip file"),
        (lambda path: path.write_bytes(COMMITTED.read_bytes()[:-200]), "it is cut short or damaged"),
    ],
)
def test_given_no_forecaster_when_reproduced_then_one_sentence_and_exit_is_2(tmp_path, make, message):
    path = tmp_path / "some.forecaster.zip"
    make(path)
    answer = reproduce(path)
    assert answer.returncode == 2
    assert message in answer.stderr
    assert "Exception" not in answer.stderr and "Traceback" not in answer.stderr


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent to a process group")
def test_given_ctrl_c_while_it_trains_when_reproduced_then_it_says_that_nothing_was_compared():
    with subprocess.Popen(command(COMMITTED), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          start_new_session=True) as child:
        while "Training again" not in (line := child.stdout.readline()):
            assert line, child.stderr.read()
        time.sleep(1)
        os.killpg(child.pid, signal.SIGINT)
        out, err = child.communicate(timeout=300)
    assert child.returncode == 130
    assert "Nothing was compared" in err
