"""One notebook to one HTML page, by nbconvert with the template beside this file."""

import base64
import json
import os
from pathlib import Path
from typing import List, Optional

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from traitlets import default

from . import links
from .formulas import mathml
from .notebooks import Notebook
from .pages import Page, hashes

PLOTLY = "application/vnd.plotly.v1+json"
PICTURES = {"image/svg+xml": ".svg", "image/png": ".png", "image/jpeg": ".jpg"}
TEMPLATES = Path(__file__).parent


class Renderer(IPythonRenderer):
    """Markdown whose formulas are MathML."""

    def block_math(self, body: str) -> str:
        return f'<div class="formula">{mathml(body, "block")}</div>'

    def inline_math(self, body: str) -> str:
        return mathml(body, "inline")


class MathExporter(HTMLExporter):
    """nbconvert's exporter with our Markdown."""

    @default("default_preprocessors")
    def _no_preprocessors(self):
        # None of them would change a notebook of ours, but after each nbconvert checks all of it: most of the time of a page.
        return []

    def default_filters(self):
        yield from super().default_filters()
        yield "highlight_code", Highlight2HTML(pygments_lexer="java", parent=self)

    def from_notebook_node(self, notebook, resources=None, **more):
        # HTMLExporter's own reads the page again to mark what our templates have none of: three quarters of a page's time.
        return TemplateExporter.from_notebook_node(self, notebook, resources, **more)

    @pass_context
    def markdown2html(self, context, source):
        cell = context.get("cell", {})
        renderer = Renderer(escape=False, attachments=cell.get("attachments", {}), anchor_link_text="#")
        return MarkdownWithMath(renderer=renderer).render(source)


class PageExporter:
    """Writes pages below the folder `site`, with their pictures and the files they link to."""

    def __init__(self, home: Path, site: Path):
        self.home = home
        self.site = site
        self.exporter = MathExporter(
            extra_template_basedirs=[str(TEMPLATES)], template_name="template",
            # Interactive first; a picture only where there is no plot to draw.
            config={"NbConvertBase": {"display_data_priority": [
                PLOTLY, "text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/plain"]}},
        )

    def write(self, notebook: Notebook, before: Optional[Notebook], after: Optional[Notebook], made_from: str) -> Page:
        """Writes one page with its pictures and the files that it links to."""
        page = self.site / notebook.page
        page.parent.mkdir(parents=True, exist_ok=True)
        pictures = self._pictures(notebook)
        root = "../" * notebook.page.count("/")
        html, _ = self.exporter.from_notebook_node(notebook.content, {"page": {
            "title": notebook.title, "root": root,
            "before": before and {"title": before.title, "href": root + before.page},
            "after": after and {"title": after.title, "href": root + after.page},
        }})
        html, places = links.localized(html, notebook, self.home, self.site)
        page.write_text(html, encoding="utf-8")
        return Page(made_from, next(iter(pictures), ""), hashes(self.site, [notebook.page, *pictures]), places)

    def _pictures(self, notebook: Notebook) -> List[str]:
        """Lays pictures into files, and gives outputs what the template needs: a plot's JSON and that file's name."""
        folder = notebook.page[: -len(".html")] + "_pictures"
        places = []
        for number, cell in enumerate(notebook.content.cells):
            for output_number, output in enumerate(cell.get("outputs", [])):
                data = output.get("data", {})
                kind = next((mime for mime in PICTURES if mime in data), None)
                if kind:
                    place = f"{folder}/{number}-{output_number}{PICTURES[kind]}"
                    (self.site / folder).mkdir(parents=True, exist_ok=True)
                    (self.site / place).write_bytes(_bytes(kind, data[kind]))
                    places.append(place)
                    output.metadata["picture"] = os.path.relpath(place, os.path.dirname(notebook.page)).replace(os.sep, "/")
                if PLOTLY in data:
                    # "</" would end the script element the JSON stands in.
                    output.metadata["plot"] = json.dumps(data[PLOTLY], separators=(",", ":")).replace("</", "<\\/")
        return places


def _bytes(kind: str, text: str) -> bytes:
    return text.encode("utf-8") if kind == "image/svg+xml" else base64.b64decode(text)
