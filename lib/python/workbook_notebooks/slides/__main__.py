"""python -m workbook_notebooks.slides --home FOLDER --out FOLDER NOTEBOOK…: what ./workbook slides does after the set-up."""

import argparse
from pathlib import Path

from . import write

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("notebooks", nargs="+", type=Path)
    options = parser.parse_args()
    for page in write(options.home, options.out, options.notebooks):
        print(page, flush=True)
