"""What all pages share: the style, the colours of code, plotly.js and the few lines that call it."""

import shutil
from importlib import resources
from pathlib import Path

from pygments.formatters import HtmlFormatter

HERE = Path(__file__).parent / "assets"


def write(folder: Path) -> None:
    """Lays the shared files into `folder`."""
    folder.mkdir(parents=True)
    for name in ("site.css", "site.js"):
        shutil.copyfile(HERE / name, folder / name)
    light = HtmlFormatter(style="default").get_style_defs(".highlight")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    (folder / "code.css").write_text(f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n", encoding="utf-8")
    with resources.as_file(resources.files("plotly") / "package_data" / "plotly.min.js") as plotly:
        shutil.copyfile(plotly, folder / "plotly.min.js")
