"""What a cell shows: tables, plots, a training under way, errors; and that libraries keep silent in it."""

import base64
import io
import json

import nbformat
import pytest
from nbclient import NotebookClient
from PIL import Image

from conftest import HOME

PLOTLY = "application/vnd.plotly.v1+json"

IMPORTS = """
import org.lstmworkbook.notebook.*;
import tech.tablesaw.api.*;
import tech.tablesaw.plotly.api.*;
"""

PRICES = 'var prices = Table.read().csv("data-samples/daily_prices.csv");'

LINE = """
Plots.of("Closing prices", "trading day", "close (US dollars)")
    .line("close", prices.dateColumn("trade_date"), prices.numberColumn("close"))
    .figure()
"""

TINY_NETWORK = """
import org.deeplearning4j.nn.conf.*;
import org.deeplearning4j.nn.conf.layers.*;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;
var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()
    .layer(new LSTM.Builder().nIn(2).nOut(3).build())
    .layer(new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE).nIn(3).nOut(1)
        .activation(org.nd4j.linalg.activations.Activation.IDENTITY).build())
    .build());
network.init();
network.fit(Nd4j.rand(4, 2, 5), Nd4j.rand(4, 1, 5));
System.out.println("trained");
"""

# A listener is told by hand what a trainer would tell it: a hundred epochs in a moment.
MANY_EPOCHS = """
import org.lstmworkbook.train.*;
import java.time.Duration;
var live = new LiveProgress();
var epochs = new ArrayList<History.Epoch>();
for (int epoch = 1; epoch <= 100; epoch++) {
  live.batchEnded(new Progress(epoch, 100, 1, 1, 0.5, Duration.ofSeconds(1), Duration.ofSeconds(9)));
  epochs.add(new History.Epoch(epoch, Map.of("loss", 1.0 / epoch), Map.of("loss", 2.0 / epoch), 1));
  live.epochEnded(new History(epochs));
  Thread.sleep(15);
}
live.trainingEnded(new History(epochs));
"""


@pytest.fixture(scope="module")
def started(kernel):
    """The kernel after a notebook's first cell."""
    assert "JJava on Java" in kernel.text(IMPORTS + "Notebook.start();")
    kernel.text(PRICES)
    return kernel


def the_one(outputs, kind="execute_result"):
    assert [k for k, _ in outputs] == [kind], outputs
    return outputs[0][1]["data"]


def colours_of(png: str) -> int:
    image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    assert image.width >= 600 and image.height >= 400
    return len(image.getcolors(image.width * image.height))


def test_given_a_table_when_it_ends_a_cell_then_it_is_html_with_its_size(started):
    data = the_one(started.run("prices"))
    assert data["text/html"].startswith("<table>")
    assert "more rows" in data["text/html"]
    assert "rows × 8 columns" in data["text/html"] and "rows × 8 columns" in data["text/plain"]


def test_given_a_plot_when_it_ends_a_cell_then_one_output_is_live_a_picture_and_text(started):
    data = the_one(started.run(LINE))
    assert set(data) == {PLOTLY, "image/png", "text/plain"}
    trace = data[PLOTLY]["data"][0]
    assert trace["name"] == "close" and trace["x"]["dtype"] == "f8" and trace["y"]["dtype"] == "f4"
    assert data[PLOTLY]["layout"]["yaxis"]["title"] == {"text": "close (US dollars)"}
    assert colours_of(data["image/png"]) > 10
    assert data["text/plain"] == "Plot: Closing prices"


def test_given_tablesaws_own_plot_when_displayed_then_the_same_bundle(started):
    outputs = started.run('var id = display(LinePlot.create("Own", prices.first(50), "open", "close"));')
    assert set(the_one(outputs, "display_data")) == {PLOTLY, "image/png", "text/plain"}


