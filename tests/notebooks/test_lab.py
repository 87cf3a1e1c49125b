"""JupyterLab as ./workbook lab opens it, in a browser without a network."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from conftest import HOME, LOGS, is_drawn
from test_notebooks import NOTEBOOKS
from test_site import PLOTLY

TOKEN = "for-this-test-only"
STEP = next((p for p in NOTEBOOKS if p.parent.name == "steps" and PLOTLY in p.read_text(encoding="utf-8")), None)
PLOT = ".jp-OutputArea .js-plotly-plot .main-svg"
PICTURE = ".jp-OutputArea img"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A running server over a copy of the notebooks, with no settings but the workbook's; its address and folder."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(HOME / "notebooks", folder / "root" / "notebooks")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    own.update({f"JUPYTERLAB_{name}_DIR": str(folder / name) for name in ("SETTINGS", "WORKSPACES")})
    LOGS.mkdir(parents=True, exist_ok=True)
    with open(LOGS / "lab.log", "wb") as log:
        server = subprocess.Popen(
            [sys.executable, str(HOME / "workbook"), "lab", "--no-browser", "--", "--allow-root", f"--port={port}",
             f"--ServerApp.root_dir={folder / 'root'}", f"--IdentityProvider.token={TOKEN}"],
            stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **own},
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, server)
        yield address, folder / "root" / "notebooks"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def wait_for(address, server, seconds=60):
    limit = time.monotonic() + seconds
    while True:
        assert server.poll() is None, f"the server ended; see {LOGS / 'lab.log'}"
        try:
            urllib.request.urlopen(f"{address}/api", timeout=5)
            return
        except OSError:
            assert time.monotonic() < limit, f"no answer; see {LOGS / 'lab.log'}"
            time.sleep(0.3)


def open_notebook(page, lab, name):
    page.goto(f"{lab[0]}/lab/tree/notebooks/steps/{name}?reset&token={TOKEN}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", state="attached", timeout=60_000)


def see_plot(page):
    """Scrolls to the first plot; a plot that waits as a picture for the pointer is pointed at, then it must be live."""
    shown = page.locator(f"{PLOT}, {PICTURE}").first
    shown.wait_for(state="attached", timeout=120_000)
    shown.scroll_into_view_if_needed()
    assert is_drawn(shown)
    if page.locator(PLOT).count() == 0:
        shown.hover()
    live = page.locator(PLOT).first
    live.wait_for(timeout=30_000)
    assert is_drawn(live.locator("xpath=ancestor::*[contains(@class, 'js-plotly-plot')]"))


def test_given_lab_when_a_notebook_is_run_then_its_plot_is_drawn_and_live(lab, page):
    notebook = nbformat.read(STEP, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, lab[1] / "steps" / "fresh.ipynb")
    open_notebook(page, lab, "fresh.ipynb")
    assert page.locator(f"{PLOT}, {PICTURE}").count() == 0
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    see_plot(page)
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']").count() == 0
    assert page.faults == []


def test_given_a_notebook_from_elsewhere_when_opened_untrusted_then_its_plot_is_drawn(lab, page):
    shutil.copy(STEP, lab[1] / "steps" / "elsewhere.ipynb")
    open_notebook(page, lab, "elsewhere.ipynb")
    assert page.locator("[title^='Notebook not trusted']").count() == 1
    see_plot(page)
    assert page.faults == []
