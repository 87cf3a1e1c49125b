"""./workbook run: executes the notebooks and ends with what they found."""

import argparse
import csv
from decimal import Decimal
from pathlib import Path
from typing import List
from urllib.parse import quote

from .. import device, lock, options, process, project, selection, setup
from ..errors import WorkbookError
from ..numbers import aligned, p_value


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "run",
        help="execute the notebooks, print what they predict, write the HTML site",
        description="Executes 00-start-here and the eleven steps, or those named, each in a kernel of its own. "
        "Writes build/notebooks and build/site. The exit code is 0 only if every cell of every notebook ran.",
    )
    parser.add_argument("notebooks", nargs="*", metavar="NOTEBOOK",
                        help="the beginning of a step's name (04), or the path of a notebook; default: all steps")
    parser.add_argument("--out", metavar="FOLDER", type=project.absolute, default=project.BUILD,
                        help="where the executed notebooks, the tables and the site go (default: build)")
    parser.add_argument("--save", action="store_true",
                        help="for maintainers: write the outputs back into notebooks/ if every cell ran")
    parser.add_argument("--jobs", metavar="N", type=int,
                        help="notebooks run at the same time (default: as many as there are processors and 2 GB of free memory)")
    options.add_to(parser)
    device.add_to(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Sets up, checks the options, and has the environment's own Python execute the notebooks, once for each ticker."""
    chosen = selection.chosen(arguments.notebooks)
    if arguments.jobs is not None and arguments.jobs < 1:
        raise WorkbookError(f"--jobs {arguments.jobs} is too little; give 1 or more.")
    wanted = options.each_ticker(options.environment(arguments))
    if arguments.save and len(wanted) > 1:
        raise WorkbookError("--save writes the notebooks of one ticker: name one only.")
    jdk = setup.ensure()
    checked = [options.check_data(each, jdk) for each in wanted]
    on_device = device.environment(arguments, jdk)
    folders = [arguments.out] if len(checked) == 1 else [arguments.out / _folder(each["WORKBOOK_TICKER"]) for each in checked]
    codes = []
    with lock.held(project.STATE / "run.lock", "running"):
        for environment, folder in zip(checked, folders):
            if len(checked) > 1:
                print(f"\n== {environment['WORKBOOK_TICKER']}", flush=True)
            command = process.hand_over("workbook_notebooks", out=folder, notebooks=chosen, save=arguments.save, jobs=arguments.jobs)
            codes.append(process.run(command, {**environment, **on_device}))
            if codes[-1] not in (0, 1):
                return codes[-1]
    if len(checked) > 1:
        print(_together([each["WORKBOOK_TICKER"] for each in checked], folders))
    return max(codes)


def _folder(ticker: str) -> str:
    """A ticker as a folder's name: no ticker leads out of the folder above."""
    return "ticker-" + quote(ticker, safe="").replace("*", "%2A")


def _plain(dollars: float) -> str:
    """Four digits, without an exponent where a coin costs a ten-millionth of a dollar."""
    return format(Decimal(f"{dollars:.4g}"), "f")


def _together(tickers: List[str], folders: List[Path]) -> str:
    """One line for each ticker: the LSTM's misses in dollars on its test days, and persistence's."""
    lines = [("ticker", "RMSE $", "persistence $", "ratio", "p")]
    for ticker, folder in zip(tickers, folders):
        table = folder / "results" / "scoreboard.csv"
        if not table.is_file():
            lines.append((ticker, "not made", "", "", ""))
            continue
        with open(table, newline="", encoding="utf-8") as file:
            rows = {row["forecaster"]: row for row in csv.DictReader(file)}
        lstm, naive = rows["LSTM"], rows["persistence"]
        ours, theirs = float(lstm["RMSE $"]), float(naive["RMSE $"])
        lines.append((ticker, _plain(ours), _plain(theirs), f"{ours / theirs:.3f}", p_value(lstm["p"])))
    return "\nThe LSTM and \"tomorrow as today\" on the test days\n  " + "\n  ".join(aligned(lines))
