"""python -m workbook_notebooks --home FOLDER NOTEBOOK…: what ./workbook run does after the set-up."""

import argparse
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import List

from . import glossary, report, saving, side_by_side, site
from .execute import Result, execute
from .turns import Turns


def main() -> int:
    """Executes the notebooks; 0 if every cell of each ran, 1 otherwise."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--save", action="store_true")
    parser.add_argument("--jobs", type=int)
    parser.add_argument("notebooks", nargs="+", type=Path)
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl-C, with its kernels
    try:
        results = run(arguments.home, arguments.out, arguments.notebooks, arguments.jobs or side_by_side.at_once())
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    if any(result.failure for result in results):
        return 1
    if arguments.save:
        for result in results:
            saving.save(executed(arguments.home, arguments.out, result.path), result.path)
        glossary.write(arguments.home)
    return 0


def run(home: Path, out: Path, notebooks: List[Path], jobs: int) -> List[Result]:
    """Executes into out/notebooks, prints the tables, writes the site, and says what failed."""
    tables_folder = out / "results"
    shutil.rmtree(tables_folder, ignore_errors=True)
    tables_folder.mkdir(parents=True)
    os.environ["WORKBOOK_RESULTS"] = str(tables_folder)
    progress = report.Progress(notebooks)

    def run_one(path: Path, turns: Turns) -> Result:
        log = (out / "logs" / inside(home, path)).with_suffix(".log")
        return execute(path, executed(home, out, path), log, lambda done, cells: progress.update(path, done, cells), turns=turns)

    results = side_by_side.run(notebooks, jobs, run_one, progress.finish)
    print(f"\n{report.tables(tables_folder)}\n")
    for result in results:
        if result.failure:
            print(report.failure(result, executed(home, out, result.path)) + "\n")
    print(f"The site: {site.write(home, out)}")
    return results


def executed(home: Path, out: Path, path: Path) -> Path:
    """Where the executed copy of a notebook lies: under its own name, in the same sub-folder."""
    return out / "notebooks" / inside(home, path)


def inside(home: Path, path: Path) -> Path:
    """A notebook's place below notebooks/; the name of one that lies elsewhere."""
    notebooks = home / "notebooks"
    return path.relative_to(notebooks) if notebooks in path.parents else Path(path.name)


if __name__ == "__main__":
    sys.exit(main())
