"""What a cell prints arrives: all of it, in its order, however much it is."""

import nbformat
import pytest
from conftest import java_kernel
from nbformat.v4 import new_code_cell, new_notebook
from workbook_notebooks.execute import execute


@pytest.fixture(scope="module")
def printing():
    with java_kernel() as running:
        yield running


def printed(outputs, stream="stdout"):
    return "".join(content["text"] for kind, content in outputs if kind == "stream" and content["name"] == stream)


@pytest.mark.parametrize("lines", [20_000, 200_000])
@pytest.mark.parametrize("stream, printer", [("stdout", "System.out"), ("stderr", "System.err")])
def test_given_many_lines_when_a_cell_prints_them_then_each_arrives_once_in_order(printing, lines, stream, printer):
    outputs = printing.run(f'for (int i = 0; i < {lines}; i++) {printer}.println("line " + i);')
    assert printed(outputs, stream) == "".join(f"line {i}\n" for i in range(lines))
    assert len(outputs) < lines / 20, "lines that are printed at once come together"


def test_given_thousands_of_displays_when_a_cell_makes_them_then_each_arrives(printing):
    outputs = printing.run("for (int i = 0; i < 5_000; i++) display(i);")
    assert [content["data"]["text/plain"] for _, content in outputs] == [str(i) for i in range(5_000)]


def test_given_prints_to_both_streams_displays_and_a_result_when_a_cell_runs_then_their_order_is_kept(printing):
    outputs = printing.run(
        'for (int i = 0; i < 3; i++) { System.out.println("out " + i); System.err.println("err " + i); display(i); }\n'
        'System.out.print("last"); "result"'
    )
    texts = [content.get("text", content.get("data", {}).get("text/plain")) for _, content in outputs]
    assert texts == [part for i in range(3) for part in (f"out {i}\n", f"err {i}\n", str(i))] + ["last", "result"]


def test_given_a_cell_that_fails_after_printing_when_run_then_the_error_is_last(printing):
    outputs = printing.run('for (int i = 0; i < 1_000; i++) System.out.println(i);\nthrow new IllegalStateException("no");')
    assert printed(outputs) == "".join(f"{i}\n" for i in range(1_000))
    assert outputs[-1][0] == "error"


def test_given_two_threads_when_they_print_then_no_line_is_lost(printing):
    outputs = printing.run(
        'java.util.stream.IntStream.range(0, 10_000).parallel().forEach(i -> System.out.println("line " + i));'
    )
    assert sorted(printed(outputs).splitlines()) == sorted(f"line {i}" for i in range(10_000))


def test_given_a_cell_of_many_lines_when_a_notebook_is_executed_then_all_are_saved(tmp_path):
    path = tmp_path / "long.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("for (int i = 0; i < 20_000; i++) System.out.println(i);")]), path)
    result = execute(path, tmp_path / "out" / "long.ipynb", tmp_path / "kernel.log")
    assert result.failure is None
    saved = nbformat.read(tmp_path / "out" / "long.ipynb", as_version=4).cells[0].outputs
    assert "".join(output.text for output in saved) == "".join(f"{i}\n" for i in range(20_000))


def test_given_prints_in_several_parts_when_a_notebook_is_executed_then_only_a_display_parts_what_is_saved(tmp_path):
    code = """for (int i = 0; i < 3; i++) { System.out.println(i); System.out.flush(); Thread.sleep(500); }
display("between");
for (int i = 3; i < 6; i++) { System.out.println(i); System.out.flush(); Thread.sleep(500); }"""
    path = tmp_path / "parts.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(code)]), path)
    assert execute(path, tmp_path / "out" / "parts.ipynb", tmp_path / "kernel.log").failure is None
    saved = nbformat.read(tmp_path / "out" / "parts.ipynb", as_version=4).cells[0].outputs
    assert [output.get("text", "a display") for output in saved] == ["0\n1\n2\n", "a display", "3\n4\n5\n"]
