"""./workbook spark: many trainings, wherever Apache Spark has room for them, to the same bits."""

import argparse
import csv
import datetime
import io
import json
import random
import shutil
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Tuple

from .. import files, kernel, library, lock, options, project, setup, spark
from ..errors import WorkbookError
from ..numbers import p_value

DEMO_TICKERS = 16
LAST_COLUMNS = ("seconds", "worker", "reason")
TABLE = "Writes results.csv into FOLDER, a line for each, with the reason where one failed. Type the same command again to go on after " \
    "a stop, and to try the failed ones again. Exit code 0 only if all are done, 1 if not."


def register(subparsers) -> None:
    parser = subparsers.add_parser("spark", help="many trainings at once, on this machine's cores or a cluster: Apache Spark")
    commands = parser.add_subparsers(metavar="JOB", required=True)
    many = commands.add_parser(
        "forecasters",
        help="one forecaster for each ticker of a file",
        description="Trains as step 9 does, one task a ticker, and saves TICKER.forecaster.zip for each: the same bytes wherever it runs. "
        + TABLE,
    )
    many.add_argument("--tickers", metavar="A,B|all", default="all", help="which ones (default: all of the file)")
    many.add_argument("--project", metavar="PROJECT", help="prices of BigQuery in this Google Cloud project, by Spark's own connector; "
                      "--data takes Parquet, too: FILE.parquet or a folder")
    options.add_training_to(many)
    _add_place_to(many, forecasters)
    trials = commands.add_parser(
        "search",
        help="the trials of a search for settings, as lesson 18 does it",
        description="Searches settings for a forecast of tomorrow's range of the day, on validation days only, one task a trial: the same "
        "trials as lesson 18's. More of them go on from those that are done. " + TABLE,
    )
    trials.add_argument("--trials", metavar="N", default="12", help="how many (default: %(default)s)")
    trials.add_argument("--ticker", metavar="NAME", help=f"the stock (default: {options.DEFAULT_TICKER}, or the file's)")
    options.add_prices_to(trials)
    trials.add_argument("--epochs", metavar="N", default="8", help="the most epochs of a trial (default: %(default)s)")
    _add_place_to(trials, search)
    study = commands.add_parser(
        "volatility",
        help="the volatility study of lesson 19, as ./workbook experiments does it",
        description="Does the study on the sample prices, one task a design, and writes the tables of each: the same as "
        "./workbook experiments volatility. " + TABLE,
    )
    study.add_argument("--small", action="store_true", help="one design, two networks: to see it run")
    _add_place_to(study, volatility)
    show = commands.add_parser(
        "demo",
        help="sixteen tickers on a real cluster on this machine",
        description="Starts Spark's own cluster here, a master and two workers, trains a forecaster for each of the samples' tickers and for "
        "random walks, sixteen in all, and ends the cluster. It needs about 6 GB of memory.",
    )
    show.add_argument("--epochs", metavar="N", default="2", help="passes over the training data (default: %(default)s)")
    show.set_defaults(run=demo, tickers="all", project=None, conf=[])


def _add_place_to(parser, run) -> None:
    """Adds what is Spark's: where the tasks run, and where their results go."""
    parser.add_argument("--master", default="local[2]", help="where: local[2], spark://HOST:PORT, yarn, k8s://… (default: %(default)s)")
    parser.add_argument("--conf", metavar="NAME=VALUE", action="append", default=[], help="a setting of Spark's own; may be repeated")
    parser.add_argument("--output", metavar="FOLDER", type=Path, help=f"for the results (default: build/spark/{run.__name__})")
    parser.set_defaults(run=run)


def forecasters(arguments: argparse.Namespace) -> int:
    """One task a ticker."""
    named = None
    if arguments.tickers != "all":
        named = list(dict.fromkeys(name.strip() for name in arguments.tickers.split(",") if name.strip()))
        if not named:
            raise WorkbookError("--tickers: no ticker is named. Give some, as IBM,AAPL, or all.")
    source = None
    if arguments.project is not None:
        source = ("bigquery", options.environment(arguments)["WORKBOOK_PROJECT"] + ".market.daily_prices")
    elif arguments.data is not None and (arguments.data.endswith(".parquet") or Path(arguments.data).expanduser().is_dir()):
        source, arguments.data = ("parquet", str(Path(arguments.data).expanduser().resolve())), None
        if not Path(source[1]).exists():
            raise WorkbookError(f"--data: there is no file or folder {source[1]}.")
    chosen = options.environment(arguments)
    chosen.pop("WORKBOOK_PROJECT", None)
    return _run(arguments, "forecasters", "ticker", chosen, named=named, source=source)


def search(arguments: argparse.Namespace) -> int:
    """One task a trial. How many there are is no setting of theirs: more of them are the same job."""
    chosen = options.environment(arguments)
    trials = {"WORKBOOK_TRIALS": chosen.pop("WORKBOOK_TRIALS")}
    if "WORKBOOK_DATA" not in chosen:
        chosen = {"WORKBOOK_TICKER": options.DEFAULT_TICKER, **chosen}
    return _run(arguments, "search", "trial", chosen, listing=trials, best="validation_loss")


def volatility(arguments: argparse.Namespace) -> int:
    """One task a design."""
    return _run(arguments, "volatility-small" if arguments.small else "volatility", "design", {})


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


