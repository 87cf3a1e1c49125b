"""A Java kernel for one copy, in a folder of its own, with limits of time and memory."""

import os
import queue
import shutil
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jupyter_client.manager import KernelManager

from . import sentences

START_SECONDS = 60
LOOK_SECONDS = 0.2
KILLED = -9
# The variables that name a program's temporary folder, on any system.
TEMPORARY = ("TMPDIR", "TEMP", "TMP")


class Cancelled(Exception):
    """The grading was stopped from outside."""


class NoKernel(Exception):
    """There is no kernel, or no more time for one; the message says why."""


@dataclass(frozen=True)
class Outcome:
    """How a cell ended: "" or the sentence for its error, and whether the kernel is of no more use after it."""

    sentence: str = ""
    is_fatal: bool = False


class Kernel:
    """A running kernel; `run` executes one cell after the other."""

    def __init__(self, manager, client, log: Path, memory: int, cancelled: threading.Event):
        self.manager = manager
        self.client = client
        self.log = log
        self.memory = memory
        self.cancelled = cancelled

    def run(self, source: str, seconds: float) -> Outcome:
        """Executes a cell, for at most `seconds`."""
        message = self.client.execute(source, allow_stdin=False)
        limit = time.monotonic() + seconds
        while True:
            if self.cancelled.is_set():
                raise Cancelled
            try:
                reply = self.client.get_shell_msg(timeout=LOOK_SECONDS)
            except queue.Empty:
                if not self.manager.is_alive():
                    return Outcome(self._how_it_died(), is_fatal=True)
                if time.monotonic() > limit:
                    return Outcome(f"Ran longer than {seconds:.0f} s and was stopped: an endless loop?", is_fatal=True)
                continue
            if reply["parent_header"].get("msg_id") == message:
                return self._outcome(message, reply["content"])

    def _outcome(self, message: str, reply: dict) -> Outcome:
        if reply["status"] == "ok":
            return Outcome()
        if sentences.OUT_OF_MEMORY in reply["evalue"]:
            return Outcome(self._out_of_memory(), is_fatal=True)
        return Outcome(sentences.of(reply["ename"], reply["evalue"], self._traceback(message)))

    def _traceback(self, message: str) -> list:
        """The error as a reader sees it, with the compiler's words, which the reply does not hold."""
        while True:
            try:
                output = self.client.get_iopub_msg(timeout=2)
            except queue.Empty:
                return []
            if output["msg_type"] == "error" and output["parent_header"].get("msg_id") == message:
                return output["content"]["traceback"]

    def _how_it_died(self) -> str:
        code = self.manager.provisioner.process.returncode
        if sentences.OUT_OF_MEMORY in self.log.read_text(encoding="utf-8", errors="replace"):
            return self._out_of_memory()
        if code == KILLED:
            return "Its kernel was killed by the system, as happens when a machine has no more memory."
        return f"Ended its kernel (exit code {code}): System.exit?"

    def _out_of_memory(self) -> str:
        return f"Used up the memory of {self.memory} MiB."


@contextmanager
def started(memory: int, cancelled: threading.Event):
    """A new kernel, whose Java heap and whose memory outside of it end at `memory` MiB each.

    It works in a temporary folder, which is removed with it.
    """
    folder = Path(tempfile.mkdtemp(prefix="workbook-grade-"))
    manager = KernelManager(kernel_name="java")
    manager.kernel_spec.argv = _limited(manager.kernel_spec.argv, memory)
    log = folder / "kernel.log"
    client = None
    try:
        with open(log, "wb") as output:
            environment = {**os.environ, "WORKBOOK_RESULTS": str(folder), **dict.fromkeys(TEMPORARY, str(folder))}
            manager.start_kernel(cwd=str(folder), env=environment, stdout=output, stderr=output)
        client = manager.client()
        client.start_channels()
        _wait_for(client, memory)
        yield Kernel(manager, client, log, memory, cancelled)
    finally:
        if client:
            client.stop_channels()
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(client, memory: int) -> None:
    """Waits until the kernel answers, and once more: a machine with much to do may not have let it run at all."""
    for is_last in (False, True):
        try:
            return client.wait_for_ready(timeout=START_SECONDS)
        except RuntimeError as error:
            if is_last:
                raise NoKernel(f"no Java kernel came up with {memory} MiB ({error}).") from None


def _limited(command: list, memory: int) -> list:
    """The kernel's command line with these limits after its own, so that they hold; at the end of its heap the JVM ends at once."""
    class_path = command.index("-cp")
    return [
        *command[:class_path],
        f"-Xmx{memory}m",
        f"-XX:MaxDirectMemorySize={memory}m",
        f"-Dorg.bytedeco.javacpp.maxBytes={memory}m",
        "-XX:+ExitOnOutOfMemoryError",
        *command[class_path:],
    ]
