"""The machine that the figures are from."""

import os
import platform
import re
from pathlib import Path

from workbook_launcher import java


def describe() -> dict:
    """Processor, cores, load before the measurement, system and versions."""
    jdk = java.find()
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "system": f"{platform.system()} {platform.release()}",
        "java": jdk.version,
        "python": platform.python_version(),
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        found = re.search(r"model name\s*: (.*)", info.read_text(encoding="utf-8"))
        if found:
            return found.group(1)
    return platform.processor() or platform.machine()
