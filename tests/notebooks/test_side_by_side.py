"""Notebooks that run at the same time: which, how many, and never beside a cell that measures time."""

import contextlib
import threading
import time

import nbformat
import pytest
from conftest import HOME
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from test_run import waited_until
from workbook_launcher import selection
from workbook_notebooks import side_by_side
from workbook_notebooks.execute import Result, execute
from workbook_notebooks.turns import Stopped, Turns


@pytest.fixture
def notebook(tmp_path):
    """Writes a notebook of code cells, the last with a tag; its path."""

    def write(name, *cells, tag=None):
        notebook = new_notebook(cells=[new_code_cell(source) for source in cells])
        if tag:
            notebook.cells[-1].metadata["tags"] = [tag]
        nbformat.write(notebook, tmp_path / f"{name}.ipynb")
        return tmp_path / f"{name}.ipynb"

    return write


def result(path):
    return Result(path, 1, 1, 0.0, None)


def test_given_the_steps_when_planned_then_those_with_the_forecaster_are_one_lane_and_begin_first():
    first, *others = side_by_side.lanes(selection.steps())
    assert [path.stem[:2] for path in first] == ["09", "10", "11"]
    assert all(len(lane) == 1 for lane in others)
    assert {lane[0].stem[:2] for lane in others[-2:]} == {"06", "08"}  # they measure
    assert sorted(path for lane in (first, *others) for path in lane) == selection.steps()


def test_given_every_notebook_that_names_the_forecasters_file_when_planned_then_it_is_in_the_shared_lane():
    notebooks = [*selection.steps(), *selection.lessons()]
    shared = next(lane for lane in side_by_side.lanes(notebooks) if len(lane) > 1)
    naming = [path for path in notebooks if any(word in path.read_text(encoding="utf-8") for word in ("forecasterFile", "Steps.forecaster"))]
    assert shared == naming


def test_given_lanes_when_planned_then_the_longest_begins_first(notebook):
    short, long, measures = notebook("short", "1"), notebook("long", "1", "2"), notebook("measures", "1", "2", "3", tag="timing")
    assert side_by_side.lanes([measures, short, long]) == [[long], [short], [measures]]


def test_given_little_memory_when_asked_then_fewer_notebooks_run_at_once(monkeypatch):
    monkeypatch.setattr(side_by_side.os, "sched_getaffinity", lambda _: range(8), raising=False)
    monkeypatch.setattr(side_by_side, "CGROUP_LIMIT", HOME / "no-such-file")
    for free, at_once in ((100e9, 8), (5e9, 2), (3.9e9, 1), (0, 1)):
        monkeypatch.setattr(side_by_side.psutil, "virtual_memory", lambda free=free: type("Memory", (), {"available": int(free)}))
        assert side_by_side.at_once() == at_once
    monkeypatch.setattr(side_by_side.psutil, "virtual_memory", lambda: type("Memory", (), {"available": 9_000_000_000}))
    assert side_by_side.at_once(4_000_000_000) == 2


def test_given_a_container_with_little_memory_when_asked_then_its_limit_counts(monkeypatch, tmp_path):
    monkeypatch.setattr(side_by_side, "CGROUP_LIMIT", tmp_path / "memory.max")
    (tmp_path / "memory.max").write_text("2500000000\n", encoding="ascii")
    assert side_by_side.at_once() == 1


def test_given_two_jobs_when_run_then_two_at_a_time_and_the_results_in_the_notebooks_order(notebook):
    notebooks = [notebook(name, "1") for name in "abcd"]
    together = threading.Barrier(2, timeout=10)
    running = []
    most = []

    def execute(path, turns):
        running.append(path)
        most.append(len(running))
        together.wait()
        running.remove(path)
        return result(path)

    assert [r.path for r in side_by_side.run(notebooks, 2, execute, lambda done: None)] == notebooks
    assert max(most) == 2


def test_given_an_error_in_one_when_run_then_the_others_are_stopped_and_it_is_raised(notebook):
    notebooks = [notebook(name, "1") for name in "abc"]
    begun = threading.Event()

    def execute(path, turns):
        if path == notebooks[0]:
            begun.wait(10)
            raise ValueError("a fault of ours")
        begun.set()
        while True:
            with turns.taken():
                time.sleep(0.01)

    with pytest.raises(ValueError):
        side_by_side.run(notebooks, 2, execute, lambda done: None)


def test_given_a_cell_that_measures_when_others_run_then_it_waits_for_them_and_they_for_it():
    turns = Turns()
    happened = []
    inside, alone = threading.Event(), threading.Event()

    def cell():
        with turns.taken():
            inside.set()
            time.sleep(0.2)
            happened.append("cell ended")

    def measuring():
        inside.wait(10)
        alone.set()
        with turns.taken(alone=True):
            happened.append("measuring began")
            time.sleep(0.2)
            happened.append("measuring ended")

    def later():
        alone.wait(10)
        waited_until(lambda: turns._waiting_to_be_alone or happened)
        with turns.taken():
            happened.append("next cell began")

    threads = [threading.Thread(target=target) for target in (cell, measuring, later)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert happened == ["cell ended", "measuring began", "measuring ended", "next cell began"]


def test_given_a_stop_when_waiting_for_a_turn_then_no_turn_begins():
    turns = Turns()
    turns.stop()
    with pytest.raises(Stopped):
        with turns.taken():
            pass


@pytest.mark.parametrize("said, tries", [(b"ZMQException: Errno 48 : Address already in use", 2), (b"Error: no such option", 1)])
def test_given_a_kernel_that_does_not_answer_when_another_program_took_its_port_then_a_second_one_is_started(
    notebook, tmp_path, monkeypatch, said, tries
):
    usual, started = NotebookClient.setup_kernel, []

    @contextlib.contextmanager
    def setup_kernel(client, stderr):
        started.append(client)
        if len(started) == 1:
            stderr.write(said)
            stderr.flush()
            raise RuntimeError("Kernel didn't respond in 60 seconds")
        with usual(client, stderr=stderr):
            yield

    monkeypatch.setattr(NotebookClient, "setup_kernel", setup_kernel)
    answer = execute(notebook("one", "1"), tmp_path / "out.ipynb", tmp_path / "kernel.log", kernel="java")
    assert len(started) == tries
    assert (answer.failure is None) == (tries == 2)
