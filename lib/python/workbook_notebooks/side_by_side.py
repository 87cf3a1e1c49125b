"""Runs notebooks at the same time, as many as the machine has room for: most of a notebook's time is waiting."""

import os
import re
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Callable, Dict, List

import nbformat
import psutil

from .execute import Result
from .turns import LOOK_SECONDS, Turns

KERNEL_BYTES = 2_000_000_000  # its heap of at most 1.5 GB, and what it takes outside of it
CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
# What tells that a notebook makes or reads the file of the trained forecaster.
SHARES_FORECASTER = re.compile(r"\bSteps\s*\.\s*forecaster\(|\bforecasterFile\(\)")


def at_once(each_bytes: int = KERNEL_BYTES) -> int:
    """How many kernels, or programs that need so much memory, the machine's processors and its free memory have room for; one at least."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = psutil.virtual_memory().available
    if CGROUP_LIMIT.is_file() and CGROUP_LIMIT.read_text(encoding="ascii").strip().isdigit():
        memory = min(memory, int(CGROUP_LIMIT.read_text(encoding="ascii")))
    return max(1, min(processors, memory // each_bytes))


def lanes(notebooks: List[Path]) -> List[List[Path]]:
    """What may run side by side, in the order in which it should begin; the notebooks of one lane run one after the other.

    Those that share the forecaster's file are one lane: step 9 saves it, step 10 adds its scores, step 11 shows them.
    The lane with the most cells begins first, so that no long one is left over at the end. Notebooks with cells that
    measure time begin last, when there is less that has to wait for these cells.
    """
    shared = [path for path in notebooks if any(SHARES_FORECASTER.search(source) for source, _ in _code(path))]
    found = ([shared] if shared else []) + [[path] for path in notebooks if path not in shared]
    return sorted(found, key=lambda lane: (any(_measures(path) for path in lane), -sum(len(_code(path)) for path in lane)))


def run(notebooks: List[Path], jobs: int, execute: Callable[[Path, Turns], Result], finished: Callable[[Result], None]) -> List[Result]:
    """Runs `execute` for each notebook, at most `jobs` at the same time; their results in the order of `notebooks`.

    An exception, as Ctrl-C, ends all kernels before it is raised.
    """
    turns = Turns()
    results: Dict[Path, Result] = {}

    def run_lane(lane: List[Path]) -> None:
        for path in lane:
            results[path] = execute(path, turns)
            finished(results[path])

    with ThreadPoolExecutor(jobs) as pool:
        pending = {pool.submit(run_lane, lane) for lane in lanes(notebooks)}
        try:
            while pending:
                done, pending = wait(pending, LOOK_SECONDS, FIRST_COMPLETED)
                for lane in done:
                    lane.result()
        except BaseException:
            for lane in pending:
                lane.cancel()
            turns.stop_until(pending)
            raise
    return [results[path] for path in notebooks]


def _measures(path: Path) -> bool:
    return any("timing" in tags for _, tags in _code(path))


def _code(path: Path) -> list:
    """The source and the tags of each code cell."""
    cells = nbformat.read(path, as_version=4).cells
    return [(cell.source, cell.metadata.get("tags", [])) for cell in cells if cell.cell_type == "code"]