def _run(arguments: argparse.Namespace, kind: str, noun: str, chosen: Dict[str, str], named: Optional[List[str]] = None,
         listing: Optional[Dict[str, str]] = None, best: Optional[str] = None, source: Optional[Tuple[str, str]] = None) -> int:
    """Does the jobs of a kind that are not done, and writes and shows the table; what cannot be used is refused before.

    `noun` is what a job is called, `chosen` what decides its result. Which jobs there are is said by `named`, or by the
    library, told `listing` for it. Rows of a `source` are read by Spark. The table begins with the lowest number in the column
    `best`, or is in the jobs' order.
    """
    chosen = {"WORKBOOK_DATA": str(project.SAMPLES), **chosen}
    output = (arguments.output.expanduser() if arguments.output else project.BUILD / "spark" / arguments.run.__name__).resolve()
    if output.exists() and not output.is_dir():
        raise WorkbookError(f"--output: {output} is a file. Name a folder.")
    spark.answers(arguments.master)
    jdk = setup.ensure()
    if source:
        chosen["WORKBOOK_DATA"] = str(spark.rows(jdk, source, arguments.conf, output))
    what = ("lab.jobs.JobProcess", kind, chosen["WORKBOOK_DATA"], str(output))
    jobs = named or _names(library.command(jdk, *what, "names"), {**chosen, **(listing or {})})
    temporary = output / "tmp"  # whoever is killed leaves native libraries in it
    program = library.command(jdk, *what, lasting=True, options=[
        "-XX:+ExitOnOutOfMemoryError", kernel.QUICKLY_COMPILED, kernel.temporary_files(str(temporary))])
    _claim(output, kind, chosen)
    with lock.held(output / "lock", f"filling {output}"):
        known = results(output)
        left = [job for job in jobs if not _done(known.get(job), output)]
        print(f"{len(jobs)} {noun}{'s' if len(jobs) != 1 else ''}, {len(jobs) - len(left)} of them finished before; results: {output}", flush=True)
        for path in (path for path, line in _lines(output) if line["job"] in left):
            files.remove(path)
        code = 0
        try:
            if left:
                spark.ensure(jdk)
                temporary.mkdir(exist_ok=True)
                code = spark.submit(jdk, arguments.master, arguments.conf, {**kernel.environment(), **chosen},
                                    [str(output), str(len(left)), *left, *program], output / "spark.log")
        finally:
            shutil.rmtree(temporary, ignore_errors=True)  # a process that just ends may still write
            known = results(output)
            order = [*jobs, *(job for job in known if job not in jobs and _done(known[job], output))]
            table = [known[job] for job in order if job in known]
            if best:
                table.sort(key=lambda line: float(line.get(best, "inf")))
            columns = _write(output, noun, table)
    if code != 0:
        print("\nStopped. What is finished is kept; the same command goes on from there.", flush=True)
        return 130
    _show(columns, [line for line in table if line[noun] in jobs])
    return 0 if all(_done(known.get(job), output) for job in jobs) else 1


def _names(program: List[str], environment: Dict[str, str]) -> List[str]:
    answer = library.answer(program, environment)
    if answer.returncode != 0:
        raise WorkbookError(answer.stderr.strip())
    return answer.stdout.split("\n")[:-1]


def _claim(output: Path, kind: str, chosen: Dict[str, str]) -> None:
    """Marks the folder as this job's: finished files in it are those that training again would give."""
    job = {name: value for name, value in chosen.items() if name != "WORKBOOK_DATA"}
    job["kind"] = kind
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


def _lines(output: Path) -> List[Tuple[Path, dict]]:
    """The lines that the tasks wrote, each in a file of its own."""
    return [(path, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(output.glob("lines/*.json"))]


def results(output: Path) -> Dict[str, dict]:
    """What is known of each job."""
    return {line["job"]: line for _, line in _lines(output)}


def _done(line, output: Path) -> bool:
    return line is not None and line["status"] == "done" and (output / line.get("file", "")).exists()


def _write(output: Path, noun: str, lines: List[dict]) -> List[str]:
    """Writes the table, where a job is called by its noun; its columns."""
    for line in lines:
        line[noun] = line.pop("job")
    columns = list(dict.fromkeys([noun, "status", *(name for line in lines for name in line if name not in LAST_COLUMNS), *LAST_COLUMNS]))
    text = io.StringIO()
    table = csv.DictWriter(text, columns, lineterminator="\n")
    table.writeheader()
    table.writerows(lines)
    files.write_if_changed(output / "results.csv", text.getvalue())
    return columns


def _show(columns: List[str], lines: List[dict]) -> None:
    """The table, as a reader wants to see it."""
    shown = [name for name in columns if name not in ("file", "reason")]
    rows = [shown, *([_short(name, line.get(name, "")) for name in shown] for line in lines)]
    widths = [max(map(len, column)) for column in zip(*rows)]
    print()
    for row, line in zip(rows, [{}, *lines]):
        print("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths)).rstrip())
        if "reason" in line:
            print("    " + line["reason"])


def _short(column: str, value) -> str:
    text = f"{value:.5g}" if isinstance(value, float) else str(value)
    return p_value(text) if column == "p_value" else text
