"""What CUDA's jars are, and how they arrive over a network that breaks."""

import hashlib
import http.server
import platform
import shutil
import threading
from collections import namedtuple

import pytest
from workbook_launcher import cuda, download
from workbook_launcher.errors import WorkbookError

CONTENT = bytes(range(256)) * 20_000
JAR = "org/example/big/1.0/big-1.0.jar"


@pytest.fixture
def repository(monkeypatch, tmp_path):
    """A Maven repository that breaks its first answer off in the middle; it notes which bytes were asked for."""
    asked = []
    checksum = {"value": hashlib.sha1(CONTENT).hexdigest()}

    class Repository(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.answer(200, len(CONTENT))

        def do_GET(self):
            if self.path.endswith(".sha1"):
                self.answer(200, 40)
                self.wfile.write(checksum["value"].encode())
                return
            start = int(self.headers.get("Range", "bytes=0-")[6:-1])
            asked.append(start)
            self.answer(206 if start else 200, len(CONTENT) - start)
            self.wfile.write(CONTENT[start : len(CONTENT) // 2] if len(asked) == 1 else CONTENT[start:])

        def answer(self, status, length):
            self.send_response(status)
            self.send_header("Content-Length", str(length))
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Repository)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(cuda, "FOLDER", tmp_path)
    monkeypatch.setattr(download.time, "sleep", lambda _: None)
    place = namedtuple("Place", "base asked checksum folder")
    yield place(f"http://127.0.0.1:{server.server_address[1]}/", asked, checksum, tmp_path)
    server.shutdown()
    server.server_close()


def test_given_a_download_that_breaks_when_fetched_then_it_goes_on_where_it_broke(repository):
    cuda.fetch([JAR], repository.base, True)
    assert repository.asked == [0, len(CONTENT) // 2]
    assert (repository.folder / "big-1.0.jar").read_bytes() == CONTENT
    assert [file.name for file in repository.folder.iterdir()] == ["big-1.0.jar"]


def test_given_half_a_file_from_an_earlier_try_when_fetched_then_only_the_rest_is_asked_for(repository, capsys):
    repository.asked.append("an earlier try")
    (repository.folder / "big-1.0.jar.part").write_bytes(CONTENT[:120_000])
    cuda.fetch([JAR], repository.base, True)
    assert repository.asked[1:] == [120_000]
    assert (repository.folder / "big-1.0.jar").read_bytes() == CONTENT
    assert "0.01 GB to fetch" in capsys.readouterr().out


def test_given_damaged_bytes_when_fetched_then_nothing_stays(repository):
    repository.checksum["value"] = "0" * 40
    with pytest.raises(WorkbookError, match="big-1.0.jar arrived damaged"):
        cuda.fetch([JAR], repository.base, True)
    assert list(repository.folder.iterdir()) == []


def test_given_no_terminal_and_no_yes_when_fetched_then_nothing_is_and_the_size_was_said(repository, capsys):
    with pytest.raises(WorkbookError, match="Nothing was fetched. Add --yes"):
        cuda.fetch([JAR], repository.base, False)
    assert f"{len(CONTENT) / 1e9:.2f} GB to fetch" in capsys.readouterr().out
    assert list(repository.folder.iterdir()) == []


def test_given_a_small_disk_when_fetched_then_nothing_is(repository, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: namedtuple("Usage", "free")(2_000_000_000))
    with pytest.raises(WorkbookError, match="The disk has 2.0 GB free"):
        cuda.fetch([JAR], repository.base, True)
    assert list(repository.folder.iterdir()) == []


def test_given_no_network_when_fetched_then_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(cuda, "FOLDER", tmp_path)
    with pytest.raises(WorkbookError, match="does not answer .*Is there a network"):
        cuda.fetch([JAR], "http://127.0.0.1:9/", True)


@pytest.mark.parametrize("system, natives", [("Linux", "linux-x86_64"), ("Windows", "windows-x86_64")])
def test_given_a_platform_when_its_jars_are_listed_then_no_other_platforms_are(monkeypatch, system, natives):
    monkeypatch.setattr(platform, "system", lambda: system)
    names = [path.rsplit("/", 1)[1] for path in cuda.jars()]
    assert f"nd4j-cuda-11.6-1.0.0-M2.1-{natives}.jar" in names
    assert f"cuda-11.6-8.3-1.5.7-{natives}-redist.jar" in names
    assert len(names) == len(set(names)) == 7
    assert all("x86_64" not in name or natives in name for name in names)


def test_given_macos_when_the_jars_are_listed_then_one_sentence(monkeypatch):
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    with pytest.raises(WorkbookError, match="There is no CUDA 11.6 for Darwin"):
        cuda.jars()
