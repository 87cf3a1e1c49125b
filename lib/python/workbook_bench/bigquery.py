"""How fast rows come from BigQuery: the library by REST and by Storage Read, beside Python's client, on one local server."""

import json
from typing import List

from workbook_launcher import java, kernel, library, project

from . import emulator
from .workers import Worker

# Seven columns as those of daily prices, without the ticker.
SQL = (
    "CREATE OR REPLACE TABLE market.{table} AS SELECT DATE_ADD(DATE '2000-01-01', INTERVAL MOD(i, 9000) DAY) AS trade_date, i * 0.25 AS open, i * 0.5 AS high, "
    "i * 0.125 AS low, i * 0.375 AS close, i * 0.75 AS adj_close, i AS volume FROM UNNEST(GENERATE_ARRAY(1, {rows})) AS i"
)
ROWS = (10_000, 100_000, 1_000_000)
ROUNDS = 3
# What each client has in memory at the end: like is to be compared with like.
LEAVES = {
    "library": "typed columns of a Tablesaw table",
    "python to_dataframe": "typed columns of a pandas DataFrame",
    "python to_arrow": "Arrow's buffers as they came, not converted",
}
# For more the server itself takes minutes by REST.
MAX_BY_REST = 100_000
SCRIPT = project.PYTHON_SOURCES / "workbook_bench" / "peers" / "bigquery_worker.py"


def measure(arguments) -> dict:
    """Each client on each path in turn, from the request to the last row; the best of three.

    With Storage Read, Python's client waits 0.2 s for more at the end. The peak is that of Java's heap, garbage included, and of
    Python's whole process.
    """
    emulator.install()
    found = []
    with emulator.running() as environment:
        workers = _workers(environment)
        try:
            emulator.create_dataset(environment, "market")
            for rows in arguments.rows or ROWS:
                emulator.query(environment, SQL.format(rows=rows, table=f"rows_{rows}"))
                for worker in workers:
                    if rows > MAX_BY_REST and worker.setting == "rest":
                        continue
                    found.append(_best(worker, rows))
                    print("{client:19} {path:13} {rows:>10,} rows x {columns}  {rows_per_s:>12,.0f} rows/s  "
                          "peak {peak_heap_mb:>7,.0f} MB  {leaves}".format(**found[-1]), flush=True)
        finally:
            for worker in workers:
                worker.close()
    return {"bigquery": found}


def _workers(environment: dict) -> List[Worker]:
    python = [str(project.venv_python(emulator.VENV)), str(SCRIPT), emulator.PROJECT]
    ours = library.command(java.find(), "lab.bench.BigQueryWorker", emulator.PROJECT)
    rest = {"BIGQUERY_EMULATOR_HOST": environment["BIGQUERY_EMULATOR_HOST"]}
    return [
        Worker("library", "rest", 1, [*ours, "rest"], {**kernel.environment(), **rest}),
        Worker("library", "storage_read", 1, [*ours, "storage_read"], {**kernel.environment(), **environment}),
        Worker("python to_arrow", "rest", 1, [*python, "rest", "arrow"], rest),
        Worker("python to_dataframe", "storage_read", 1, [*python, "storage_read", "dataframe"], environment),
        Worker("python to_arrow", "storage_read", 1, [*python, "storage_read", "arrow"], environment),
    ]


def _best(worker: Worker, rows: int) -> dict:
    answers = [json.loads(worker.ask(f"rows_{rows}")) for _ in range(ROUNDS)]
    best = min(answers, key=lambda answer: answer["seconds"])
    return {
        "path": worker.setting,
        "client": worker.engine,
        "leaves": LEAVES[worker.engine],
        "rows": rows,
        "columns": best["columns"],
        "rows_per_s": rows / best["seconds"],
        "peak_heap_mb": max(answer["peak_mb"] for answer in answers),
        "sum_of_volume": best["sum_of_volume"],
    }
