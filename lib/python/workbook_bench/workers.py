"""Processes that time one engine each, on demand: so the engines take turns, and none is measured in a quieter minute."""

import os
import subprocess
from typing import List, Optional

from workbook_launcher import java, kernel, library, project

MARK = "answer "


class WorkerFailed(Exception):
    """The process ended; the message is the last line that it wrote to its log."""


class Worker:
    """One engine at one setting. See org.lstmworkbook.lab.bench.LstmWorker for what it is told and what it answers."""

    def __init__(self, engine: str, setting: str, threads: int, command: List[str], environment: dict):
        self.engine, self.setting, self.threads = engine, setting, threads
        self.log = project.BUILD / "logs" / f"bench-{engine}-{setting.replace(' ', '-').replace(',', '')}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._log = open(self.log, "wb")
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, encoding="utf-8", cwd=project.HOME,
            env={**os.environ, "OMP_NUM_THREADS": str(threads), **environment},
        )

    def ask(self, question: str) -> str:
        """The answer to one line. Lines without the mark are the libraries' own talk."""
        try:
            print(question, file=self._process.stdin, flush=True)
        except BrokenPipeError:
            pass  # its log, below, says why
        for line in self._process.stdout:
            if line.startswith(MARK):
                return line[len(MARK):].strip()
        self._process.wait()
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise WorkerFailed(lines[-1] if lines else f"exit code {self._process.returncode}")

    def close(self) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        self._log.close()


def java_worker(engine: str, threads: int, compiler: Optional[str] = None, fast: bool = False) -> Worker:
    """DL4J, plain or with the helper; `compiler` is a JVM option and its name in the table.

    The helper is measured as the workbook runs it, pinned to one arithmetic, or as with `--fast`; plain DL4J as it comes.
    """
    options = ["-XX:TieredStopAtLevel=1"] if compiler == "kernel's JVM" else []
    openmp = 1 if engine == "helper" else threads
    setting = f"{threads} threads" + (f", {compiler}" if compiler else "")
    return Worker(
        "helper --fast" if engine == "helper" and fast else engine, setting, threads,
        library.command(java.find(), "lab.bench.LstmWorker", engine, str(threads), options=options),
        {**kernel.environment(fast or engine == "dl4j"), "OMP_NUM_THREADS": str(openmp)},
    )
