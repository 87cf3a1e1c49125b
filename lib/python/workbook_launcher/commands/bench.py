"""./workbook bench: measures the LSTM, step 9's trainings, the windows and the notebooks on this machine."""

import argparse
import re
from pathlib import Path

from .. import kernel, process, setup
from ..errors import WorkbookError

WHAT = ("lstm", "training", "windows", "notebooks")


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "bench",
        help="measure how fast the LSTM, the trainings, the windows and the notebooks are here",
        description="lstm: training step and inference, plain DL4J, the fast path, and PyTorch and Keras where installed, "
        "in interleaved rounds. training: both trainings of step 9 as its notebook runs them, beside PyTorch's. windows: a batch "
        "of windows against a plain copy. notebooks: kernel start, first cell, each step. Measure on a quiet machine.",
    )
    parser.add_argument("what", nargs="*", choices=WHAT, help="default: all four")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures there too; those of another measure stay")
    parser.add_argument("--picture", metavar="FILE", type=Path, help="draw the training steps' speeds as bars, a PNG; needs lstm")
    parser.add_argument("--with-peers", action="store_true",
                        help="install PyTorch and Keras into build/peers first (some gigabytes)")
    parser.add_argument("--shape", action="append", metavar="B,T,F,H,L",
                        help="lstm: batch, steps, features, hidden, layers; default: the five of the README")
    parser.add_argument("--rounds", type=int, help="lstm, training: interleaved rounds (default: 3; in full 7)")
    parser.add_argument("--full", action="store_true",
                        help="half an hour and more: also how time grows with each size, and every notebook")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Refuses a shape that is none before anything is set up."""
    for shape in arguments.shape or []:
        if not re.fullmatch(r"[1-9]\d*(,[1-9]\d*){4}", shape):
            raise WorkbookError(f"A shape is batch,steps,features,hidden,layers, such as 64,60,5,64,1, but this is '{shape}'.")
    if arguments.picture and "lstm" not in (arguments.what or WHAT):
        raise WorkbookError("--picture draws what 'lstm' measures: ./workbook bench lstm --picture FILE")
    jdk = setup.ensure()
    command = process.python("workbook_bench", *(arguments.what or WHAT))
    if arguments.rounds:
        command += ["--rounds", str(arguments.rounds)]
    for option, file in (("--json", arguments.json), ("--picture", arguments.picture)):
        if file:
            command += [option, str(file.resolve())]
    for shape in arguments.shape or []:
        command += ["--shape", shape]
    command += [option for option, wanted in (("--with-peers", arguments.with_peers), ("--full", arguments.full)) if wanted]
    return process.run(command, {**kernel.environment(), "JAVA_HOME": str(jdk.home)})
