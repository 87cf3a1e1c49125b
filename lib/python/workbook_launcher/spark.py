"""Apache Spark beside the workbook, in .workbook/spark: fetched at first use, with a class path of its own."""

import contextlib
import hashlib
import os
import re
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Tuple

from . import files, kernel, lock, process, project, setup
from .errors import WorkbookError
from .java import Jdk

NEWEST_JAVA = 21
FOLDER = project.STATE / "spark"
HOME = FOLDER / "python" / "pyspark"
SOURCES = project.HOME / "lib" / "spark" / "java"
MODULE = FOLDER / "workbook-spark.jar"
MAIN = "org.lstmworkbook.spark.SparkJobs"
READER = "org.lstmworkbook.spark.PriceRows"
BIGQUERY = "spark.jars.packages=com.google.cloud.spark:spark-bigquery-with-dependencies_2.12:0.44.2"
# Those that Spark's own launcher gives to Java 17 (org.apache.spark.launcher.JavaModuleOptions); executors get them from Spark.
OPENED = ("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util",
          "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs", "sun.security.action",
          "sun.util.calendar")
SECONDS = 5
SECONDS_TO_START = 120


def ensure(jdk: Jdk) -> None:
    """Fetches Spark and compiles what the workbook adds to it, if that is not done."""
    wanted = project.requirements("spark")
    version = wanted.read_text(encoding="utf-8").rpartition("==")[2].strip()
    if jdk.major > NEWEST_JAVA:
        raise WorkbookError(f"Spark {version} runs on Java 17 to {NEWEST_JAVA}, not on {jdk.version} at {jdk.home}. "
                            "Set JAVA_HOME to such a JDK for this command.")
    with lock.held(FOLDER / "lock", "setting up Spark"):
        if not files.holds(FOLDER / "stamp", version):
            print(f"Spark {version} is fetched once into {FOLDER}: 317 MB, 345 MB when unpacked.", flush=True)
            files.remove(FOLDER / "stamp")  # should this be stopped, the next one begins anew
            files.remove(FOLDER / "python")
            setup.pip("Spark", wanted, "--no-deps", "--no-cache-dir", "--target", str(FOLDER / "python"))
            files.write_if_changed(FOLDER / "stamp", version)
        sources = files.fingerprint([SOURCES], version, jdk.version)
        if not (MODULE.is_file() and files.holds(FOLDER / "module.stamp", sources)):
            classes = FOLDER / "classes"
            files.remove(classes)
            setup.part("The module for Spark", [
                str(jdk.tool("javac")), "-Xlint:all,-processing,-path", "-Werror", "--release", "17", "-d", str(classes),
                "-cp", str(HOME / "jars" / "*"), *map(str, sorted(SOURCES.rglob("*.java")))])
            setup.part("The jar of the module", [str(jdk.tool("jar")), "--create", "--file", str(MODULE), "-C", str(classes), "."])
            files.write_if_changed(FOLDER / "module.stamp", sources)


def java(jdk: Jdk, *options: str) -> List[str]:
    """The beginning of a command line that starts one of Spark's classes, with further options for its JVM."""
    opened = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED]
    return [str(jdk.java), *opened, *options, "-Xmx512m", "-XX:+UseSerialGC", "-XX:-UsePerfData", kernel.temporary_files(tempfile.gettempdir()),
            "-cp", os.pathsep.join(filter(None, (os.environ.get("HADOOP_CONF_DIR"), str(HOME / "jars" / "*"))))]


def local(master: str) -> Dict[str, str]:
    """Spark asks for this machine's name and may get an address that is reached from nowhere: here it need not."""
    here = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": tempfile.gettempdir()}
    return here if re.match(r"local|spark://127\.0\.0\.1:", master) else {}


