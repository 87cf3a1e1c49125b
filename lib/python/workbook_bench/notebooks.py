"""Seconds until a kernel answers, until its first cell's output, and for each step; in full, for each notebook."""

import statistics
import time

from jupyter_client.manager import start_new_kernel
from workbook_launcher import project
from workbook_notebooks.execute import execute

STARTS = 3
FIRST_CELL = "import org.lstmworkbook.notebook.Notebook;\nNotebook.start();"


def measure(arguments) -> dict:
    """Prints while it goes; the executed copies lie in build/bench."""
    starts = [_start() for _ in range(STARTS)]
    kernel, first = (statistics.median(column) for column in zip(*starts))
    print(f"kernel ready after {kernel:.1f} s, first cell's output after {first:.1f} s (median of {STARTS})")
    seconds = {}
    for path in sorted((project.NOTEBOOKS if arguments.full else project.NOTEBOOKS / "steps").rglob("*.ipynb")):
        name = path.relative_to(project.NOTEBOOKS).with_suffix("").as_posix()
        out = project.BUILD / "bench"
        result = execute(path, out / "notebooks" / path.name, out / "logs" / f"{path.stem}.log")
        seconds[name] = result.seconds if result.failure is None else None
        print(f"{name:60}{result.seconds:7.1f} s{'' if result.failure is None else '  STOPPED'}", flush=True)
    return {"notebooks": {"kernel_start_s": kernel, "first_cell_s": first, "seconds": seconds}}


def _start():
    started = time.monotonic()
    manager, client = start_new_kernel(kernel_name="java")
    ready = time.monotonic() - started
    try:
        client.execute_interactive(FIRST_CELL, output_hook=lambda message: None)
        return ready, time.monotonic() - started
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
