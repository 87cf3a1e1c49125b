"""./workbook spark as a reader sees it: real Spark, real processes, one epoch on random walks."""

import contextlib
import csv
import dataclasses
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from conftest import HOME
from workbook_launcher import cli, java, kernel, library, setup, spark
from workbook_launcher.errors import WorkbookError
from workbook_launcher.commands.spark import walk

pytestmark = pytest.mark.timeout(900)  # the first one fetches Spark

ROWS = 420
GOOD = ("AAA", "BBB", "CCC")
LONG = 15 * ROWS  # of the last: it is still trained when those before it are done, however late the test hears of it


@pytest.fixture(scope="module")
def prices(tmp_path_factory):
    """Three good tickers, the last with many rows, one whose low is above its high on one day, one of 40 rows."""
    file = tmp_path_factory.mktemp("spark") / "prices.csv"
    bad = list(walk("BAD", ROWS))
    bad[7][4] = "9999.0"
    rows = [row for name in GOOD for row in walk(name, LONG if name == GOOD[-1] else ROWS)] + bad + list(walk("SHORT", 40))
    header = "ticker,trade_date,open,high,low,close,adj_close,volume"
    file.write_text("\n".join([header, *map(",".join, rows)]) + "\n", encoding="utf-8")
    return file


def workbook(*arguments):
    return [sys.executable, str(HOME / "workbook"), *map(str, arguments)]


def command(prices, output, *more):
    return workbook("spark", "forecasters", "--data", prices, "--epochs", 1, "--window", 20, "--output", output, *more)


def run(*arguments):
    return done(command(*arguments))


def done(arguments):
    return subprocess.run(arguments, capture_output=True, text=True, timeout=600)


def program(*arguments):
    """The command line of a process that does jobs, as a worker starts it."""
    return library.command(java.find(), "lab.jobs.JobProcess", *map(str, arguments))


def wait_until(child, words):
    """Reads what a command says until it says these words; it must not end before."""
    while words not in (line := child.stdout.readline()):
        assert line, f"it ended before it said {words!r}: {child.stderr.read() if child.stderr else ''}"


def table(output):
    with open(output / "results.csv", encoding="utf-8") as file:
        return {line["ticker"]: line for line in csv.DictReader(file)}


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.forecaster.zip")}


