"""The options that choose data and training; they reach the notebooks as environment variables."""

import argparse
import collections
import datetime
import json
import os
import re
import tempfile
from pathlib import Path
from typing import Dict, List, Optional

from . import kernel, library, project
from .errors import WorkbookError
from .java import Jdk


DEFAULT_TICKER = "IBM"
# The least and the most that may be chosen.
WHOLE_NUMBERS = {"window": (2, 1_000), "horizon": (1, 10), "epochs": (1, 100_000), "trials": (1, 10_000), "seed": (0, 2**63 - 1)}


def add_to(parser: argparse.ArgumentParser) -> None:
    """Adds all that a run of the notebooks can be asked for."""
    group = parser.add_argument_group("your own experiment")
    add_training_to(group)
    group.add_argument("--project", metavar="PROJECT", help="query BigQuery in this Google Cloud project; load it first: "
                       "./workbook bigquery load")
    group.add_argument("--ticker", metavar="NAME", help=f"the stock, for example AAPL (default: {DEFAULT_TICKER}, or the file's); "
                       "several with commas between them")
    group.add_argument("--from", dest="first_day", metavar="DATE", help="the first day, as 2000-03-01")
    group.add_argument("--to", dest="last_day", metavar="DATE", help="the last day, as 2013-03-01")
    group.add_argument("--horizon", metavar="DAYS", help="trading days ahead that are forecast, 1 to 10 (default: 1)")


def add_training_to(group) -> None:
    """Adds --data, --real-jumps, --window, --epochs and --seed: what the training of step 9 can be asked for."""
    add_prices_to(group)
    group.add_argument("--window", metavar="DAYS", help="days of the past that the network sees at once (default: 60)")
    group.add_argument("--epochs", metavar="N", help="passes over the training data, 1 or more (default: 40)")


def add_prices_to(group) -> None:
    """Adds --data, --real-jumps and --seed: what any training can be asked for."""
    group.add_argument("--data", metavar="FILE.csv", help="daily prices of your own, as they were downloaded")
    group.add_argument("--real-jumps", action="store_true", help="jumps in the prices that look like a split are real moves")
    group.add_argument("--seed", metavar="N", help="the seed of all random numbers, 0 or more (default: 42)")


def environment(arguments: argparse.Namespace) -> Dict[str, str]:
    """The notebooks' environment variables for these options; what cannot be used is refused in words.

    An option that a command does not offer is one that was not chosen.
    """
    options = collections.defaultdict(lambda: None, vars(arguments))
    chosen = own_data(options["data"])
    if options["project"] is not None:
        if chosen:
            raise WorkbookError("--data and --project name two sources of prices; give one of them.")
        chosen["WORKBOOK_PROJECT"] = project_id(options["project"])
    if options["ticker"] is not None:
        if not options["ticker"].strip():
            raise WorkbookError("--ticker: the name is empty; give one of the file's tickers, for example IBM.")
        chosen["WORKBOOK_TICKER"] = options["ticker"].strip()
    days = {"WORKBOOK_FROM": ("--from", options["first_day"]), "WORKBOOK_TO": ("--to", options["last_day"])}
    chosen.update({name: _day(*option) for name, option in days.items() if option[1] is not None})
    if "WORKBOOK_FROM" in chosen and "WORKBOOK_TO" in chosen and chosen["WORKBOOK_FROM"] >= chosen["WORKBOOK_TO"]:
        raise WorkbookError(f"--from {days['WORKBOOK_FROM'][1]} is not before --to {days['WORKBOOK_TO'][1]}.")
    if options["real_jumps"]:
        chosen["WORKBOOK_REAL_JUMPS"] = "yes"
    for name, (least, most) in WHOLE_NUMBERS.items():
        if options[name] is not None:
            chosen[f"WORKBOOK_{name.upper()}"] = _whole_number(f"--{name}", options[name], least, most)
    return chosen


def own_data(file: Optional[str]) -> Dict[str, str]:
    """The variable that names a reader's own prices, or none."""
    if file is None:
        return {}
    path = Path(file).expanduser().resolve()
    if path.is_dir():
        raise WorkbookError(f"--data: {path} is a folder. Name a file of prices in it.")
    if not path.is_file():
        raise WorkbookError(f"--data: there is no file {path}.")
    return {"WORKBOOK_DATA": str(path)}


def check_data(chosen: Dict[str, str], jdk: Jdk) -> Dict[str, str]:
    """Has the library read the prices asked for, so that what cannot be used is refused before any notebook runs.

    What the options leave open, the file decides: its one ticker, its first and last day, the features that move. Prices
    of a Google Cloud project are not looked at here: that would cost a query.
    """
    own = "WORKBOOK_DATA" in chosen
    if not own and google_cloud_project(chosen) and not {**os.environ, **chosen}.get("WORKBOOK_PROJECT"):
        print(f"Prices: BigQuery in the project {google_cloud_project(chosen)}, named by GOOGLE_CLOUD_PROJECT (Cloud Shell sets it). "
              "For the sample prices: unset GOOGLE_CLOUD_PROJECT", flush=True)
    asked = any(name in chosen for name in ("WORKBOOK_TICKER", "WORKBOOK_FROM", "WORKBOOK_TO", "WORKBOOK_WINDOW"))
    if not own and (not asked or google_cloud_project(chosen)):
        return chosen
    if not own:
        chosen = {"WORKBOOK_TICKER": DEFAULT_TICKER, **chosen}
    arguments = [chosen["WORKBOOK_DATA"], str(Path(tempfile.gettempdir()) / "prices")] if own else [str(project.SAMPLES)]
    answer = library.answer(library.command(jdk, "notebook.PriceCheck", *arguments, options=[kernel.QUICKLY_COMPILED]), chosen)
    if answer.returncode != 0:
        raise WorkbookError(answer.stderr.strip() or f"{arguments[0]} cannot be used.")
    found = json.loads(answer.stdout.strip().splitlines()[-1])
    for sentence in found["said"]:
        print(sentence, flush=True)
    return {**chosen, **found["environment"]}


def each_ticker(chosen: Dict[str, str]) -> List[Dict[str, str]]:
    """The choices of one run for each ticker that is named, in their order, none twice."""
    names = [name.strip() for name in chosen.get("WORKBOOK_TICKER", "").split(",") if name.strip()]
    return [{**chosen, "WORKBOOK_TICKER": name} for name in dict.fromkeys(names)] or [chosen]


def google_cloud_project(chosen: Dict[str, str]) -> Optional[str]:
    """The Google Cloud project that the notebooks query, if an option or the environment names one."""
    named = {**os.environ, **chosen}
    return named.get("WORKBOOK_PROJECT") or named.get("GOOGLE_CLOUD_PROJECT")


def project_id(text: str) -> str:
    """A project's id as Google writes it, also with a domain before it."""
    if not re.fullmatch(r"([a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]", text):
        raise WorkbookError(f"--project: '{text}' is no project id: 6 to 30 small letters, digits and hyphens. "
                            "gcloud projects list shows yours.")
    return text


def _day(option: str, text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise WorkbookError(f"{option}: '{text}' is no date; write it as 2009-04-30.") from None


def _whole_number(option: str, text: str, least: int, most: int) -> str:
    try:
        number = int(text)
    except ValueError:
        raise WorkbookError(f"{option}: '{text}' is no whole number.") from None
    if not least <= number <= most:
        raise WorkbookError(f"{option}: {text} is out of range; give {least} to {most}.")
    return str(number)
