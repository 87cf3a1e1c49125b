"""./workbook bench: measures the LSTM, step 9's trainings, the windows, the notebooks and BigQuery on this machine."""

import argparse
import re

from .. import process, project, setup
from ..errors import WorkbookError

WHAT = ("lstm", "training", "windows", "notebooks")
ALL = (*WHAT, "bigquery")


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "bench",
        help="measure how fast the LSTM, the trainings, the windows, the notebooks and BigQuery are here",
        description="lstm: training step and inference, plain DL4J, the fast path, and PyTorch and Keras where installed, "
        "in interleaved rounds. training: both trainings of step 9 as its notebook runs them, beside PyTorch's. windows: a batch "
        "of windows against a plain copy. notebooks: kernel start, first cell, each step. bigquery: rows a second, by REST and by "
        "Storage Read, beside Python's client (to_dataframe and to_arrow) on the same local server (bqemulator, installed into "
        "build/bqemulator; needs Python 3.11). Measure on a quiet machine.",
    )
    parser.add_argument("what", nargs="*", metavar="WHAT", help=f"{', '.join(ALL)}; default: all but bigquery")
    parser.add_argument("--json", metavar="FILE", type=project.absolute, help="write the figures there too; those of another measure stay")
    parser.add_argument("--picture", metavar="FILE", type=project.absolute, help="draw the training steps' speeds as bars, a PNG; needs lstm")
    parser.add_argument("--with-peers", action="store_true",
                        help="install PyTorch and Keras into build/peers first (some gigabytes)")
    parser.add_argument("--shape", action="append", metavar="B,T,F,H,L",
                        help="lstm: batch, steps, features, hidden, layers; default: the five of the README")
    parser.add_argument("--rounds", type=int, help="lstm, training: interleaved rounds (default: 3; in full 7)")
    parser.add_argument("--full", action="store_true",
                        help="half an hour and more: also how time grows with each size, and every notebook")
    parser.add_argument("--rows", action="append", type=int, metavar="N",
                        help="bigquery: the rows of a result; default: 10000, 100000 and 1000000")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Refuses a shape that is none before anything is set up."""
    for name in arguments.what:  # not argparse's choices: before Python 3.12 they refuse no name at all, which means the usual ones
        if name not in ALL:
            raise WorkbookError(f"bench measures no '{name}'. There are: {', '.join(ALL)}.")
    for shape in arguments.shape or []:
        if not re.fullmatch(r"[1-9]\d*(,[1-9]\d*){4}", shape):
            raise WorkbookError(f"A shape is batch,steps,features,hidden,layers, such as 64,60,5,64,1, but this is '{shape}'.")
    if arguments.picture and "lstm" not in (arguments.what or WHAT):
        raise WorkbookError("--picture draws what 'lstm' measures: ./workbook bench lstm --picture FILE")
    if any(rows < 1 for rows in arguments.rows or []):
        raise WorkbookError("--rows: give 1 or more.")
    jdk = setup.ensure()
    command = process.hand_over(
        "workbook_bench", what=arguments.what or WHAT, shapes=arguments.shape, rows=arguments.rows, rounds=arguments.rounds,
        full=arguments.full, with_peers=arguments.with_peers, json=arguments.json, picture=arguments.picture)
    # The pins of our arithmetic belong to our own JVMs: PyTorch and Keras choose their kernels as they would elsewhere.
    return process.run(command, {"JAVA_HOME": str(jdk.home)})
