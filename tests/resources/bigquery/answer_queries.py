"""Writes DuckDB's answers into queries.test: what the embedded BigQuery endpoint is compared with by QueriesTest.

Run from the project's root as  build/bqemulator/bin/python tests/resources/bigquery/answer_queries.py [--check]
(the environment of ./workbook test's second BigQuery; else any with requirements/bqemulator.txt's duckdb).

A block of the file is a query in GoogleSQL; a line for each of its parameters; DuckDB's words for the same question after `duckdb:`
where it has others; and after `----` the answer: the columns' types, then one JSON list for each row. What follows
`---- by hand`, `---- error` (the beginning of the message) and `---- not offered` is written by people, from BigQuery's reference.
"""

import datetime
import decimal
import json
import re
import sys
from base64 import b64encode
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
FILE = HERE / "queries.test"
TYPES = {"TINYINT": "INTEGER", "INTEGER": "INTEGER", "BIGINT": "INTEGER", "UBIGINT": "INTEGER", "HUGEINT": "INTEGER",
         "DOUBLE": "FLOAT", "VARCHAR": "STRING", "BOOLEAN": "BOOLEAN", "DATE": "DATE", "TIME": "TIME", "BLOB": "BYTES",
         "TIMESTAMP": "DATETIME", "TIMESTAMP WITH TIME ZONE": "TIMESTAMP", "STRUCT": "RECORD", '"NULL"': "?"}


def connect() -> duckdb.DuckDBPyConnection:
    """An engine that holds the same tables as QueriesTest's endpoint."""
    engine = duckdb.connect()
    engine.execute("SET TimeZone = 'UTC'; CREATE SCHEMA d; CREATE SCHEMA market")
    for table, file in (("d.prices", HERE / "prices.csv"), ("d.names", HERE / "names.csv"),
                        ("market.daily_prices", Path("data-samples/daily_prices.csv"))):
        engine.execute(f"CREATE TABLE {table} AS FROM read_csv('{file}')")
    return engine


def answer(engine: duckdb.DuckDBPyConnection, question: str) -> str:
    """The question, `----`, and DuckDB's types and rows."""
    google, _, other = question.partition("\nduckdb: ")
    found = engine.execute(other or google)
    types = ", ".join(type_name(str(column[1])) for column in found.description)
    rows = [json.dumps(plain(row), ensure_ascii=False) for row in found.fetchall()]
    return "\n".join([question, "----", types, *rows])


def type_name(name: str) -> str:
    if name.endswith("[]"):
        return type_name(name[:-2]) + "[]"
    return TYPES[name.partition("(")[0]]


def plain(value):
    """A value as QueriesTest reads it: numbers and truth values as JSON has them, all else as text."""
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return [plain(each) for each in value.values()]
    if isinstance(value, float) and value - value != 0:
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, datetime.datetime) and value.tzinfo:
        return value.astimezone(datetime.timezone.utc).replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value) if isinstance(value, decimal.Decimal) else value


def main() -> int:
    engine, text, blocks = connect(), FILE.read_text(encoding="utf-8"), []
    for block in text.strip().split("\n\n"):
        question, _, kind = block.partition("\n----")
        if block.startswith("#") or kind.startswith(" "):
            blocks.append(block)
            continue
        try:
            blocks.append(answer(engine, question))
        except (duckdb.Error, KeyError) as error:
            print(f"{question}\n    {error}\n", file=sys.stderr)
            blocks.append(question)
    if "--check" in sys.argv:
        # Without ORDER BY the rows come in another order with another number of threads.
        others = [new for old, new in zip(text.strip().split("\n\n"), blocks) if sorted(old.splitlines()) != sorted(new.splitlines())]
        print(*others, sep="\n\n", file=sys.stderr)
        return int(bool(others))
    FILE.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
