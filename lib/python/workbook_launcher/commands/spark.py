"""./workbook spark: many forecasters, wherever Apache Spark has room for them, to the same bits."""

import argparse
import csv
import datetime
import io
import json
import os
import random
import subprocess
from pathlib import Path
from typing import Dict, Iterator, List

from .. import files, kernel, lock, options, project, setup, spark
from ..errors import WorkbookError
from ..java import Jdk
from ..numbers import p_value

COLUMNS = ("ticker", "status", "mae", "persistence_mae", "p_value", "seconds", "worker", "file", "reason")
DEMO_TICKERS = 16
TRAINING = "org.lstmworkbook.lab.tickers.TickerTraining"


def register(subparsers) -> None:
    parser = subparsers.add_parser("spark", help="many forecasters at once, on this machine's cores or a cluster: Apache Spark")
    commands = parser.add_subparsers(metavar="JOB", required=True)
    many = commands.add_parser(
        "forecasters",
        help="one forecaster for each ticker of a file",
        description="Trains as step 9 does, one task a ticker, and writes TICKER.forecaster.zip for each and results.csv into FOLDER: the "
        "same bytes wherever it runs. A ticker that cannot be trained gets a line that says why. Type the same command again to go on "
        "after a stop, and to try the failed ones again. Exit code 0 only if every ticker has its forecaster, 1 if not.",
    )
    many.add_argument("--tickers", metavar="A,B|all", default="all", help="which ones (default: all of the file)")
    options.add_training_to(many)
    many.add_argument("--master", default="local[2]", help="where: local[2], spark://HOST:PORT, yarn, k8s://… (default: %(default)s)")
    many.add_argument("--conf", metavar="NAME=VALUE", action="append", default=[], help="a setting of Spark's own; may be repeated")
    many.add_argument("--output", metavar="FOLDER", type=Path, help="for the results (default: build/spark/forecasters)")
    many.set_defaults(run=forecasters)
    show = commands.add_parser(
        "demo",
        help="sixteen tickers on a real cluster on this machine",
        description="Starts Spark's own cluster here, a master and two workers, trains a forecaster for each of the samples' tickers and for "
        "random walks, sixteen in all, and ends the cluster. It needs about 6 GB of memory.",
    )
    show.add_argument("--epochs", metavar="N", default="2", help="passes over the training data (default: %(default)s)")
    show.set_defaults(run=demo, tickers="all", conf=[])


def forecasters(arguments: argparse.Namespace) -> int:
    """Refuses what cannot be used before anything is set up."""
    chosen = {"WORKBOOK_DATA": str(project.SAMPLES), **options.environment(arguments)}
    output = (arguments.output.expanduser() if arguments.output else project.BUILD / "spark" / "forecasters").resolve()
    if output.exists() and not output.is_dir():
        raise WorkbookError(f"--output: {output} is a file. Name a folder.")
    spark.answers(arguments.master)
    jdk = setup.ensure()
    training = [str(jdk.java), *kernel.lasting_jvm_options(jdk), "-cp", project.class_path(), TRAINING, chosen["WORKBOOK_DATA"]]
    environment = {**kernel.environment(), **chosen}
    tickers = _tickers(arguments.tickers, training, environment)
    _claim(output, chosen)
    with lock.held(output / "lock", f"filling {output}"):
        known = results(output)
        left = [ticker for ticker in tickers if not _done(known.get(ticker), output)]
        print(f"{len(tickers)} tickers, {len(tickers) - len(left)} of them finished before; results: {output}", flush=True)
        for line in (known[ticker] for ticker in left if ticker in known):
            files.remove(output / "lines" / line["file"].replace(".forecaster.zip", ".csv"))
        try:
            code = _train(jdk, arguments, environment, output, left, training) if left else 0
        finally:
            lines = {name: line for name, line in results(output).items() if name in tickers or _done(line, output)}
            _write(output, lines)
    if code != 0:
        print("\nStopped. What is finished is kept; the same command goes on from there.", flush=True)
        return 130
    _show([lines[ticker] for ticker in tickers if ticker in lines])
    return 0 if all(_done(lines.get(ticker), output) for ticker in tickers) else 1


