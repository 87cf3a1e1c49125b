"""Set-up on a bad day: each hindrance gets its message, and the next try starts clean."""

import errno
import os
import shutil
import signal
import subprocess
import sys

import pytest
from conftest import HOME
from workbook_launcher import files, lock, network, setup
from workbook_launcher.errors import in_words


@pytest.fixture
def fresh(tmp_path):
    """A copy of what the launcher needs, as after a clone: no .venv, no target."""
    for name in ("workbook", "requirements", "pom.xml", ".mvn", "lib/python"):
        source, target = HOME / name, tmp_path / "fresh" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return tmp_path / "fresh"


def run(folder, *command, **environment):
    return subprocess.run(
        [*command, sys.executable, str(folder / "workbook"), "run"], capture_output=True, text=True, timeout=120,
        env={**os.environ, **environment},
    )


def test_given_no_network_when_set_up_then_one_sentence_says_so_and_nothing_counts_as_done(fresh):
    answer = run(fresh, PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_FIND_LINKS="", PIP_NO_CACHE_DIR="1")
    assert answer.returncode == 2
    assert "pip could not reach http://127.0.0.1:9/simple (" in answer.stderr
    assert "HTTPS_PROXY" in answer.stderr and "PIP_INDEX_URL" in answer.stderr
    assert not (fresh / ".venv" / "workbook.stamp").exists()


PIPS_LOG = "WARNING: Retrying (Retry(total=1)) after connection broken by '{}': /simple/jjava/\nERROR: (from versions: none)\n"
MAVENS_LOG = "[ERROR] Could not transfer artifact a:b:pom:1 from/to central (https://repo.example.org/maven2): {}\n"


@pytest.mark.parametrize(
    "said, log, words",
    [
        (network.pips, PIPS_LOG.format("[Errno -3] Temporary failure in name resolution"),
         "pip could not reach its index of packages (Temporary failure in name resolution)"),
        (network.pips, "Looking in indexes: https://mirror.example.org/simple\n" + PIPS_LOG.format("[Errno 111] Connection refused"),
         "pip could not reach https://mirror.example.org/simple (Connection refused)"),
        (network.pips, PIPS_LOG.format("ProxyError('Cannot connect to proxy.')"), "(Cannot connect to proxy)"),
        (network.pips, PIPS_LOG.format("SSLError('[SSL: CERTIFICATE_VERIFY_FAILED]')"),
         "(CERTIFICATE_VERIFY_FAILED). " + network.AGAIN + " A proxy here signs with a certificate that pip does not know: set PIP_CERT"),
        (network.mavens, MAVENS_LOG.format("PKIX path building failed"), "a certificate that Maven does not know: keytool -importcert"),
        (network.mavens, MAVENS_LOG.format("Unknown host repo.example.org"),
         "Maven could not reach https://repo.example.org/maven2 (Unknown host)"),
        (network.mavens, MAVENS_LOG.format("status code: 403, reason phrase: Forbidden (403)"), "(status code: 403)"),
        (network.mavens, "[ERROR] Cannot access central (https://repo.example.org/maven2) in offline mode and the artifact a:b:1 "
         "has not been downloaded from it before.", "Maven could not reach https://repo.example.org/maven2"),
    ],
)
def test_given_a_server_that_does_not_answer_when_its_log_is_read_then_who_where_and_why_are_said(said, log, words):
    assert words in said(log)


