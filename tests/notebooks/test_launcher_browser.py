"""The tests' browser: one that is here, Debian's package, Playwright's, or a sentence, and only for tests that need it."""

import http.server
import io
import os
import re
import subprocess
import sys
import threading
import zipfile

import pytest
from conftest import HOME
from workbook_launcher import browser
from workbook_launcher.errors import WorkbookError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs of these tests are shell scripts")


def program(folder, name, script):
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)
    return str(file)


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine without a browser, whose user is not root; the fixture is the one folder of its PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:9")
    monkeypatch.setattr(browser, "USUAL_PLACES", ())
    monkeypatch.setattr(browser, "FOLDER", tmp_path / "browsers")
    monkeypatch.setattr(browser.project, "STATE", tmp_path / "state")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return folder


@pytest.mark.parametrize("name", ["chromium", "google-chrome"])
def test_given_a_browser_on_path_when_looked_for_then_it_is_taken_as_it_is(name, machine):
    here = program(machine, name, "exit 0")
    assert browser.ensure() == here


def test_given_a_browser_that_does_not_start_when_looked_for_then_the_next_is_taken(machine):
    program(machine, "chromium", "echo 'requires the chromium snap'; exit 1")
    other = program(machine, "google-chrome", "exit 0")
    assert browser.ensure() == other


def test_given_a_browser_named_in_the_environment_when_it_starts_then_it_is_taken(machine, monkeypatch, tmp_path):
    program(machine, "chromium", "exit 0")
    monkeypatch.setenv(browser.VARIABLE, program(tmp_path / "mine", "brave", "exit 0"))
    assert browser.ensure() == str(tmp_path / "mine" / "brave")


def test_given_a_name_that_is_no_browser_when_looked_for_then_it_is_refused(machine, monkeypatch):
    program(machine, "chromium", "exit 0")
    monkeypatch.setenv(browser.VARIABLE, "/no/such/browser")
    with pytest.raises(WorkbookError, match="CHROME_BIN: /no/such/browser is no browser that starts"):
        browser.ensure()


def test_given_debian_and_root_when_there_is_none_then_the_package_is_installed(machine, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    chromium = f"printf '#!/bin/sh\\n' > {machine}/chromium; /bin/chmod +x {machine}/chromium"
    program(machine, "apt-get", f'case "$*" in *install*chromium*fonts*) {chromium};; esac')
    assert browser.ensure() == str(machine / "chromium")


def test_given_debian_without_rights_when_there_is_none_then_apt_is_not_asked(machine, tmp_path):
    program(machine, "apt-get", f"echo asked > {tmp_path}/asked")
    with pytest.raises(WorkbookError, match="Playwright's Chromium could not be fetched .*sudo apt install chromium"):
        browser.ensure()
    assert not (tmp_path / "asked").exists()


@pytest.fixture
def playwrights_server(monkeypatch):
    """Serves what Playwright asks for: `archive(script)` makes `script` the Chromium in it."""
    content = {}

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = content["ffmpeg"] if "ffmpeg" in self.path else content["chromium"]
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    def archive(script):
        for name, paths in (("ffmpeg", ["ffmpeg-linux"]), ("chromium", ["chrome-linux/chrome", "chrome-linux64/chrome"])):
            file = io.BytesIO()
            with zipfile.ZipFile(file, "w") as packed:
                for path in paths:
                    entry = zipfile.ZipInfo(path)
                    entry.external_attr = 0o755 << 16
                    packed.writestr(entry, f"#!/bin/sh\n{script}\n")
            content[name] = file.getvalue()

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", f"http://127.0.0.1:{server.server_port}")
        yield archive
        server.shutdown()


@pytest.mark.skipif(sys.platform != "linux", reason="the archive is Linux's")
def test_given_no_browser_and_no_rights_when_playwright_answers_then_its_own_lies_in_the_projects_folder(
    machine, playwrights_server
):
    playwrights_server("exit 0")
    found = browser.ensure()
    assert found.startswith(str(browser.FOLDER))
    assert browser.ensure() == found


@pytest.mark.skipif(sys.platform != "linux", reason="the archive is Linux's")
def test_given_a_fetched_browser_that_does_not_start_when_looked_for_then_that_is_said(machine, playwrights_server):
    playwrights_server("exit 127")
    with pytest.raises(WorkbookError, match="does not start: this system lacks libraries"):
        browser.ensure()


@pytest.mark.parametrize("files, code, ran", [(["launcher_requirements"], 0, True), (["launcher_requirements", "slides"], 2, False)])
def test_given_no_browser_when_tests_are_chosen_then_those_that_need_one_are_refused_before_the_first(files, code, ran):
    paths = [str(HOME / "tests" / "notebooks" / f"test_{name}.py") for name in files]
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", *paths], capture_output=True, timeout=120, encoding="utf-8",
        env={**os.environ, browser.VARIABLE: "/no/such/browser"},
    )
    assert answer.returncode == code, answer.stdout
    assert bool(re.search(r"\d+ passed", answer.stdout)) is ran
    assert ("is no browser that starts" in answer.stdout + answer.stderr) is not ran
