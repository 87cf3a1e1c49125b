"""What ./workbook run does after the set-up."""

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import List

from workbook_launcher import process, project

from . import glossary, report, saving, side_by_side, site
from .execute import Result, execute
from .turns import Turns


def main() -> int:
    """Executes the notebooks; 0 if every cell of each ran, 1 otherwise."""
    options = process.handed_over()
    out, notebooks = Path(options.out), [Path(notebook) for notebook in options.notebooks]
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl-C, with its kernels
    try:
        results = run(out, notebooks, options.jobs or side_by_side.at_once())
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    if any(result.failure for result in results):
        return 1
    if options.save:
        for result in results:
            saving.save(executed(out, result.path), result.path)
        glossary.write(project.HOME)
    return 0


def run(out: Path, notebooks: List[Path], jobs: int) -> List[Result]:
    """Executes into out/notebooks, prints the tables, writes the site, and says what failed."""
    tables_folder = out / "results"
    shutil.rmtree(tables_folder, ignore_errors=True)
    tables_folder.mkdir(parents=True)
    os.environ["WORKBOOK_RESULTS"] = str(tables_folder)
    progress = report.Progress(notebooks)

    def run_one(path: Path, turns: Turns) -> Result:
        log = (out / "logs" / inside(path)).with_suffix(".log")
        return execute(path, executed(out, path), log, lambda done, cells: progress.update(path, done, cells), turns=turns)

    results = side_by_side.run(notebooks, jobs, run_one, progress.finish)
    print(f"\n{report.tables(tables_folder)}\n")
    for result in results:
        if result.failure:
            print(report.failure(result, executed(out, result.path)) + "\n")
    print(f"The site: {site.write(project.HOME, out)}")
    return results


def executed(out: Path, path: Path) -> Path:
    """Where the executed copy of a notebook lies: under its own name, in the same sub-folder."""
    return out / "notebooks" / inside(path)


def inside(path: Path) -> Path:
    """A notebook's place below notebooks/; the name of one that lies elsewhere."""
    return path.relative_to(project.NOTEBOOKS) if project.NOTEBOOKS in path.parents else Path(path.name)


if __name__ == "__main__":
    sys.exit(main())
