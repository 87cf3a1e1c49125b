"""./workbook bigquery load: puts prices into a Google Cloud project of one's own."""

import argparse
import re

from .. import kernel, library, options, process, project, setup
from ..errors import WorkbookError

DATASET = "market"


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "bigquery",
        help="put the sample prices into a Google Cloud project of yours",
        description="Works with the machine's application-default credentials: gcloud auth application-default login.",
    )
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    load = verbs.add_parser(
        "load",
        help="create the table daily_prices, and fill it; safe to repeat",
        description="Creates the dataset and its table daily_prices (partitioned by the month of trade_date, clustered by "
        "ticker) where they are missing, and replaces the rows, all at once.",
    )
    load.add_argument("--project", metavar="PROJECT", required=True, help="the id of the Google Cloud project")
    load.add_argument("--dataset", metavar="NAME", default=DATASET,
                      help=f"the dataset; the notebooks query {DATASET} (default: {DATASET})")
    load.add_argument("--location", metavar="PLACE", default="US",
                      help="where a dataset that is not there yet is created, for example EU (default: US)")
    load.add_argument("--data", metavar="FILE.csv", help="prices of your own (default: the samples)")
    load.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Refuses names that are none before anything is set up; the library does the rest."""
    name = options.project_id(arguments.project)
    if not re.fullmatch(r"\w{1,1024}", arguments.dataset, re.ASCII):
        raise WorkbookError(f"--dataset: '{arguments.dataset}' is no dataset's name; use letters, digits and underscores.")
    if not re.fullmatch(r"[A-Za-z]+(-[A-Za-z]+\d+)?", arguments.location):
        raise WorkbookError(f"--location: '{arguments.location}' is no location; give US, EU or a region such as europe-west3.")
    file = options.own_data(arguments.data).get("WORKBOOK_DATA", str(project.SAMPLES))
    jdk = setup.ensure()
    command = library.command(jdk, "market.PriceLoad", file, name, arguments.dataset, arguments.location)
    code = process.run(command, kernel.environment())
    if code == 0 and arguments.dataset == DATASET:
        print(f"Now: ./workbook run --project {name}")
    return code
