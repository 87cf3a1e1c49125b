"""python -m workbook_notebooks --home FOLDER NOTEBOOK…: what ./workbook run does after the set-up."""

import argparse
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import List

from . import report, saving, site
from .execute import Result, execute


def main() -> int:
    """Executes the notebooks one after the other; 0 if every cell of each ran, 1 otherwise."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--save", action="store_true")
    parser.add_argument("notebooks", nargs="+", type=Path)
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl-C, with its kernel
    try:
        results = run(arguments.home, arguments.out, arguments.notebooks)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    if any(result.failure for result in results):
        return 1
    if arguments.save:
        for result in results:
            saving.save(executed(arguments.home, arguments.out, result.path), result.path)
    return 0


def run(home: Path, out: Path, notebooks: List[Path]) -> List[Result]:
    """Executes into out/notebooks, prints the tables, writes the site, and says what failed."""
    tables_folder = out / "results"
    shutil.rmtree(tables_folder, ignore_errors=True)
    tables_folder.mkdir(parents=True)
    os.environ["WORKBOOK_RESULTS"] = str(tables_folder)
    width = max(len(path.stem) for path in notebooks)
    results = []
    for path in notebooks:
        line = report.ProgressLine(path.stem, width)
        results.append(execute(path, executed(home, out, path), out / "logs" / f"{path.stem}.log", line.update))
        line.finish(results[-1])
    print(f"\n{report.tables(tables_folder)}\n")
    for result in results:
        if result.failure:
            print(report.failure(result, executed(home, out, result.path)) + "\n")
    print(f"The site: {site.write(home, out)}")
    return results


def executed(home: Path, out: Path, path: Path) -> Path:
    """Where the executed copy of a notebook lies: under its own name, in the same sub-folder."""
    notebooks = home / "notebooks"
    inside = path.relative_to(notebooks) if notebooks in path.parents else Path(path.name)
    return out / "notebooks" / inside


if __name__ == "__main__":
    sys.exit(main())
