"""The drawings in a real browser: each label has its place."""

import itertools

import pytest
from conftest import HOME

DRAWINGS = sorted((HOME / "lib" / "resources" / "org" / "lstmworkbook" / "gates").glob("*.svg"))

# The boxes of all texts that are seen, and of all shapes that a label may stand in; of the picture, the box of the whole.
BOXES = """() => {
    const box = element => {
        const {left, top, right, bottom} = element.getBoundingClientRect();
        return {text: element.textContent, left, top, right, bottom};
    };
    const all = selector => [...document.querySelectorAll(selector)].filter(element => element.checkVisibility()).map(box);
    return {texts: all("text").filter(text => text.text.trim()), shapes: all("rect[rx]"), picture: box(document.querySelector("svg"))};
}"""


@pytest.fixture
def boxes(page, path):
    css = (path.parent / "drawing.css").read_text(encoding="utf-8")
    svg = path.read_text(encoding="utf-8").replace("/* drawing.css */", css)
    page.set_content(f"<body style='margin: 0'>{svg}</body>")
    return page.evaluate(BOXES)


def within(a, b, pixels):
    return (b["left"] + pixels <= a["left"] and a["right"] + pixels <= b["right"]
            and b["top"] <= a["top"] and a["bottom"] <= b["bottom"])


def overlap(a, b, room=3):
    """Whether letters touch: a box has some room above and below them."""
    return (a["left"] < b["right"] and b["left"] < a["right"]
            and a["top"] + room < b["bottom"] - room and b["top"] + room < a["bottom"] - room)


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_given_a_drawing_when_shown_then_its_labels_stand_inside_it_and_inside_their_boxes_and_apart(boxes):
    assert boxes["texts"]
    for text in boxes["texts"]:
        assert within(text, boxes["picture"], pixels=4), text
        for shape in boxes["shapes"]:
            if overlap(text, shape):
                assert within(text, shape, pixels=5), (text, shape)
    assert [(a["text"], b["text"]) for a, b in itertools.combinations(boxes["texts"], 2) if overlap(a, b)] == []
