"""What ./workbook bench does after the set-up: measures, prints a table, and writes or completes a JSON file."""

import json
import sys
from pathlib import Path

from workbook_launcher import files, process

from . import bigquery, lstm, machine, notebooks, picture, training, windows

MEASURES = {"lstm": lstm.measure, "training": training.measure, "windows": windows.measure, "notebooks": notebooks.measure,
            "bigquery": bigquery.measure}


def main() -> int:
    """Measures one thing after the other; what an existing JSON file holds of the others stays."""
    arguments = process.handed_over()
    file = arguments.json and Path(arguments.json)
    found = json.loads(file.read_text(encoding="utf-8")) if file and file.is_file() else {}
    found["machine"] = machine.describe()
    for name in arguments.what:
        found.update(MEASURES[name](arguments))
        if file:
            files.write_if_changed(file, json.dumps(found, indent=1) + "\n")
    if arguments.picture:
        picture.draw(found, arguments.picture)
    for written in filter(None, (arguments.json, arguments.picture)):
        print(f"\nWritten: {written}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
