"""python -m workbook_bench WHAT…: measures, prints a table, and writes or completes a JSON file."""

import argparse
import json
import sys
from pathlib import Path

from . import bigquery, lstm, machine, notebooks, picture, training, windows

MEASURES = {"lstm": lstm.measure, "training": training.measure, "windows": windows.measure, "notebooks": notebooks.measure,
            "bigquery": bigquery.measure}


def main() -> int:
    """Measures one thing after the other; what an existing JSON file holds of the others stays."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="+", choices=list(MEASURES))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--with-peers", action="store_true")
    parser.add_argument("--shape", action="append", dest="shapes")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--rows", action="append", type=int)
    arguments = parser.parse_args()
    found = json.loads(arguments.json.read_text(encoding="utf-8")) if arguments.json and arguments.json.is_file() else {}
    found["machine"] = machine.describe()
    for name in arguments.what:
        found.update(MEASURES[name](arguments))
        if arguments.json:
            partial = arguments.json.with_suffix(".partial")
            partial.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
            partial.replace(arguments.json)
    if arguments.picture:
        picture.draw(found, arguments.picture)
    for file in filter(None, (arguments.json, arguments.picture)):
        print(f"\nWritten: {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
