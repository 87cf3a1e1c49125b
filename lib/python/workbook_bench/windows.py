"""How fast a batch of windows is ready, against a plain copy of as many bytes, and what a window holds in memory."""

import json

from workbook_launcher import java, kernel, library

from .workers import Worker


def measure(arguments) -> dict:
    """Asks org.lstmworkbook.lab.bench.WindowsBench."""
    worker = Worker("windows", "java", 1, library.command(java.find(), "lab.bench.WindowsBench"), kernel.environment())
    try:
        found = json.loads(worker.ask(""))
    finally:
        worker.close()
    width = max(map(len, found))
    for name, value in found.items():
        print(f"{name:{width}}  {value:,.4g}")
    return {"windows": found}
