"""environment.yml: read strictly, and fit for conda and for the oldest Python."""

import pytest
from conftest import HOME
from packaging.markers import Marker
from packaging.requirements import Requirement
from workbook_launcher import requirements
from workbook_launcher.errors import WorkbookError

HEAD = "name: x\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.11\n  - pip\n  - pip:\n"


def written(tmp_path, text):
    path = tmp_path / "environment.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_given_two_groups_when_read_then_the_comment_parts_them(tmp_path):
    path = written(tmp_path, HEAD + "      - a==1.0\n      # a remark\n\n      # for ./workbook test\n      - b==2.0\n")
    assert requirements.read(path) == requirements.Requirements(("a==1.0",), ("b==2.0",))


def test_given_lines_after_the_pip_section_when_read_then_they_are_not_requirements(tmp_path):
    assert requirements.read(written(tmp_path, HEAD + "      - a==1\n  - openjdk=17\n")).run == ("a==1",)


@pytest.mark.parametrize(
    "line, number", [("      - a>=1", 8), ("      - a", 8), ("      a==1", 8), ("      - a==1\n      - ==2", 9)]
)
def test_given_a_line_that_pins_nothing_when_read_then_it_is_refused_by_number(tmp_path, line, number):
    with pytest.raises(WorkbookError, match=f"line {number}: expected '- name==version'"):
        requirements.read(written(tmp_path, HEAD + line + "\n"))


@pytest.mark.parametrize("text", ["name: x\n", HEAD])
def test_given_no_requirements_when_read_then_the_cure_is_named(tmp_path, text):
    with pytest.raises(WorkbookError, match="git checkout -- environment.yml"):
        requirements.read(written(tmp_path, text))


def test_given_no_file_when_read_then_the_cure_is_named(tmp_path):
    with pytest.raises(WorkbookError, match="is missing. Restore it"):
        requirements.read(tmp_path / "environment.yml")


@pytest.mark.parametrize("version", ["3.9", "3.10", "3.13"])
def test_given_any_supported_python_when_markers_apply_then_each_package_has_one_pin(version):
    wanted = requirements.read(HOME / "environment.yml")
    parsed = [Requirement(item) for item in (*wanted.run, *wanted.test)]
    names = [r.name for r in parsed if (r.marker or Marker("python_version>'0'")).evaluate({"python_version": version})]
    assert sorted(names) == sorted({r.name for r in parsed})
