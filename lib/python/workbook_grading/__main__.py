"""What ./workbook grade does after the set-up: grades the copies in a folder."""

import logging
import signal
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import List

from workbook_launcher import process, project
from workbook_notebooks.turns import Turns

from . import copies, exercises, report
from .grading import Graded, Limits, grade


def main() -> int:
    """0 if every check of every copy passed, 1 if not, 2 if there is nothing to grade, 130 if it was stopped."""
    options = process.handed_over()
    folder = Path(options.folder)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl-C, with its kernels
    warnings.simplefilter("ignore")  # nbformat's, about details of copies that other programs wrote
    logging.disable()  # the same, and jupyter_client's about kernels that are ended
    found = copies.collect(folder, exercises.released(project.NOTEBOOKS / "exercises"))
    if not found:
        print(f"workbook: there is no notebook (*.ipynb) in {folder} or the folders below it.", file=sys.stderr)
        return 2
    results: List[Graded] = []
    stopped = False
    try:
        _grade_all(found, Limits(**options.limits), options.jobs, results)
    except KeyboardInterrupt:
        stopped = True
        print(f"\nStopped: {len(results)} of {len(found)} copies are graded.", file=sys.stderr)
    results.sort(key=lambda result: found.index(result.copy))
    if results:
        print(f"\n{report.text(results, folder)}")
    if options.csv:
        report.write_csv(results, Path(options.csv))
    return 130 if stopped else 0 if all(result.is_passed for result in results) else 1


def _grade_all(found: List[copies.Copy], limits: Limits, jobs: int, results: List[Graded]) -> None:
    """Grades the copies, `jobs` at a time, into `results`, with a line for each that is done."""
    turns = Turns()
    with ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(grade, copy, limits, turns) for copy in found]
        try:
            for future in as_completed(futures):
                results.append(future.result())
                print(report.line(results[-1], len(results), len(found)), flush=True)
        except BaseException:
            for future in futures:
                future.cancel()
            turns.stop_until(futures)
            raise


if __name__ == "__main__":
    sys.exit(main())
