"""Executes one notebook from its first cell to its last, in a kernel of its own."""

import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Callable, Optional, TypeVar

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.filters import strip_ansi

from .turns import Turns

CELL_TIMEOUT_SECONDS = 600
OUTPUT_TIMEOUT_SECONDS = 120
# What a kernel says that does not answer because another program took one of the ports that Jupyter had chosen for it.
PORT_TAKEN = b"Address already in use"
Started = TypeVar("Started")


@dataclass(frozen=True)
class Failure:
    """The cell (counted from 1 over all cells of the notebook) at which a notebook stopped, its source, and why."""

    cell: int
    source: str
    message: str


@dataclass(frozen=True)
class Result:
    """One executed notebook: its code cells, how many ran, the seconds it took with its kernel's start."""

    path: Path
    cells: int
    done: int
    seconds: float
    failure: Optional[Failure]


def execute(
    path: Path, out: Path, kernel_log: Path, progress: Callable = lambda done, cells: None, kernel: str = "java",
    turns: Optional[Turns] = None,
) -> Result:
    """Executes `path` and writes it, with the outputs it got so far, to `out`. The kernel's stderr goes to a log.

    Where other notebooks run at the same time, `turns` keeps them off the cells that measure time.
    """
    turns = turns or Turns()
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.metadata.pop("execution", None)
    code = [n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code" and cell.source.strip()]
    client = NotebookClient(
        notebook, timeout=CELL_TIMEOUT_SECONDS, kernel_name=kernel, record_timing=False, shutdown_kernel="immediate",
        # Without these, what comes later than 4 s after a cell's end is dropped without a word.
        iopub_timeout=OUTPUT_TIMEOUT_SECONDS, raise_on_iopub_timeout=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    started = time.monotonic()
    done, failure = 0, None
    kernel_log.parent.mkdir(parents=True, exist_ok=True)
    with open(kernel_log, "wb") as log:
        try:
            with turns.kernel(client), ExitStack() as kernel_runs:
                with turns.taken():
                    again_if_port_taken(lambda: kernel_runs.enter_context(client.setup_kernel(stderr=log)), log)
                for number in code:
                    progress(done, len(code))
                    with turns.taken(alone="timing" in notebook.cells[number].metadata.get("tags", [])):
                        failure = _cell(client, number)
                    if failure:
                        break
                    done += 1
        except RuntimeError as error:
            if done or failure or not code:
                raise
            failure = Failure(code[0] + 1, notebook.cells[code[0]].source, f"no kernel for it: {error}; see {kernel_log}")
        finally:
            for number in code:
                _join_streams(notebook.cells[number])
            out.parent.mkdir(parents=True, exist_ok=True)
            partial = out.with_suffix(".partial")
            nbformat.write(notebook, partial)
            partial.replace(out)
    return Result(path, len(code), done, time.monotonic() - started, failure)


def again_if_port_taken(start: Callable[[], Started], log: BinaryIO) -> Started:
    """What `start` gives: a kernel that writes to `log`, and a second one if another program took a port of the first."""
    before = Path(log.name).stat().st_size
    try:
        return start()
    except RuntimeError:
        if PORT_TAKEN not in Path(log.name).read_bytes()[before:]:
            raise
        return start()


def _cell(client: NotebookClient, number: int) -> Optional[Failure]:
    cell = client.nb.cells[number]
    try:
        client.execute_cell(cell, number)
        return None
    except CellExecutionError as error:
        return _failure(number, cell, error)
    except CellTimeoutError as error:
        message = "its outputs did not all arrive" if "IOPub" in str(error) else f"no end after {CELL_TIMEOUT_SECONDS} s"
        return Failure(number + 1, cell.source, message)
    except DeadKernelError:
        return Failure(number + 1, cell.source, "the kernel died (System.exit, or out of memory)")


def _join_streams(cell) -> None:
    """What a cell printed comes in as many parts as the kernel sent: those with nothing between them become one.

    Pages leave a gap between parts. nbclient's coalesce_streams joins across a display, too, and so changes the order.
    """
    joined = []
    for output in cell.outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            joined.append(output)
    cell.outputs = joined


def _failure(number: int, cell, error: CellExecutionError) -> Failure:
    """JJava's traceback of a compilation error is the line it stumbled over, after a bar, and the compiler's words."""
    lines = strip_ansi("\n".join(cell.outputs[-1].traceback)).splitlines()
    source = [line[1:].strip() for line in lines if line.startswith("|")]
    words = [line.strip() for line in lines if not line.startswith("|") and line.strip()]
    if source:
        return Failure(number + 1, "\n".join(source), "; ".join(words))
    return Failure(number + 1, cell.source, words[0] if words else f"{error.ename}: {error.evalue}")
