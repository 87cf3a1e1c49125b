"""A Java kernel for one copy, in a folder of its own, with limits of time and memory."""

import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from workbook_launcher import temporary
from workbook_notebooks.execute import again_if_port_taken
from workbook_notebooks.turns import Turns

from . import sentences

START_SECONDS = 120  # a machine with much to do may not let it run at all for a while
KILLED = -9


class NoKernel(Exception):
    """There is no kernel, or no more time for one; the message says why."""


@dataclass(frozen=True)
class Outcome:
    """How a cell ended: "" or the sentence for its error, and whether the kernel is of no more use after it."""

    sentence: str = ""
    is_fatal: bool = False


class Client(NotebookClient):
    """Keeps of a cell's outputs its error only: a copy that prints without an end would fill the memory."""

    def output(self, outs, msg, display_id, cell_index):
        return super().output(outs, msg, display_id, cell_index) if msg["msg_type"] == "error" else None


@dataclass(frozen=True)
class Kernel:
    """A running kernel; `run` executes one cell after the other."""

    client: Client
    turns: Turns
    log: Path
    memory: int

    def run(self, source: str, seconds: float) -> Outcome:
        """Executes a cell, for at most `seconds`."""
        cell = nbformat.v4.new_code_cell(source)
        self.client.nb.cells = [cell]
        self.client.timeout_func = lambda _: seconds
        try:
            with self.turns.taken():
                self.client.execute_cell(cell, 0)
            return Outcome()
        except CellExecutionError as error:
            if sentences.OUT_OF_MEMORY in error.evalue:
                return Outcome(self._out_of_memory(), is_fatal=True)
            return Outcome(sentences.of(error.ename, error.evalue, cell.outputs[-1].traceback if cell.outputs else []))
        except CellTimeoutError:
            return Outcome(f"Ran longer than {seconds:.0f} s and was stopped: an endless loop?", is_fatal=True)
        except DeadKernelError:
            return Outcome(self._how_it_died(), is_fatal=True)

    def _how_it_died(self) -> str:
        code = self.client.km.provisioner.process.returncode
        if sentences.OUT_OF_MEMORY in self.log.read_text(encoding="utf-8", errors="replace"):
            return self._out_of_memory()
        if code == KILLED:
            return "Its kernel was killed by the system, as happens when a machine has no more memory."
        return f"Ended its kernel (exit code {code}): System.exit?"

    def _out_of_memory(self) -> str:
        return f"Used up the memory of {self.memory} MiB."


@contextmanager
def started(memory: int, turns: Turns):
    """A new kernel, whose Java heap and whose memory outside of it end at `memory` MiB each.

    It works in a temporary folder, which is removed with it.
    """
    folder = Path(tempfile.mkdtemp(prefix="workbook-grade-"))
    log = folder / "kernel.log"
    client = Client(nbformat.v4.new_notebook(), kernel_name="java", startup_timeout=START_SECONDS, record_timing=False,
                    shutdown_kernel="immediate")
    specification = client.create_kernel_manager().kernel_spec
    specification.argv = _limited(specification.argv, memory)
    environment = {**os.environ, "WORKBOOK_RESULTS": str(folder), **dict.fromkeys(temporary.VARIABLES, str(folder))}
    try:
        with open(log, "wb") as output, turns.kernel(client), ExitStack() as kernel_runs:
            try:
                with turns.taken():
                    again_if_port_taken(lambda: kernel_runs.enter_context(
                        client.setup_kernel(cwd=str(folder), env=environment, stdout=output, stderr=output)), output)
            except RuntimeError as error:
                raise NoKernel(f"no Java kernel came up with {memory} MiB ({error}).") from None
            yield Kernel(client, turns, log, memory)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
