"""What ./workbook slides does after the set-up."""

from pathlib import Path

from workbook_launcher import process, project

from . import write

options = process.handed_over()
for page in write(project.HOME, Path(options.out), [Path(notebook) for notebook in options.notebooks]):
    print(page, flush=True)
