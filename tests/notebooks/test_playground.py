"""The gate playground in a real browser: it computes what the library's cell computes, by mouse, keyboard and touch."""

import itertools
import json
import subprocess

import pytest
from conftest import HOME

# Math.exp and Math.tanh of Java and of the browser may differ in the last bit.
ROUNDING = 1e-12
UNITS = range(4)
# A telephone, JupyterLab beside its file browser in a window of 1280 pixels, a projector.
WIDTHS = (420, 826, 1200)
# The drawing is never narrower, with its margin; it then scrolls sideways.
DRAWING = 408


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A folder with the page, and the values of the Java cell."""
    from workbook_launcher import java, project

    folder = tmp_path_factory.mktemp("playground")
    program = HOME / "tests" / "notebooks" / "PlaygroundValues.java"
    subprocess.run(
        [str(java.find().java), "-cp", project.class_path(), str(program), str(folder)], check=True, timeout=120
    )
    return folder


@pytest.fixture(scope="module")
def expected(pages):
    return json.loads((pages / "values.json").read_text())


@pytest.fixture
def page(browser, pages):
    """The page, offline, on a projector's 1280 × 720; an error in its script fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, has_touch=True, offline=True)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((pages / "page.html").as_uri())
    yield page
    assert errors == []
    context.close()


def value(page, name):
    return float(page.locator(f'[data-value="{name}"]').get_attribute("data-exact"))


def slide(page, slider, to):
    """Moves a slider as a hand does: an input event with the slider's own rounding."""
    page.locator(f"#{slider}").evaluate(
        "(range, to) => { range.step = 'any'; range.value = to; range.dispatchEvent(new Event('input')); }", to
    )


def assert_step(page, step):
    for unit in UNITS:
        page.locator("#unit").select_option(str(unit))
        for name in "figoch":
            assert value(page, name) == pytest.approx(step[name][unit], abs=ROUNDING), f"{name} of unit {unit}"


def test_given_inputs_when_twelve_steps_then_every_number_is_the_java_cells(page, expected):
    slide(page, "x0", expected["x"][0])
    slide(page, "x1", expected["x"][1])
    assert_step(page, expected["steps"][0])
    page.locator("#step").click()
    assert_step(page, expected["steps"][1])
    page.locator("#ten").click()
    assert_step(page, expected["steps"][11])


def test_given_a_held_gate_when_opened_then_infinity_survives_the_way_into_the_page(page, pages):
    page.goto((pages / "closed.html").as_uri())
    slide(page, "x0", 1.0)
    assert value(page, "o") == 0
    assert value(page, "h") == 0
    assert value(page, "c") != 0


def test_given_output_gate_when_its_bias_is_dragged_down_then_h_shrinks_and_c_stays(page):
    slide(page, "x0", 1.5)
    before = {name: value(page, name) for name in "ch"}
    page.locator("#tab-o").check(force=True)
    slider = page.locator("#b").bounding_box()
    middle = slider["y"] + slider["height"] / 2
    page.mouse.move(slider["x"] + slider["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(slider["x"] + 2, middle, steps=5)
    page.mouse.up()
    assert value(page, "o") < 0.05
    assert abs(value(page, "h")) < abs(before["h"]) / 5
    assert value(page, "c") == before["c"]


def test_given_the_keyboard_alone_when_arrows_pressed_then_input_moves_and_gates_follow(page):
    before = value(page, "i")
    page.locator("#x0").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert float(page.locator("#x0").input_value()) == pytest.approx(0.6)
    assert value(page, "i") != before
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "x1"


def test_given_a_finger_when_a_gate_of_the_drawing_is_tapped_then_its_weights_come(page):
    page.locator('[data-gate="g"]').tap()
    assert page.locator("#tab-g").is_checked()
    page.locator("#step").tap()
    assert page.locator("#pastC").get_attribute("points").count(",") == 1


def test_given_changed_weights_when_reset_then_as_trained(page):
    before = value(page, "f")
    slide(page, "b", 3.0)
    assert value(page, "f") > before
    page.get_by_role("button", name="Weights as trained").click()
    assert value(page, "f") == before


def test_given_gates_when_they_open_then_their_doors_do(page):
    def gap():
        low, high = (
            float(page.locator(f'[data-door="f"][data-side="{side}"]').get_attribute("y")) for side in ("low", "high")
        )
        return low - (high + 24)

    slide(page, "b", 5.0)
    opened = gap()
    slide(page, "b", -5.0)
    assert opened > 20 > 5 > gap()


def test_given_projector_when_shown_then_everything_is_on_the_screen_and_readable(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.evaluate("document.documentElement.scrollHeight") <= 720
    for label in page.locator(".row span, button, .tab").all():
        assert float(label.evaluate("e => getComputedStyle(e).fontSize").removesuffix("px")) >= 16


# Of each text that is seen: what it says, its box, and the height of its letters on the screen.
TEXTS = """() => [...document.querySelectorAll("svg text, .row span, .row output, button, legend, .tab, .equations div")].filter(
    element => element.checkVisibility() && element.textContent.trim()).map(element => {
        const scale = element.getScreenCTM ? element.getScreenCTM().a : 1;
        const {left, top, right, bottom} = element.getBoundingClientRect();
        return {text: element.textContent, left, top, right, bottom, size: parseFloat(getComputedStyle(element).fontSize) * scale,
                cut: element.scrollWidth > element.clientWidth && element.matches(".row span")};
    })"""


def overlap(a, b):
    """Whether letters touch: a box has some room above and below them."""
    room = 0.2 * a["size"]
    return (a["left"] < b["right"] and b["left"] < a["right"]
            and a["top"] + room < b["bottom"] - room and b["top"] + room < a["bottom"] - room)


@pytest.mark.parametrize("width", (340, *WIDTHS))
def test_given_a_narrow_or_wide_notebook_when_shown_then_all_text_is_readable_and_apart(page, pages, width):
    page.set_viewport_size({"width": width, "height": 720})
    page.goto((pages / "names.html").as_uri())
    slide(page, "x0", -3.0)
    page.locator("#ten").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    texts = page.evaluate(TEXTS)
    assert len(texts) > 40
    for text in texts:
        assert text["size"] >= 11, text
        assert not text["cut"] and text["left"] >= 0 and text["right"] <= max(width, DRAWING), text
    assert [(a["text"], b["text"]) for a, b in itertools.combinations(texts, 2) if overlap(a, b)] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_given_a_notebooks_frame_when_shown_then_it_is_as_high_as_its_page(page, pages, width):
    page.set_viewport_size({"width": width, "height": 720})
    page.goto((pages / "frame.html").as_uri())
    content = page.frames[1].evaluate("document.body.offsetHeight")
    page.wait_for_function("height => document.querySelector('iframe').clientHeight === height", arg=content, timeout=5_000)


def test_given_a_notebooks_sandboxed_frame_when_loaded_then_the_page_runs_in_it(page, pages):
    page.goto((pages / "frame.html").as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#step").click()
    assert frame.locator("#pastC").get_attribute("points") != ""
