"""./workbook bigquery load and ./workbook run --project: names refused in words, and the whole way on a second server.

The second server is PyPI's bqemulator, which shares no code with our endpoint; it is installed at the first run.
"""

import json
import os
import subprocess
import sys

import pytest
from conftest import HOME
from workbook_bench import emulator
from workbook_launcher import java, kernel, maven, project
from workbook_launcher.errors import WorkbookError

SAMPLE_ROWS = 12_154


def workbook(*arguments, **environment):
    """Runs ./workbook as a reader does; the finished process with its texts."""
    return subprocess.run(
        [sys.executable, str(HOME / "workbook"), *map(str, arguments)], capture_output=True, text=True, timeout=600,
        env={**os.environ, **environment},
    )


@pytest.fixture(scope="module")
def server():
    """A running bqemulator; the variables under which the clients find it."""
    try:
        emulator.install()
        with emulator.running() as environment:
            yield environment
    except WorkbookError as error:
        pytest.skip(f"no second BigQuery here: {error}")


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["bigquery", "load", "--project", "My Project"], "--project: 'My Project' is no project id"),
        (["bigquery", "load", "--project", "my-project", "--dataset", "a-b"], "--dataset: 'a-b' is no dataset's name"),
        (["bigquery", "load", "--project", "my-project", "--location", "over there"], "'over there' is no location"),
        (["bigquery", "load", "--project", "my-project", "--data", "none.csv"], "--data: there is no file"),
        (["run", "--project", "x"], "--project: 'x' is no project id"),
        (["run", "--project", "my-project", "--data", str(project.SAMPLES)], "--data and --project name two sources"),
        (["bench", "bigquery", "--rows", "0"], "--rows: give 1 or more"),
    ],
)
def test_given_what_cannot_be_used_when_typed_then_refused_in_words_before_anything_runs(arguments, message):
    answer = workbook(*arguments)
    assert answer.returncode == 2
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr


def test_given_no_credentials_when_loaded_then_the_cure_is_said(tmp_path):
    answer = workbook("bigquery", "load", "--project", "my-project",
                      GOOGLE_APPLICATION_CREDENTIALS=str(tmp_path / "none.json"))
    assert answer.returncode == 2
    assert "gcloud auth application-default login" in answer.stderr
    assert "\tat " not in answer.stderr


def test_given_the_queries_of_the_java_tests_when_duckdb_is_asked_again_then_its_answers_are_those_in_the_file(server):
    check = HOME / "tests" / "resources" / "bigquery" / "answer_queries.py"
    subprocess.run([project.venv_python(emulator.VENV), check, "--check"], cwd=HOME, check=True, timeout=120)


def test_given_a_second_server_when_loaded_twice_then_the_rows_are_there_once(server):
    for _ in range(2):
        answer = workbook("bigquery", "load", "--project", emulator.PROJECT, **server)
        assert answer.returncode == 0, answer.stderr
        assert "holds the 12,154 rows of daily_prices.csv" in answer.stdout
    count = emulator.query(server, "SELECT COUNT(*) FROM market.daily_prices")
    assert count["rows"] == [{"f": [{"v": str(SAMPLE_ROWS)}]}]


@pytest.mark.parametrize("path", ["rest", "storage_read"])
def test_given_the_samples_on_a_second_server_when_read_on_either_path_then_every_row(server, path):
    assert workbook("bigquery", "load", "--project", emulator.PROJECT, **server).returncode == 0
    volumes = (line.rsplit(",", 1)[1] for line in project.SAMPLES.read_text(encoding="utf-8").splitlines()[1:])
    jdk = java.find()
    answer = subprocess.run(
        [str(jdk.java), *kernel.jvm_options(jdk), "-cp", project.class_path(), "org.lstmworkbook.lab.bench.BigQueryWorker",
         emulator.PROJECT, path],
        input="daily_prices\n", capture_output=True, text=True, timeout=300, check=True, env={**os.environ, **server},
    )
    found = json.loads(answer.stdout.split("answer ", 1)[1])
    assert found["sum_of_volume"] == sum(map(int, volumes))
    assert found["columns"] == 8


@pytest.mark.timeout(600)
def test_given_a_second_server_when_faults_lie_between_it_and_the_client_then_all_rows_or_an_error_in_words(server):
    jdk = java.find()
    chosen = "QueryFaultsTest#givenAFaultOnce*+givenARefusal*+givenAJobThatNeverEnds*"  # the others wait longer
    answer = subprocess.run(
        [*maven.command(jdk), "-B", "test", f"-Dtest={chosen}"], cwd=HOME, capture_output=True, text=True, timeout=600,
        env={**os.environ, **server, "GOOGLE_CLOUD_PROJECT": emulator.PROJECT, "JAVA_HOME": str(jdk.home)},
    )
    assert answer.returncode == 0, answer.stdout[-5000:]
