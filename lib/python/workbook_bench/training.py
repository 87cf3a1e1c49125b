"""Both trainings of step 9, as its notebook runs them (scores, checkpoint, curves), beside the same in PyTorch."""

import json
import statistics
import tempfile
from pathlib import Path

import nbformat
from jupyter_client.jsonutil import parse_date
from nbclient import NotebookClient
from workbook_launcher import project
from workbook_launcher.errors import WorkbookError

from . import peers

NOTEBOOK = project.NOTEBOOKS / "steps" / "09-train.ipynb"
FITS = {"price": "trainer.fit()", "quantiles": "quantileTraining.fit()"}
ROUNDS, ROUNDS_FULL = 3, 7

# What PyTorch is to learn from, as little-endian floats: for each part inputs [N, features, time] and both networks' targets.
EXPORT = """
import java.util.Map;
import java.nio.file.*;
void export(String part, Windows windows) throws Exception {
  CumulativeReturns returns = CumulativeReturns.of(windows, QuantileForecaster.DAYS, CumulativeReturns.deviation(train));
  var days = windows.gather(IntStream.range(0, windows.size()).toArray());
  var ahead = returns.gather(IntStream.range(0, returns.size()).toArray());
  for (var array : Map.of("x", days.inputs(), "y", days.targets(), "ahead", ahead.targets()).entrySet()) {
    Files.write(Path.of("%(folder)s", part + "-" + array.getKey() + ".f32"), NetworkEntries.bytes(array.getValue()));
  }
}
export("train", train);
export("validation", validation);
System.out.println("{\\"features\\": %%d, \\"window\\": %%d, \\"hidden\\": %%d, \\"dropout\\": %%s, \\"learning_rate\\": %%s, \\"batch\\": %%d, \\"scale\\": %%s, \\"zero\\": %%s, \\"days\\": %%d, \\"quantiles\\": %%s, \\"epochs\\": {\\"price\\": %%d, \\"quantiles\\": %%d}}".formatted(
    train.matrix().features(), train.length(), trainer.settings().hidden(), trainer.settings().dropout(), trainer.settings().learningRate(),
    trainer.settings().batchSize(), train.unscale(1) - train.unscale(0), train.unscale(0), QuantileForecaster.DAYS,
    QuantileForecaster.QUANTILES, history.epochs().size(), quantileTraining.history().epochs().size()));
"""


def measure(arguments) -> dict:
    """Each round in a fresh kernel, as a reader has it; PyTorch, where it is installed, makes as many epochs in between."""
    if arguments.with_peers:
        peers.install()
    rounds = arguments.rounds or (ROUNDS_FULL if arguments.full else ROUNDS)
    times = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            ours, setting = in_kernel(NOTEBOOK, Path(folder))
            rows = {"workbook": ours}
            if peers.installed():
                (Path(folder) / "setting.json").write_text(json.dumps(setting), encoding="utf-8")
                rows.update(peers.trainings(Path(folder)))
        for engine, seconds in rows.items():
            for training, value in seconds.items():
                times.setdefault(training, {}).setdefault(engine, []).append(value)
    found = {training: summary(engines, setting["epochs"][training]) for training, engines in times.items()}
    for training, row in found.items():
        print(f"{training:10} {row['epochs']:3} epochs   " + "   ".join(f"{e} {s:.2f} s" for e, s in row["seconds"].items())
              + (f"   ratio {row['ratio']:.2f}" if "ratio" in row else ""), flush=True)
    return {"training": found}


def summary(engines: dict, epochs: int) -> dict:
    """Medians of the rounds; `ratio` is the workbook's time by that of PyTorch's best number of threads."""
    medians = {engine: statistics.median(seconds) for engine, seconds in engines.items()}
    row = {"epochs": epochs, "seconds": medians}
    others = [seconds for engine, seconds in medians.items() if engine != "workbook"]
    if others:
        row["ratio"] = medians["workbook"] / min(others)
    return row


def in_kernel(path: Path, folder: Path):
    """Runs the notebook as far as its second training: the seconds of the cells in FITS, and what EXPORT says."""
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    places = {name: next((n for n, cell in enumerate(cells) if fit in cell.source), None) for name, fit in FITS.items()}
    if None in places.values():
        raise WorkbookError(f"{path.name} has no cell with {' or '.join(FITS.values())}: the bench times these two cells.")
    export = nbformat.v4.new_code_cell(EXPORT % {"folder": folder.as_posix()})
    notebook.cells = cells[: max(places.values()) + 1] + [export]
    client = NotebookClient(notebook, timeout=600, kernel_name="java", record_timing=True, shutdown_kernel="immediate",
                            resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    seconds = {name: _seconds(notebook.cells[n].metadata["execution"]) for name, n in places.items()}
    return seconds, json.loads("".join(output["text"] for output in export.outputs if output.output_type == "stream"))


def _seconds(timing) -> float:
    """From the kernel's word that it is busy with a cell to its word that it is idle again."""
    began, ended = (parse_date(timing[key]) for key in ("iopub.status.busy", "iopub.status.idle"))
    return (ended - began).total_seconds()
