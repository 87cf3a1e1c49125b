"""JupyterLab as ./workbook lab opens it, in a browser without a network."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
import websocket
from conftest import HOME, LOGS, is_drawn
from nbformat.v4 import new_code_cell, new_notebook
from test_notebooks import LONGEST_LINE, NOTEBOOKS
from test_site import PLOTLY

# In pixels, as Linux and Windows have it; the browser of the tests draws none.
SCROLL_BAR = 15
TOKEN = "for-this-test-only"
STEP = next((p for p in NOTEBOOKS if p.parent.name == "steps" and PLOTLY in p.read_text(encoding="utf-8")), None)
# Beside a PNG, JupyterLab's plotly shows the picture first and the live plot once it is pointed at.
SHOWN = ".jp-OutputArea-output:has(img), .jp-OutputArea-output:has(.js-plotly-plot)"


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
    page.goto(f"{lab[0]}/lab/tree/notebooks/{name}?reset&token={TOKEN}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    # JJava tells its state only with the first cell it runs: until then it is there, and "Unknown".
    connected = re.compile(r"Java \(LSTM workbook\) \| (Idle|Unknown)")
    page.locator("#jp-main-statusbar").get_by_text(connected).wait_for(timeout=60_000)


def see_plot(page, seconds=120):
    """Scrolls to the first plot (JupyterLab lays out only what is near), points at it as a reader would, sees it live."""
    shown = page.locator(SHOWN).first
    page.locator(".jp-WindowedPanel-outer").first.hover()
    limit = time.monotonic() + seconds
    while shown.count() == 0:
        assert time.monotonic() < limit, "no plot and no picture came"
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(300)
    shown.scroll_into_view_if_needed()
    assert is_drawn(shown)
    box = shown.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shown.locator(".main-svg").first.wait_for(timeout=30_000)
    assert is_drawn(shown)
    assert shown.evaluate("plot => plot.scrollWidth <= plot.clientWidth"), "the plot is wider than its cell"


def test_given_lab_when_a_notebook_is_run_then_its_plot_is_drawn_and_live(lab, page):
    notebook = nbformat.read(STEP, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, lab[1] / "steps" / "fresh.ipynb")
    open_notebook(page, lab, "steps/fresh.ipynb")
    assert page.locator(SHOWN).count() == 0
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    see_plot(page)
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']").count() == 0
    assert page.faults == []


def test_given_a_notebook_from_elsewhere_when_opened_untrusted_then_its_plot_is_drawn(lab, page):
    shutil.copy(STEP, lab[1] / "steps" / "elsewhere.ipynb")
    open_notebook(page, lab, "steps/elsewhere.ipynb")
    assert page.locator("[title^='Notebook not trusted']").count() == 1
    see_plot(page)
    assert page.faults == []


@pytest.mark.parametrize("notebook", ["steps/07-define-the-lstm.ipynb", "lessons/06-gate-playground.ipynb"])
def test_given_a_notebook_from_elsewhere_when_opened_untrusted_then_its_drawing_is_shown(lab, page, notebook):
    shutil.copy(HOME / "notebooks" / notebook, lab[1] / "drawing.ipynb")
    open_notebook(page, lab, "drawing.ipynb")
    assert page.locator("[title^='Notebook not trusted']").count() == 1
    drawing = page.locator(".jp-OutputArea-output img[alt='An LSTM cell']").first
    page.locator(".jp-WindowedPanel-outer").first.hover()
    limit = time.monotonic() + 60
    while drawing.count() == 0:
        assert time.monotonic() < limit, "no drawing came"
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(300)
    assert is_drawn(drawing)
    assert page.faults == []


def test_given_the_longest_line_of_code_when_shown_in_a_window_of_1280_pixels_then_all_of_it_is_seen(lab, page):
    notebook = new_notebook(cells=[new_code_cell("x" * LONGEST_LINE)])
    notebook.metadata.kernelspec = {"name": "java", "display_name": "Java (LSTM workbook)"}
    nbformat.write(notebook, lab[1] / "long.ipynb")
    page.set_viewport_size({"width": 1280 - SCROLL_BAR, "height": 720})
    open_notebook(page, lab, "long.ipynb")
    assert page.locator(".jp-DirListing").first.is_visible()
    assert page.locator(".jp-CodeCell .cm-scroller").evaluate("code => code.scrollWidth <= code.clientWidth")


def test_given_the_glossary_when_opened_then_it_is_set_and_its_links_open_notebooks(lab, page):
    page.goto(f"{lab[0]}/lab/tree/notebooks/GLOSSARY.md?reset&token={TOKEN}")
    page.locator(".jp-MarkdownViewer a[href*='09-train.ipynb']").first.click()
    page.locator(".jp-NotebookPanel h1").first.wait_for()
    assert page.faults == []


def test_given_many_lines_when_a_cell_prints_them_in_lab_then_each_reaches_the_page(lab):
    body = json.dumps({"name": "java"}).encode()
    asked = urllib.request.Request(f"{lab[0]}/api/kernels?token={TOKEN}", data=body, method="POST")
    kernel = json.load(urllib.request.urlopen(asked, timeout=60))["id"]
    channels = f"{lab[0]}/api/kernels/{kernel}/channels?token={TOKEN}".replace("http", "ws", 1)
    page = websocket.create_connection(channels, timeout=120)
    header = {"msg_id": "many-lines", "msg_type": "execute_request", "username": "", "session": "test", "version": "5.3", "date": ""}
    code = 'for (int i = 0; i < 200_000; i++) System.out.println("line " + i);'
    content = {"code": code, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
    page.send(json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}))
    text = ""
    while True:
        message = json.loads(page.recv())
        if message["parent_header"].get("msg_id") == header["msg_id"]:
            text += message["content"]["text"] if message["msg_type"] == "stream" else ""
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
    page.close()
    assert text == "".join(f"line {i}\n" for i in range(200_000))