def submit(jdk: Jdk, master: str, settings: List[str], environment: Dict[str, str], arguments: List[str], log: Path, main: str = MAIN) -> int:
    """Runs the driver; `environment` is the executors' too. The exit code, or a sentence if Spark could not begin."""
    conf = [f"spark.executorEnv.{name}={value}" for name, value in environment.items()]
    conf += ["spark.executor.memory=512m", "spark.executor.memoryOverhead=2g", *settings]
    quickly = [] if main == READER else [kernel.QUICKLY_COMPILED]  # prices may be many; who hands out jobs does little itself
    command = [*java(jdk, *quickly), "org.apache.spark.deploy.SparkSubmit", "--master", master, "--name", "LSTM workbook"]
    for setting in conf:
        command += ["--conf", setting]
    with open(log, "wb") as errors:
        code = process.run([*command, "--class", main, str(MODULE), *arguments], {**environment, **local(master)}, errors)
    if code not in (0, 130, -2):
        said = log.read_text(encoding="utf-8", errors="replace")
        refused = re.search(r"^Refused: (.*)", said, re.MULTILINE)
        if refused:
            raise WorkbookError(f"{refused[1]} Spark's log: {log}")
        reasons = re.findall(r"^(?:The job failed: |Exception in thread .*?Exception: |Error: )(.*)", said, re.MULTILINE)
        reason = reasons[-1] if reasons else f"exit code {code}"
        if main == READER:
            raise WorkbookError(f"Spark could not read the prices ({reason}). Spark's log: {log}")
        raise WorkbookError(f"Spark ended before the job did ({reason}). What is finished is kept: the same command goes on from there. "
                            f"Spark's log: {log}")
    return code


def rows(jdk: Jdk, source: Tuple[str, str], settings: List[str], beside: Path) -> Path:
    """Prices that Spark reads, as CSV beside a folder of results: its workers need them, too. `source` is a format and what to load.

    Other rows get another place: a job that still runs keeps its own.
    """
    ensure(jdk)
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "csv"
        if source[0] == "bigquery":
            settings = [BIGQUERY, f"spark.jars.ivy={FOLDER / 'ivy'}", *settings]  # not in the home folder
        submit(jdk, "local[1]", settings, {}, [*source, str(written)], FOLDER / "rows.log", READER)
        text = "".join(part.read_text(encoding="utf-8") for part in written.glob("part-*.csv"))
    file = beside.with_name(f"{beside.name}-rows") / hashlib.sha256(text.encode()).hexdigest()[:12] / "prices.csv"
    files.write_if_changed(file, text)
    return file


def answers(master: str) -> None:
    """Refuses a standalone master that does not listen: Spark itself would try for a minute."""
    if not master.startswith("spark://"):
        return
    for address in master[len("spark://"):].split(","):
        host, _, port = address.rpartition(":")
        with contextlib.suppress(OSError, ValueError), socket.create_connection((host, int(port)), SECONDS):
            return
    raise WorkbookError(f"The master {master} does not answer. Is it running, and is this the address on its page? "
                        "--master 'local[2]' needs none.")


class Cluster(NamedTuple):
    """Spark's own cluster on this machine: the master's address and page, and the processes."""

    address: str
    page: str
    master: subprocess.Popen
    workers: List[subprocess.Popen]


@contextlib.contextmanager
def cluster(jdk: Jdk, workers: int = 2) -> Iterator[Cluster]:
    """Starts a master and workers of one core each, processes of their own on free ports; all have ended at the end."""
    folder = Path(tempfile.mkdtemp(prefix="spark-cluster-"))
    with contextlib.ExitStack() as ends:
        ends.callback(files.remove, folder)

        def start(name: str, main: str, *arguments: str) -> subprocess.Popen:
            command = [*java(jdk, kernel.QUICKLY_COMPILED), f"org.apache.spark.deploy.{main}",
                       "--host", "127.0.0.1", "--port", "0", "--webui-port", "0", *arguments]
            with open(folder / name, "wb") as log:
                child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                                         env={**os.environ, **local("local"), "JAVA_HOME": str(jdk.home), "SPARK_HOME": str(HOME),
                                              "SPARK_SCALA_VERSION": "2.12"})  # what its shell scripts would set
            ends.callback(_end, child)
            return child

        master = start("master", "master.Master")
        page = _said(master, folder / "master", r"MasterWebUI.* started at (\S+)")
        address = _said(master, folder / "master", r"(spark://127\.0\.0\.1:\d+)")
        started = [start(f"worker-{number}", "worker.Worker", "--cores", "1", "--memory", "1g", "--work-dir", str(folder), address)
                   for number in range(workers)]
        for number, worker in enumerate(started):
            _said(worker, folder / f"worker-{number}", r"(Successfully registered)")
        yield Cluster(address, page, master, started)


def _said(child: subprocess.Popen, log: Path, pattern: str) -> str:
    """What a program says in its log once it has started."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and child.poll() is None:
        found = re.search(pattern, log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[1]
        time.sleep(0.2)
    raise WorkbookError(f"Spark's {log.name} did not start here:\n{log.read_text(encoding='utf-8', errors='replace')[-500:]}")


def _end(child: subprocess.Popen) -> None:
    child.terminate()  # a worker ends its executors then
    try:
        child.wait(20)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
