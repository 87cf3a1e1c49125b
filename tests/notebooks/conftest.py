"""Shared by all tests of the notebooks: a real Java kernel, a real browser, a project to break."""

import os
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "lib" / "python"))
os.environ.setdefault("WORKBOOK_HOME", str(HOME))


class Kernel:
    """A running Java kernel: `run(code)` gives the outputs of one cell as (message type, content)."""

    def __init__(self, client):
        self.client = client

    def run(self, code: str, timeout: float = 120) -> list:
        outputs = []
        kinds = ("stream", "error", "execute_result", "display_data", "update_display_data")

        def collect(message):
            if message["msg_type"] in kinds:
                outputs.append((message["msg_type"], message["content"]))

        self.client.execute_interactive(code, output_hook=collect, timeout=timeout, allow_stdin=False)
        return outputs

    def text(self, code: str, timeout: float = 120) -> str:
        """What `code` printed or ended in, as text; an error in it fails the test."""
        outputs = self.run(code, timeout)
        errors = ["\n".join(content["traceback"]) for kind, content in outputs if kind == "error"]
        assert not errors, errors[0]
        return "".join(
            content["text"] if kind == "stream" else content["data"].get("text/plain", "") for kind, content in outputs
        )


@pytest.fixture(scope="session")
def kernel(tmp_path_factory):
    """One JJava kernel with the library on its class path, started at the project."""
    from jupyter_client.manager import start_new_kernel

    log_file = tmp_path_factory.mktemp("kernel") / "stderr.log"
    with open(log_file, "wb") as log:
        manager, client = start_new_kernel(kernel_name="java", cwd=str(HOME), stderr=log)
        try:
            yield Kernel(client)
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
