"""./workbook slides: slides of the lessons and steps, for a projector without a network."""

import argparse

from .. import process, project, selection, setup


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "slides",
        help="make slides of the lessons and steps, which need no network",
        description="Writes build/slides/lessons/NAME.html and build/slides/steps/NAME.html: one file for each notebook, which holds "
        "all it shows. Open it in a browser; → goes on, F fills the screen, O gives an overview, ?print-pdf after the address prints.",
    )
    parser.add_argument("notebooks", nargs="*", metavar="NOTEBOOK",
                        help="the beginning of a name (04), or the path of a notebook; default: all lessons and steps")
    parser.add_argument("--out", metavar="FOLDER", type=project.absolute, default=project.BUILD, help="where slides/ goes (default: build)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    chosen = selection.chosen(arguments.notebooks, [*selection.lessons(), *selection.steps()])
    setup.ensure()
    return process.run(process.hand_over("workbook_notebooks.slides", out=arguments.out, notebooks=chosen), {})
