"""The command line: one sub-command, one module in workbook_launcher.commands."""

import argparse
import sys
from typing import List

from . import commands, utf8
from .errors import WorkbookError, in_words


def main(arguments: List[str]) -> int:
    """Runs a sub-command; its exit code, 2 for what the reader has to mend, 130 for Ctrl-C."""
    utf8.everywhere()
    try:
        options = parser().parse_args(arguments)
        return options.run(options)
    except WorkbookError as error:
        print(f"workbook: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"workbook: {in_words(error, f'using {error.filename}')}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nworkbook: stopped.", file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    """The parser with all sub-commands."""
    top = argparse.ArgumentParser(
        prog="workbook",
        description="An LSTM on real stock prices, in Java and Jupyter. The first command sets up what is missing.",
    )
    subparsers = top.add_subparsers(metavar="COMMAND", required=True)
    for command in commands.ALL:
        command.register(subparsers)
    return top
