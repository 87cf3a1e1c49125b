"""The library's plots as Plotly draws them in a browser."""

from importlib import resources

import pytest

PLOTLY = "application/vnd.plotly.v1+json"

START = """
import org.lstmworkbook.notebook.Plots;
import java.util.*;
import java.util.stream.*;
"""

HARD = {
    "long-numbers": """
Plots.of("Counts", "step", "training sequences")
    .line("count", new double[] {1, 2, 3}, new double[] {50_000, 400_000, 1_000_000}).logY().figure()""",
    "a-long-last-number": """
Plots.of("Speed", "workers", "percent")
    .line("left", IntStream.rangeClosed(0, 40).mapToDouble(i -> Math.pow(10, i / 8.0)).toArray(), new double[41]).logX().figure()""",
    "small-numbers": """
Plots.of("Times", "windows", "milliseconds")
    .line("one", new double[] {1, 2, 3}, new double[] {0.0002, 0.004, 12}).logY()
    .line("two", new double[] {1, 2, 3}, new double[] {0.0003, 0.005, 13}).figure()""",
    "negative-numbers": """
Plots.of("Differences", "day", "log return")
    .line("difference", new double[] {1, 2, 3}, new double[] {-0.015, 0.005, -0.0002}).figure()""",
    "turned-names": """
Plots.of("Errors", "forecaster", "percent")
    .bars("error", Stream.of("persistence", "ridge (22 lags)", "ARIMA(1, 1, 1)", "boosting", "Monte Carlo")
        .flatMap(name -> Stream.of(name, name + ", all inputs")).toList(), new double[10]).figure()""",
}

# The box of each axis title, those of its axis' tick labels and of the legend, and the picture's.
BOXES = """async figure => {
    const plot = document.body.appendChild(document.createElement("div"));
    await Plotly.newPlot(plot, figure.data, figure.layout);
    const box = element => { const {left, top, right, bottom} = element.getBoundingClientRect(); return {left, top, right, bottom}; };
    const boxes = selector => [...plot.querySelectorAll(selector)].filter(element => element.textContent.trim()).map(box);
    return ["x", "y"].map(axis => ({
        title: boxes(`.${axis}title`)[0], ticks: boxes(`.${axis}tick text`), legend: boxes(".legend"), picture: box(plot.querySelector(".main-svg")),
    }));
}"""


def apart(a, b, pixels):
    return (a["right"] + pixels <= b["left"] or b["right"] + pixels <= a["left"]
            or a["bottom"] + pixels <= b["top"] or b["bottom"] + pixels <= a["top"])


def within(a, b):
    return b["left"] <= a["left"] and a["right"] <= b["right"] and b["top"] <= a["top"] and a["bottom"] <= b["bottom"]


@pytest.mark.parametrize("code", HARD.values(), ids=HARD)
def test_given_long_tick_labels_when_a_plot_is_drawn_then_its_axis_titles_stand_clear_of_them(code, kernel, page):
    kernel.run(START)
    [(_, content)] = kernel.run(code)
    with resources.as_file(resources.files("plotly") / "package_data" / "plotly.min.js") as plotly:
        page.add_script_tag(path=plotly)
    for axis in page.evaluate(BOXES, content["data"][PLOTLY]):
        assert axis["ticks"]
        assert all(tick["left"] < tick["right"] and within(tick, axis["picture"]) for tick in axis["ticks"]), axis
        assert all(apart(axis["title"], other, pixels=4) for other in axis["ticks"] + axis["legend"]), axis
        assert within(axis["title"], axis["picture"]), axis
    assert page.faults == []
