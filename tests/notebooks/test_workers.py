"""./workbook test: how its tests are shared by workers, and what runs by itself."""

import conftest
import pytest
from conftest import HOME
from workbook_launcher import cli, java
from workbook_launcher.commands import test as command


@pytest.mark.parametrize("room, workers", [(1, 0), (2, 2), (8, 8)])
def test_given_room_for_one_when_asked_then_no_worker_is_started(monkeypatch, room, workers):
    monkeypatch.setattr(conftest.side_by_side, "at_once", lambda each_bytes: room)
    assert conftest.pytest_xdist_auto_num_workers() == workers


def test_given_the_tests_when_shared_then_one_worker_has_all_that_read_the_executed_notebooks(request):
    readers = {conftest.first_of(item.path.name) for item in request.session.items if "executed" in item.fixturenames}
    assert readers <= {"test_notebooks.py"}


def test_given_the_files_that_are_named_when_looked_for_then_they_are_there():
    for name in (*conftest.LONGEST, *conftest.TOGETHER, *conftest.TOGETHER.values()):
        assert (HOME / "tests" / "notebooks" / name).is_file()


@pytest.fixture
def commands(monkeypatch):
    """What `./workbook test` would start, each part without what all have; nothing is."""
    monkeypatch.setattr(command.setup, "ensure", lambda for_tests: java.find())
    monkeypatch.setattr(command.browser, "ensure", lambda: None)
    started = []

    def of(*arguments, codes=(0, 1, 0)):
        monkeypatch.setattr(command.process, "run", lambda line, environment: started.append(line) or codes[len(started) - 1])
        code = cli.main(["test", *arguments])
        return code, [line[line.index(str(HOME / "tests" / "notebooks")) + 1:] for line in started if "pytest" in line]

    return of


def test_given_all_tests_when_one_part_fails_then_what_measures_runs_afterwards_by_itself_and_the_whole_has_failed(commands, capsys):
    code, parts = commands()
    assert parts == [["-n", "auto", "-m", "not measures"], ["-m", "measures"]]
    assert code != 0 and "Tests failed: pytest (kernels' and servers' logs:" in capsys.readouterr().err


def test_given_a_name_when_tested_then_its_tests_run_in_one_process(commands):
    assert commands("notebooks", "04-min-max") == (0, [["-k", "04-min-max"]])


@pytest.mark.parametrize("codes, parts", [((130,), 0), ((-2,), 0), ((0, 2), 1), ((0, -2), 1)])
def test_given_ctrl_c_when_testing_then_nothing_more_is_started(codes, parts, commands):
    code, started = commands(codes=codes)
    assert code != 0 and len(started) == parts
