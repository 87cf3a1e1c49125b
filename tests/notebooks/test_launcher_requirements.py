"""The lists in requirements/: each package pinned once for each Python; and nothing else says a version."""

import re

import pytest
from conftest import HOME
from packaging.requirements import Requirement
from workbook_launcher import project
from workbook_launcher.errors import WorkbookError

LISTS = sorted((HOME / "requirements").glob("*.txt"))


@pytest.mark.parametrize("path", LISTS, ids=[path.stem for path in LISTS])
@pytest.mark.parametrize("version", ["3.9", "3.10", "3.13"])
def test_given_any_supported_python_when_markers_apply_then_each_package_has_one_pin(path, version):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    parsed = [Requirement(line) for line in lines]
    assert [str(r) for r in parsed if not re.fullmatch(r"==[^,*]+", str(r.specifier))] == []
    names = [r.name for r in parsed if r.marker is None or r.marker.evaluate({"python_version": version})]
    assert sorted(names) == sorted({r.name for r in parsed})


def test_given_condas_environment_when_read_then_it_takes_its_packages_from_these_lists():
    pips = (HOME / "environment.yml").read_text(encoding="utf-8").partition("- pip:\n")[2]
    assert re.findall(r"- (.*)", pips) == ["-r requirements/notebooks.txt", "-r requirements/tests.txt"]


def test_given_the_python_sources_when_searched_then_none_pins_a_version():
    pinned = [path.name for path in project.PYTHON_SOURCES.rglob("*.py") if re.search(r'"[\w-]+==', path.read_text(encoding="utf-8"))]
    assert pinned == []


def test_given_no_list_when_asked_for_then_the_cure_is_named():
    with pytest.raises(WorkbookError, match="none.txt is missing. Restore it: git checkout -- requirements"):
        project.requirements("none")