@pytest.fixture(scope="module")
def loop(prices, tmp_path_factory):
    """The same library call without Spark, each ticker in a new process with all cores; the SHA-256 of each file."""
    folder = tmp_path_factory.mktemp("loop")
    choices = {"WORKBOOK_DATA": str(prices), "WORKBOOK_EPOCHS": "1", "WORKBOOK_WINDOW": "20"}
    for ticker in GOOD:
        with subprocess.Popen(program("forecasters", prices, folder), env={**os.environ, **kernel.environment(), **choices},
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
            child.stdin.write(ticker + "\n")
            child.stdin.flush()
            wait_until(child, '"status":"done"')
    return digests(folder)


@pytest.fixture(scope="module")
def local(prices, tmp_path_factory):
    """All tickers of the file in local[2]: the folder, and what was said."""
    output = tmp_path_factory.mktemp("local") / "out"
    return output, run(prices, output)


def test_given_two_local_tasks_when_trained_then_each_file_is_that_of_the_plain_loop(loop, local):
    output, answer = local
    assert answer.returncode == 1, answer.stdout + answer.stderr  # two tickers cannot be trained
    assert len(loop) == len(GOOD)
    assert digests(output) == loop


def test_given_a_ticker_that_breaks_a_rule_and_a_short_one_when_trained_then_their_lines_say_so(local):
    output, answer = local
    lines = table(output)
    assert {name: lines[name]["status"] for name in lines} == {**dict.fromkeys(GOOD, "done"), "BAD": "failed", "SHORT": "failed"}
    assert "low" in lines["BAD"]["reason"] and f"line {1 + 2 * ROWS + LONG + 8}" in lines["BAD"]["reason"]
    assert "40 rows of SHORT" in lines["SHORT"]["reason"]
    assert float(lines["AAA"]["mae"]) > 0 and float(lines["AAA"]["persistence_mae"]) > 0
    assert lines["SHORT"]["reason"] in answer.stdout


def test_given_finished_tickers_when_started_again_then_only_the_failed_are_tried(local, prices):
    output, _ = local
    before = {path.name: path.stat().st_mtime_ns for path in output.glob("*.forecaster.zip")}
    answer = run(prices, output)
    assert "5 tickers, 3 of them finished before" in answer.stdout, answer.stderr
    assert "2 of 2" in answer.stdout
    assert {path.name: path.stat().st_mtime_ns for path in output.glob("*.forecaster.zip")} == before


@pytest.mark.skipif(os.name == "nt", reason="kills a process group")
def test_given_a_driver_that_was_killed_when_started_again_then_the_rest_is_trained_to_the_same_bits(loop, prices, tmp_path):
    output = tmp_path / "out"
    arguments = (prices, output, "--tickers", ",".join(GOOD), "--master", "local[1]")
    with subprocess.Popen(command(*arguments), stdout=subprocess.PIPE, text=True, start_new_session=True) as child:
        wait_until(child, "1 of 3")
        os.killpg(child.pid, signal.SIGKILL)
    time.sleep(1)
    finished = len(digests(output))
    assert 1 <= finished < len(GOOD)
    answer = run(*arguments)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert f"3 tickers, {finished} of them finished before" in answer.stdout
    assert digests(output) == loop


@pytest.mark.skipif(os.name == "nt", reason="kills a process group")
def test_given_a_cluster_and_a_worker_killed_in_the_middle_when_trained_then_every_file_is_right(loop, prices, tmp_path):
    output = tmp_path / "out"
    jdk = java.find()
    spark.ensure(jdk)
    with spark.cluster(jdk) as cluster:
        arguments = command(prices, output, "--tickers", ",".join(GOOD), "--master", cluster.address)
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as child:
            wait_until(child, "1 of 3")
            os.killpg(cluster.workers[0].pid, signal.SIGKILL)  # with its executor and the training, as a machine that is lost
            said, _ = child.communicate(timeout=600)
        assert child.returncode == 0, said
        workers = cluster.workers
    assert digests(output) == loop
    assert all(worker.poll() is not None for worker in workers)


@pytest.mark.skipif(os.name == "nt", reason="kills a process group")
def test_given_a_master_and_then_all_workers_killed_when_trained_then_a_sentence_says_so_and_nothing_is_lost(loop, prices, tmp_path):
    output = tmp_path / "out"
    jdk = java.find()
    spark.ensure(jdk)
    with spark.cluster(jdk) as cluster:
        arguments = (prices, output, "--tickers", ",".join(GOOD), "--master")
        patient = command(*arguments, cluster.address, "--conf", "spark.workbook.patience=45s")  # an executor must start in this time
        with subprocess.Popen(patient, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
            wait_until(child, "Spark's page")
            os.killpg(cluster.master.pid, signal.SIGKILL)
            wait_until(child, "1 of 3")  # the workers go on without it
            for worker in cluster.workers:
                os.killpg(worker.pid, signal.SIGKILL)
            _, said = child.communicate(timeout=120)
        assert child.returncode == 2
        assert "for 45 s no worker took part" in said and "What is finished is kept" in said and "Exception" not in said
    assert 1 <= len(digests(output)) < len(GOOD)
    answer = run(*arguments, "local[2]")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0 of them finished before" not in answer.stdout
    assert digests(output) == loop


@pytest.mark.parametrize("main, quickly", [(spark.MAIN, True), (spark.READER, False)])
def test_given_a_driver_when_it_only_hands_out_jobs_then_its_java_compiles_quickly(monkeypatch, tmp_path, main, quickly):
    started = []
    monkeypatch.setattr(spark.process, "run", lambda command, environment, errors: started.append(command) or 0)
    assert spark.submit(java.find(), "local[1]", [], {}, [], tmp_path / "log", main) == 0
    assert (kernel.QUICKLY_COMPILED in started[0]) == quickly


def test_given_no_network_and_a_fetch_that_is_stopped_when_set_up_again_then_each_time_it_begins_anew(monkeypatch, tmp_path):
    jdk = java.find()
    spark.ensure(jdk)
    fetched = spark.FOLDER / "python"
    for name, path in {"FOLDER": tmp_path, "HOME": tmp_path / "python" / "pyspark", "MODULE": tmp_path / "workbook-spark.jar"}.items():
        monkeypatch.setattr(spark, name, path)
    with monkeypatch.context() as offline:
        for name, value in {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_FIND_LINKS": "", "PIP_NO_CACHE_DIR": "1"}.items():
            offline.setenv(name, value)
        with pytest.raises(WorkbookError, match=r"pip could not reach http://127.0.0.1:9/simple \(.*Connect and type the same command again"):
            spark.ensure(jdk)

    def stopped(*arguments):
        (tmp_path / "python" / "half").mkdir(parents=True)
        raise KeyboardInterrupt

    (tmp_path / "stamp").write_text("3.0.0", encoding="utf-8")  # of an older state of the workbook
    monkeypatch.setattr(setup, "pip", stopped)
    with pytest.raises(KeyboardInterrupt):
        spark.ensure(jdk)
    assert not (tmp_path / "stamp").exists(), "the older state of the workbook would take the half for whole"
    monkeypatch.setattr(setup, "pip", lambda *arguments: (tmp_path / "python").symlink_to(fetched))
    spark.ensure(jdk)
    assert not (tmp_path / "python" / "half").exists() and spark.MODULE.is_file()


def test_given_a_master_of_another_version_or_its_page_when_trained_then_one_sentence_says_so(monkeypatch, prices, tmp_path):
    source = tmp_path / "CheckExistence.java"
    source.write_text("""package org.apache.spark.rpc.netty;
        class RpcEndpointVerifier$CheckExistence implements java.io.Serializable { static final long serialVersionUID = 4; }""")
    jdk = java.find()
    spark.ensure(jdk)
    subprocess.run([jdk.tool("javac"), "-d", tmp_path / "other", source], check=True, timeout=60)
    monkeypatch.setenv("HADOOP_CONF_DIR", str(tmp_path / "other"))  # goes before Spark's jars: what a master of Spark 4.0.1 has there
    with spark.cluster(jdk, workers=0) as cluster:
        monkeypatch.delenv("HADOOP_CONF_DIR")
        page = "spark://127.0.0.1:" + cluster.page.rpartition(":")[2]
        for master, cure in [(cluster.address, "Spark 3.5.6 with Scala 2.12. Start the cluster with that version"), (page, "not the page's own")]:
            answer = run(prices, tmp_path / "out", "--master", master)
            assert answer.returncode == 2
            assert master in answer.stderr and cure in answer.stderr
            assert "Exception" not in answer.stderr and "goes on from there" not in answer.stderr


def test_given_a_worker_that_begins_no_task_when_trained_then_one_sentence_says_so(prices, tmp_path):
    jdk = java.find()
    spark.ensure(jdk)
    with spark.cluster(jdk, workers=1) as cluster:  # one of Spark 3.4.4 takes tasks and never begins them; here it is short of a core
        answer = run(prices, tmp_path / "out", "--master", cluster.address, "--conf", "spark.task.cpus=2", "--conf", "spark.workbook.patience=15s")
    assert answer.returncode == 2
    assert "did not do a first small task in 15 s" in answer.stderr and "Spark 3.5.6 with Scala 2.12: its page says" in answer.stderr


def test_given_prices_as_parquet_when_trained_then_the_forecaster_is_that_of_the_csv(loop, prices, tmp_path):
    write = "import sys; from pyspark.sql import SparkSession as S; s = S.builder.master('local[1]').getOrCreate(); " \
        "s.read.csv(sys.argv[1], header=True, inferSchema=True).write.parquet(sys.argv[2])"
    jdk = java.find()
    spark.ensure(jdk)
    python = os.pathsep.join(map(str, [spark.HOME.parent, *spark.HOME.glob("python/lib/py4j-*.zip")]))
    subprocess.run([sys.executable, "-c", write, str(prices), str(tmp_path / "prices.parquet")], check=True, timeout=300,
                   env={**os.environ, **spark.local("local"), "PYTHONPATH": python, "JAVA_HOME": str(jdk.home)})
    output = tmp_path / "out"
    answer = run(tmp_path / "prices.parquet", output, "--tickers", "AAA")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert digests(output) == {"AAA.forecaster.zip": loop["AAA.forecaster.zip"]}
    (tmp_path / "empty").mkdir()
    assert "Spark could not read the prices ([UNABLE_TO_INFER_SCHEMA] Unable to infer schema for Parquet" in run(tmp_path / "empty", output).stderr


def test_given_too_little_memory_when_trained_then_the_line_says_so(monkeypatch, prices, tmp_path):
    usual = kernel.lasting_jvm_options
    monkeypatch.setattr(setup, "ensure", java.find)  # the set-up would give the notebooks' kernel as little
    monkeypatch.setattr(kernel, "lasting_jvm_options", lambda jdk: [*usual(jdk), "-Xmx12m"])
    assert cli.main(command(prices, tmp_path / "out", "--tickers", "AAA")[2:]) == 1
    line = table(tmp_path / "out")["AAA"]
    assert line["status"] == "failed" and line["reason"].startswith("out of memory")


def test_given_a_java_that_spark_does_not_know_when_set_up_then_one_sentence_names_the_cure():
    jdk = java.find()
    with pytest.raises(WorkbookError, match="runs on Java 17 to 21, not on 25.0.1 at .*Set JAVA_HOME"):
        spark.ensure(dataclasses.replace(jdk, version="25.0.1"))


def test_given_a_search_of_two_trials_when_a_third_is_asked_for_then_one_is_made_and_all_are_those_that_lesson_18_saved(tmp_path):
    command = workbook("spark", "search", "--output", tmp_path / "out", "--trials")
    assert done([*command, "2"]).returncode == 0
    answer = done([*command, "3"])
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "3 trials, 2 of them finished before" in answer.stdout
    lesson = nbformat.read(HOME / "notebooks" / "lessons" / "18-searching-settings.ipynb", 4)
    saved = next(cell for cell in lesson.cells if cell.source.startswith("found.toTable()")).outputs[0].data["text/plain"].splitlines()
    expected = [dict(zip(saved[0].split(), row.replace(",", "").split())) for row in saved[1:-1]]
    with open(tmp_path / "out" / "results.csv", encoding="utf-8") as file:
        made = list(csv.DictReader(file))
    same = ("trial", "hidden", "dropout", "learning_rate", "window", "batch_size", "validation_loss", "best_epoch")
    rounded = [[float(f"{float(line[name]):.5g}") for name in same] for line in made]
    assert rounded == [[float(line[name]) for name in same] for line in expected if line["trial"] in ("1", "2", "3")]  # best first


def test_given_the_volatility_study_when_done_on_spark_then_its_tables_are_those_of_the_experiment_to_the_last_bit(tmp_path):
    answer = done(workbook("spark", "volatility", "--small", "--output", tmp_path / "spark"))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert done(workbook("experiments", "volatility", "--small", "--out", tmp_path / "plain")).returncode == 0
    tables = sorted(path.name for path in (tmp_path / "plain" / "volatility").glob("once-*.csv"))
    assert len(tables) == 4
    for name in tables:
        assert (tmp_path / "spark" / name).read_bytes() == (tmp_path / "plain" / "volatility" / name).read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="finds the process in /proc")
def test_given_a_job_that_the_system_kills_when_trained_then_its_line_says_so_and_the_others_are_right(loop, prices, tmp_path):
    output = tmp_path / "out"
    with subprocess.Popen(command(prices, output, "--tickers", ",".join(GOOD), "--master", "local[1]"), stdout=subprocess.PIPE, text=True) as child:
        while not (jobs := processes(output)):
            assert child.poll() is None
            time.sleep(0.05)
        os.kill(jobs[0], signal.SIGKILL)  # as Linux does with who takes its last memory
        child.communicate(timeout=600)
    assert child.returncode == 1
    lines = table(output)
    assert lines["AAA"]["status"] == "failed" and "exit code 137 before it was done: killed by signal 9, perhaps" in lines["AAA"]["reason"]
    assert not (output / "tmp").exists(), "it left native libraries"
    assert digests(output) == {name: digest for name, digest in loop.items() if not name.startswith("AAA")}


def processes(output):
    """The ids of the processes that do jobs, each with as many threads as Spark gives a task cores."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = entry.read_bytes().decode().split("\0")[:-1]
            if words[-1:] == [str(output)] and "-XX:ActiveProcessorCount=1" in words:
                found.append(int(entry.parent.name))
    return found


@pytest.mark.parametrize(
    "content, more, message",
    [
        ("day,x\n", (), "column"),
        ("ticker,trade_date,open,high,low,close\n", (), "has a header but no rows"),
        (None, ("--tickers", "AAA", "--master", "spark://127.0.0.1:9"), "The master spark://127.0.0.1:9 does not answer"),
        (None, ("--tickers", " , "), "no ticker is named"),
        (None, ("--data", "none.parquet"), "--data: there is no file or folder"),
    ],
)
def test_given_what_cannot_run_when_started_then_one_sentence_says_so(prices, tmp_path, content, more, message):
    file = prices
    if content is not None:
        file = tmp_path / "other.csv"
        file.write_text(content, encoding="utf-8")
    answer = run(file, tmp_path / "out", *more)
    assert answer.returncode == 2
    assert message in answer.stderr
    assert "Exception" not in answer.stderr and "Traceback" not in answer.stderr


def test_given_a_folder_of_another_job_when_started_then_it_is_refused(local, prices, tmp_path):
    output, _ = local
    assert "results of another job" in run(prices, output, "--seed", "7").stderr
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert "files of something else" in run(prices, tmp_path).stderr
    assert (tmp_path / "mine.txt").exists()
