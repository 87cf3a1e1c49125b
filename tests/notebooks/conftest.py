"""Shared by all tests of the notebooks: a real Java kernel, a real browser, a project to break."""

import contextlib
import io
import os
import re
import signal
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from PIL import Image
from playwright.sync_api import sync_playwright
from workbook_launcher import browser as find_browser
from workbook_launcher.errors import WorkbookError
from workbook_notebooks import side_by_side
from workbook_notebooks.execute import Result, again_if_port_taken, execute
from workbook_notebooks.turns import Turns
from xdist.scheduler import LoadScopeScheduling

HOME = Path(__file__).resolve().parents[2]

# A run that a shell started in the background ignores Ctrl-C, and so would everything that the tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

LOGS = HOME / "build" / "test-logs"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # which of several processes that share the tests this is

# The files that take longest: where several workers share the tests, these begin first, so that no long one is left over.
LONGEST = ("test_notebooks.py", "test_spark.py", "test_exercises.py", "test_same_bits.py", "test_bigquery.py", "test_run.py")
# A worker does a whole file, and with it those that use what it made (the executed notebooks, the second BigQuery), or that
# would wait for it: ./workbook run runs notebooks one command after the other.
TOGETHER = {"test_site.py": "test_notebooks.py", "test_bigquery_client.py": "test_bigquery.py", "test_launcher_options.py": "test_run.py"}
WORKER_KERNELS = 2  # as many run side by side in one worker, or as much of Spark


def first_of(file: str) -> str:
    """The file beside which the tests of `file` are done."""
    return TOGETHER.get(file, file)


class ByFile(LoadScopeScheduling):
    """Gives each worker a file at a time."""

    def _split_scope(self, nodeid):
        return first_of(nodeid.partition("::")[0])


def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False  # it would begin with the files of most tests, which are short ones
    return ByFile(config, log)


def pytest_xdist_auto_num_workers():
    """A worker for each processor, if there is memory for what their tests start; none beside this process if only for one."""
    workers = side_by_side.at_once(WORKER_KERNELS * side_by_side.KERNEL_BYTES)
    return workers if workers > 1 else 0


def pytest_collection_modifyitems(items):
    def place(item):
        file = first_of(item.path.name)
        return LONGEST.index(file) if file in LONGEST else len(LONGEST)

    items.sort(key=place)


def pytest_collection_finish(session):
    """Gets the browser before the first test, if one of those chosen needs it; without one, none runs. Gives time to run notebooks."""
    for item in session.items:
        if "executed" in item.fixturenames:
            item.add_marker(pytest.mark.timeout(3000))  # the first one waits for all notebooks
    if any("browser" in item.fixturenames for item in session.items):
        with session.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
            try:
                find_browser.ensure()
            except WorkbookError as error:
                pytest.exit(f"workbook: {error}", returncode=2)


class Kernel:
    """A running Java kernel: `run(code)` gives the outputs of one cell as (message type, content)."""

    def __init__(self, client):
        self.client = client

    def run(self, code: str, timeout: float = 120) -> list:
        outputs = []
        kinds = ("stream", "error", "execute_result", "display_data", "update_display_data")

        def collect(message):
            if message["msg_type"] in kinds:
                outputs.append((message["msg_type"], message["content"]))

        self.client.execute_interactive(code, output_hook=collect, timeout=timeout, allow_stdin=False)
        return outputs

    def text(self, code: str, timeout: float = 120) -> str:
        """What `code` printed or ended in, as text; an error in it fails the test."""
        outputs = self.run(code, timeout)
        errors = ["\n".join(content["traceback"]) for kind, content in outputs if kind == "error"]
        assert not errors, errors[0]
        return "".join(
            content["text"] if kind == "stream" else content["data"].get("text/plain", "") for kind, content in outputs
        )


@contextlib.contextmanager
def java_kernel():
    """A JJava kernel with the library on its class path, started at the project."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with open(LOGS / f"kernel{WORKER}.log", "ab") as log:
        manager, client = again_if_port_taken(lambda: start_new_kernel(kernel_name="java", cwd=str(HOME), stderr=log), log)
        try:
            running = Kernel(client)
            running.run("org.lstmworkbook.notebook.Notebook.start();")  # as every notebook's first cell does
            yield running
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


@pytest.fixture(scope="session")
def kernel():
    """One kernel for all tests that leave nothing behind which could disturb another."""
    with java_kernel() as running:
        yield running


@pytest.fixture
def own_kernel():
    """A kernel that nobody has defined anything in, as a reader's notebook has it."""
    with java_kernel() as running:
        yield running


@pytest.fixture(scope="session")
def out(tmp_path_factory):
    """Where this session's executed notebooks, their tables and the site go."""
    folder = tmp_path_factory.mktemp("out")
    (folder / "results").mkdir()
    os.environ["WORKBOOK_RESULTS"] = str(folder / "results")
    os.environ["WORKBOOK_BUILD"] = str(folder)  # what a reader's own runs left in build/ is never read
    return folder


@pytest.fixture(scope="session")
def executed(out, request):
    """Gives (result, notebook) of a fresh execution; each notebook runs once a session.

    The first that is asked for runs with all others that this session's tests ask for, side by side, as a reader's do.
    """
    parameters = [item.callspec.params for item in request.session.items if "executed" in item.fixturenames and hasattr(item, "callspec")]
    asked_for = sorted({each["path"] for each in parameters if "path" in each})
    done = {}

    def target(path: Path) -> Path:
        return out / "notebooks" / path.relative_to(HOME / "notebooks")

    def one(path: Path, turns: Turns) -> Result:
        return execute(path, target(path), LOGS / f"{path.stem}.log", turns=turns)

    def run(path: Path):
        if path not in done:
            together = asked_for if path in asked_for else [path]
            at_once = min(side_by_side.at_once(), WORKER_KERNELS) if WORKER else side_by_side.at_once()
            for result in side_by_side.run(together, at_once, one, lambda result: None):
                done[result.path] = result, nbformat.read(target(result.path), as_version=4)
        return done[path]

    return run


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """Chromium or Chrome, without a window; what it would keep in the home folder goes to a temporary one."""
    environment = {**os.environ, "HOME": str(tmp_path_factory.mktemp("home"))}
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
                 "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser.ensure(), args=arguments, env=environment)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, request):
    """A page without a network but this machine's; `page.faults` lists what it asked of it, and its errors.

    How it looked in the end is kept beside the logs.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.faults = []

    def route(route):
        url = route.request.url
        if url.startswith(("file:", "data:", "blob:", "http://127.0.0.1:", "http://localhost:")):
            route.continue_()
        else:
            page.faults.append(f"asked for {url}")
            route.abort()

    context.route("**/*", route)
    page.on("pageerror", lambda error: page.faults.append(f"error: {error}"))
    page.on("console", lambda m: page.faults.append(f"console: {m.text}") if m.type == "error" else None)
    yield page
    LOGS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=LOGS / f"{re.sub(r'[^a-zA-Z0-9-]+', '_', request.node.name)}.png")
    context.close()


def is_drawn(element) -> bool:
    """Whether an element of a page shows more than one colour and some ink: at least 0.2 % of its pixels differ."""
    picture = Image.open(io.BytesIO(element.screenshot())).convert("RGB")
    colours = picture.getcolors(picture.width * picture.height)
    most_frequent = max(count for count, _ in colours)
    return len(colours) > 10 and most_frequent < 0.998 * picture.width * picture.height
