"""The comparison itself: it must see a changed word, a changed number and a missing output."""

import base64
import struct

from nbformat.v4 import new_code_cell, new_notebook, new_output

from comparison import differences


def a_notebook(text, *tags, more=()):
    cell = new_code_cell("x", outputs=[new_output("stream", text=text), *more], metadata={"tags": list(tags)})
    return new_notebook(cells=[cell])


def test_given_the_same_text_when_compared_then_nothing_differs():
    assert differences(a_notebook("MAE 1.237 of 3,270 days"), a_notebook("MAE 1.237 of 3,270 days")) == []


def test_given_another_last_digit_when_compared_then_it_differs():
    assert "1.23456789012 saved" in differences(a_notebook("1.23456789012"), a_notebook("1.23456789013"))[0]


def test_given_another_number_when_compared_then_both_are_named():
    assert "1.237 saved, 1.238 came" in differences(a_notebook("MAE 1.237"), a_notebook("MAE 1.238"))[0]


def test_given_another_word_when_compared_then_it_differs():
    assert differences(a_notebook("rose by 2"), a_notebook("fell by 2"))


def test_given_a_timing_cell_when_compared_then_its_numbers_may_differ():
    assert differences(a_notebook("0.8 s", "timing"), a_notebook("3 s and more", "timing")) == []


def test_given_a_missing_output_when_compared_then_it_differs():
    more = [new_output("display_data", {"text/plain": "plot"})]
    assert "2 outputs were saved, 1 came" in differences(a_notebook("a", more=more), a_notebook("a"))[0]


def test_given_a_plot_with_another_point_when_compared_then_it_differs():
    def plot(y):
        data = {"application/vnd.plotly.v1+json": {"data": [{"y": [1, y]}]}, "image/png": "abcd"}
        return a_notebook("a", more=[new_output("display_data", data)])

    assert differences(plot(2), plot(2)) == []
    assert "2 saved, 3 came" in differences(plot(2), plot(3))[0]


def test_given_a_plot_with_packed_numbers_when_compared_then_they_are_compared_as_numbers():
    def plot(*y):
        packed = {"dtype": "f4", "bdata": base64.b64encode(struct.pack(f"<{len(y)}f", *y)).decode()}
        data = {"application/vnd.plotly.v1+json": {"data": [{"y": packed}]}}
        return a_notebook("a", more=[new_output("display_data", data)])

    assert differences(plot(1.0, 2.0), plot(1.0, 2.0)) == []
    assert "2.0 saved, 3.0 came" in differences(plot(1.0, 2.0), plot(1.0, 3.0))[0]
