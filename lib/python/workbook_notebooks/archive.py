"""python -m workbook_notebooks.archive NOTEBOOK… ARCHIVE: keeps the classes that notebooks load, for kernels that start later.

Half the time until a notebook shows its first prices goes into reading and checking some ten thousand classes. Java
can keep them as they lie in memory (class-data sharing) when a program ends: here a kernel that ran the notebooks.
"""

import signal
import subprocess
import sys
from pathlib import Path

import nbformat
from jupyter_client.manager import KernelManager

CELL_SECONDS = 120
END_SECONDS = 300


def main(notebooks: list, archive: str) -> None:
    """Runs the notebooks' cells in one kernel and lets it end in peace, which is when Java writes the archive."""
    manager = KernelManager(kernel_name="java")
    argv = manager.kernel_spec.argv
    argv.insert(argv.index("-cp"), f"-XX:ArchiveClassesAtExit={archive}")
    manager.start_kernel(stdout=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=CELL_SECONDS)
        for path in notebooks:
            for cell in nbformat.read(path, as_version=4).cells:
                if cell.cell_type == "code":
                    client.execute_interactive(cell.source, timeout=CELL_SECONDS, output_hook=lambda message: None)
        client.execute("System.exit(0);")  # at once: idle threads would keep a kernel that was told to shut down for a minute
        manager.provisioner.process.wait(END_SECONDS)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if not Path(archive).is_file():
        sys.exit("The kernel ended without an archive.")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl-C, with its kernel
    main(sys.argv[1:-1], sys.argv[-1])