@pytest.mark.parametrize("code", [
    'Plot.show(CandlestickPlot.create("Candles", prices.first(50), "trade_date", "open", "high", "low", "close"));',
    'Plot.show(BoxPlot.create("Boxes", prices, "ticker", "close"), "target");',
    'Plot.show(BubblePlot.create("Bubbles", prices.first(50), "open", "close", "low"));',
])
def test_given_lines_of_tablesaws_guide_when_run_then_the_figure_is_in_the_cell(started, code):
    outputs = started.run("import tech.tablesaw.plotly.Plot;\n" + code)
    assert set(the_one(outputs, "display_data")) == {PLOTLY, "image/png", "text/plain"}


def test_given_a_chart_of_xchart_when_it_ends_a_cell_then_it_is_a_picture(started):
    started.run('var chart = new org.knowm.xchart.XYChartBuilder().title("Mine").build();'
                ' var added = chart.addSeries("a", new double[] {1, 2}, new double[] {1, 2});')
    assert colours_of(the_one(started.run("chart"))["image/png"]) > 10


def test_given_figures_in_the_middle_of_a_cell_when_shown_then_each_is_an_output(started):
    outputs = started.run("var table = display(prices.first(2)); var plot = display(" + LINE.strip() + ");")
    assert [kind for kind, _ in outputs] == ["display_data", "display_data"]


def test_given_a_second_start_when_a_table_is_shown_then_nothing_is_twice(started):
    before = the_one(started.run("prices"))
    started.run("Notebook.start();")
    assert the_one(started.run("prices")) == before


def test_given_two_plots_in_one_live_place_when_shown_then_the_second_takes_the_place_of_the_first(started):
    plot = LINE.strip()
    outputs = started.run(f"var live = new LivePlot(); live.show({plot}); live.show({plot});")
    assert [kind for kind, _ in outputs] == ["display_data", "update_display_data"]
    assert len({content["transient"]["display_id"] for _, content in outputs}) == 1


def test_given_a_training_when_it_runs_then_one_output_is_updated_and_no_time_stays(started):
    outputs = started.run(MANY_EPOCHS)
    displays = [content for kind, content in outputs if kind == "display_data"]
    updates = [content for kind, content in outputs if kind == "update_display_data"]
    assert len(displays) == 1 and 1 <= len(updates) <= 20
    assert "progress" in displays[0]["data"]["text/html"]
    assert {u["transient"]["display_id"] for u in updates} == {displays[0]["transient"]["display_id"]}
    last = updates[-1]["data"]
    assert set(last) == {PLOTLY, "image/png", "text/plain"}
    assert "about" not in json.dumps(last), "the time left"


def test_given_a_training_when_a_notebook_is_executed_then_only_the_curves_are_saved():
    cells = [nbformat.v4.new_code_cell(code) for code in (IMPORTS + "Notebook.start();", MANY_EPOCHS)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="java", timeout=120, resources={"metadata": {"path": str(HOME)}}).execute()
    saved = notebook.cells[1].outputs
    assert len(saved) == 1 and set(saved[0].data) == {PLOTLY, "image/png", "text/plain"}
    assert len(json.dumps(saved)) < 100_000


def test_given_a_network_when_it_trains_then_the_cell_holds_its_own_words_only(started):
    outputs = started.run(TINY_NETWORK)
    assert [(kind, content.get("text")) for kind, content in outputs] == [("stream", "trained\n")]


def test_given_a_library_that_logs_an_error_when_it_does_then_the_cell_stays_silent(started):
    assert started.run('org.slf4j.LoggerFactory.getLogger("a.library").error("not for the reader");') == []


def test_given_a_readers_mistake_when_thrown_then_a_sentence_and_the_line_of_the_cell(started):
    [(kind, error)] = started.run('Check.close("loss", 2, 1, 0.1, "Look at the sign.");')
    assert kind == "error"
    assert "loss is 2.00000, but should be 1.00000 (to within 0.1). Look at the sign." in error["evalue"]
    assert len(error["traceback"]) == 2, "the sentence, and the place in the cell"


def test_given_a_plot_without_data_when_built_then_a_sentence_says_what_to_add(started):
    [(kind, error)] = started.run('Plots.of("Empty", "x", "y").figure()')
    assert kind == "error" and 'The plot "Empty" has nothing to draw: add a line first.' in error["evalue"]