def demo(arguments: argparse.Namespace) -> int:
    """The same job on a cluster of its own; prices are the samples' and, up to sixteen tickers, random walks."""
    samples = project.SAMPLES.read_text(encoding="utf-8")
    missing = DEMO_TICKERS - len({line.split(",")[0] for line in samples.splitlines()[1:]})
    walks = "".join(",".join(row) + "\n" for number in range(missing) for row in walk(f"WALK{number + 1:02}", 1500))
    prices = project.BUILD / "spark" / "sixteen-tickers.csv"
    files.write_if_changed(prices, samples + walks)
    jdk = setup.ensure()
    spark.ensure(jdk)
    with spark.cluster(jdk) as cluster:
        print(f"A master and {len(cluster.workers)} workers run; the cluster's page: {cluster.page}", flush=True)
        arguments.data, arguments.master, arguments.output = str(prices), cluster.address, project.BUILD / "spark" / "demo"
        return forecasters(arguments)


def walk(ticker: str, days: int) -> Iterator[List[str]]:
    """Daily prices in the samples' columns whose log returns no one can forecast; the name is the seed."""
    numbers = random.Random(ticker)
    day, close = datetime.date(2001, 1, 1), 50.0
    for _ in range(days):
        while day.weekday() > 4:
            day += datetime.timedelta(1)
        opened, close = close, close * (1 + numbers.gauss(0, 0.01))
        prices = (opened, max(opened, close) * 1.01, min(opened, close) * 0.99, close, close)
        yield [ticker, day.isoformat(), *(f"{price:.4f}" for price in prices), str(numbers.randrange(10**6, 10**7))]
        day += datetime.timedelta(1)


def _train(jdk: Jdk, arguments: argparse.Namespace, environment: Dict[str, str], output: Path, left: List[str], training: List[str]) -> int:
    spark.ensure(jdk)
    return spark.submit(jdk, arguments.master, arguments.conf, environment, [str(output), str(len(left)), *left, *training],
                        output / "spark.log")


def _tickers(text: str, training: List[str], environment: Dict[str, str]) -> List[str]:
    if text != "all":
        named = list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
        if not named:
            raise WorkbookError("--tickers: no ticker is named. Give some, as IBM,AAPL, or all.")
        return named
    answer = subprocess.run(training, capture_output=True, encoding="utf-8", env={**os.environ, **environment}, check=False)
    if answer.returncode != 0:
        raise WorkbookError(answer.stderr.strip())
    return answer.stdout.split("\n")[:-1]


def _claim(output: Path, chosen: Dict[str, str]) -> None:
    """Marks the folder as this job's: finished files in it are those that training again would give."""
    job = {name: value for name, value in chosen.items() if name != "WORKBOOK_DATA"}
    job["rows"] = files.fingerprint([Path(chosen["WORKBOOK_DATA"])])
    job["library"] = setup.LIBRARY_STAMP.read_text(encoding="utf-8")
    text = json.dumps(job, indent=1, sort_keys=True) + "\n"
    mark = output / "job.json"
    if mark.is_file() and not files.holds(mark, text):
        raise WorkbookError(f"{output} holds the results of another job: other rows, settings, or another state of the library "
                            "(see its job.json). Name another folder with --output, or remove that one.")
    if not mark.is_file() and output.is_dir() and any(output.iterdir()):
        raise WorkbookError(f"{output} holds files of something else. Name an empty or a new folder with --output.")
    files.write_if_changed(mark, text)


def results(output: Path) -> Dict[str, dict]:
    """What is known of each ticker: the lines that the tasks wrote."""
    lines = "".join(path.read_text(encoding="utf-8") for path in sorted(output.glob("lines/*.csv")))
    return {line["ticker"]: line for line in csv.DictReader(lines.splitlines(), COLUMNS)}


def _done(line, output: Path) -> bool:
    return line is not None and line["status"] == "done" and (output / line["file"]).is_file()


def _write(output: Path, lines: Dict[str, dict]) -> None:
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(lines.values())
    files.write_if_changed(output / "results.csv", text.getvalue())


def _show(lines: List[dict]) -> None:
    """The table, as a reader wants to see it."""
    print("\n%-8s %-7s %9s %12s %8s %8s  %s" % ("ticker", "status", "MAE in $", "persistence", "p", "seconds", "worker"))
    for line in lines:
        print("%-8s %-7s %9s %12s %8s %8s  %s" % tuple({**line, "p": p_value(line["p"])}[name] for name in COLUMNS[:7]))
        if line["reason"]:
            print("         " + line["reason"])
