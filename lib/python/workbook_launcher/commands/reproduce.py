"""./workbook reproduce: trains a forecaster again from what its file says, and compares bit by bit."""

import argparse
import json
import sys
import zipfile
from pathlib import Path

from .. import kernel, library, options, process, setup
from ..errors import WorkbookError

INTERRUPTED = (130, -2)


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "reproduce",
        help="train a forecaster again from what its file says, and compare bit by bit",
        description="Asks the query of the forecaster's file again, compares the rows, trains again with the file's settings, "
        "and compares network, weights, scaler, interval and scores. The exit code is 0 only if every bit is equal, "
        "1 if not, 2 if it could not be compared.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="a NAME.forecaster.zip, as step 9 saves it")
    parser.add_argument("--data", metavar="FILE.csv", help="the prices it learned from, where they are a file of your own")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Refuses what is not there before anything is set up; the library does the rest."""
    if not arguments.file.is_file():
        raise WorkbookError(f"There is no forecaster file {arguments.file}.")
    prices = options.own_data(arguments.data)
    jdk = setup.ensure()
    if prices:
        choices = {"WORKBOOK_TICKER": _ticker(arguments.file), "WORKBOOK_REAL_JUMPS": "yes"}
        prices = options.check_data({**prices, **choices}, jdk)
    command = library.command(jdk, "lab.reproduce.Reproduce", str(arguments.file.resolve()))
    code = process.run(command, {**kernel.environment(), **prices})
    if code in INTERRUPTED:
        print("\nworkbook: stopped. Nothing was compared, and the file is as it was.", file=sys.stderr)
        return 130
    return code


def _ticker(file: Path) -> str:
    """The ticker that a forecaster learned: a file of prices need not name it."""
    try:
        with zipfile.ZipFile(file) as archive:
            return json.loads(archive.read("manifest.json"))["about"]["provenance"]["ticker"]
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise WorkbookError(f"{file} is no forecaster's file, as step 9 saves it.") from None