@pytest.mark.parametrize(
    "said, log",
    [
        (network.pips, "ERROR: Could not find a version that satisfies the requirement jjava==9 (from versions: 1.0a8)"),
        (network.mavens, "[ERROR] Could not find artifact a:b:jar:1 in central (https://repo.example.org/maven2)"),
    ],
)
def test_given_a_server_that_lacks_something_when_its_log_is_read_then_the_network_is_not_blamed(said, log):
    assert said(log) is None


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent to a process group")
def test_given_ctrl_c_while_setting_up_when_stopped_then_nothing_counts_as_done(fresh):
    environment = {**os.environ, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_FIND_LINKS": "", "PIP_NO_CACHE_DIR": "1"}
    process = subprocess.Popen(
        [sys.executable, str(fresh / "workbook"), "run"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment, start_new_session=True,
    )
    assert "Python environment: done" in process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.strip() == "workbook: stopped."
    assert not (fresh / ".venv" / "workbook.stamp").exists()


def test_given_pythons_venv_module_is_missing_when_set_up_then_the_package_is_named(fresh):
    # Debian's python3 without python3-venv lacks ensurepip in just this way.
    answer = subprocess.run(
        [sys.executable, "-c", "import sys, runpy; sys.modules['ensurepip'] = None; "
         f"sys.argv = ['workbook', 'run']; runpy.run_path({str(fresh / 'workbook')!r}, run_name='__main__')"],
        capture_output=True, text=True, timeout=60,
    )
    assert answer.returncode == 2
    assert "sudo apt install python3-venv" in answer.stderr


@pytest.mark.parametrize(
    "log, message",
    [
        ("Could not transfer artifact a:b:1 from/to central (https://example.org): Unknown host example.org",
         "Maven could not reach https://example.org (Unknown host)"),
        ("[ERROR] write failed: No space left on device", "The disk is full"),
        ("[ERROR] COMPILATION ERROR :\n[ERROR] Prices.java:[3,5] ';' expected", "Prices.java:[3,5] ';' expected"),
    ],
)
def test_given_maven_fails_when_set_up_then_its_reason_reaches_the_reader(fresh, tmp_path, log, message):
    programs = tmp_path / "programs"
    programs.mkdir()
    maven = programs / "mvn"
    maven.write_text(f"#!{sys.executable}\nimport sys\nif '-v' in sys.argv:\n    print('Apache Maven 3.9.9')\n"
                     f"else:\n    print({log!r})\n    sys.exit(1)\n")
    maven.chmod(0o755)
    ready = (fresh / ".venv" / "bin" / "python", fresh / ".venv" / "workbook.stamp")
    ready[0].parent.mkdir(parents=True)
    ready[0].symlink_to(sys.executable)
    launcher = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(fresh / 'lib' / 'python')!r}); "
                "from workbook_launcher import setup; print(setup._venv_fingerprint(), end='')"]
    ready[1].write_text(subprocess.run(launcher, capture_output=True, text=True, check=True).stdout)
    answer = run(fresh, PATH=f"{programs}{os.pathsep}{os.environ['PATH']}")
    assert answer.returncode == 2
    assert message in answer.stderr
    assert not (fresh / "target" / "workbook.stamp").exists()


@pytest.mark.skipif(
    shutil.which("unshare") is None or subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode != 0,
    reason="needs Linux's unshare, to mount a read-only folder and a tiny disk",
)
class TestMounted:
    """Real mounts, seen by one process only."""

    def test_given_a_read_only_folder_when_set_up_then_the_cure_is_named(self, fresh):
        mount = f"mount --bind {fresh} {fresh} && mount -o remount,ro,bind {fresh} && exec \"$@\""
        answer = run(fresh, "unshare", "-rm", "bash", "-c", mount, "bash")
        assert answer.returncode == 2
        assert "This folder cannot be written to" in answer.stderr
        assert "folder of your own" in answer.stderr

    def test_given_a_full_disk_when_set_up_then_it_is_said(self, fresh, tmp_path):
        small = tmp_path / "small"
        small.mkdir()
        mount = f"mount -t tmpfs -o size=4m tmpfs {small} && cp -r {fresh}/. {small} && exec \"$@\""
        answer = run(small, "unshare", "-rm", "bash", "-c", mount, "bash")
        assert answer.returncode == 2
        assert "The disk is full" in answer.stderr


@pytest.mark.parametrize(
    "number, words", [(errno.ENOSPC, "The disk is full"), (errno.EROFS, "cannot be written to"), (errno.EACCES, "cannot")]
)
def test_given_an_error_of_the_system_when_put_in_words_then_it_names_the_cure(number, words):
    assert words in str(in_words(OSError(number, os.strerror(number)), "writing x"))


def test_given_a_source_changed_when_asked_then_the_fingerprint_differs(tmp_path):
    (tmp_path / "A.java").write_text("class A {}")
    before = files.fingerprint([tmp_path])
    (tmp_path / "A.java").write_text("class A { }")
    changed = files.fingerprint([tmp_path])
    (tmp_path / "A.java").rename(tmp_path / "B.java")
    assert len({before, changed, files.fingerprint([tmp_path])}) == 3


def test_given_the_set_up_was_done_when_repeated_then_nothing_is_made_again(capfd):
    setup.ensure(for_tests=True)
    assert capfd.readouterr().out == ""


def test_given_two_at_once_when_locked_then_the_second_waits_and_says_so(tmp_path):
    code = ("import sys; from pathlib import Path; from workbook_launcher import lock\n"
            "with lock.held(Path(sys.argv[1]), 'setting up'): print('second')")
    with lock.held(tmp_path / "lock", "setting up"):
        second = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "lock")], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env={**os.environ, "PYTHONPATH": str(HOME / "lib" / "python")},
        )
        assert "Another ./workbook is setting up here; waiting" in second.stderr.readline()
        assert second.poll() is None
    assert second.communicate(timeout=30)[0] == "second\n"


@pytest.mark.parametrize("version", ["2.7", "3.6", "3.8"])
def test_given_an_old_python_when_started_then_it_reads_the_message_and_no_further(version):
    source = (HOME / "workbook").read_text(encoding="utf-8")
    major, minor = map(int, version.split("."))
    code = compile(source.replace("sys.version_info", f"({major}, {minor}, 0)"), "workbook", "exec")
    with pytest.raises(SystemExit, match=f"this is Python {version}; the workbook needs Python 3.9"):
        exec(code, {"__file__": str(HOME / "workbook"), "__name__": "__main__"})
