"""The sub-commands, in the order of --help. A new one is a module with a `register(subparsers)` and a place in ALL."""

from . import bench, doctor, grade, lab, run, slides, test

ALL = (run, lab, slides, grade, test, bench, doctor)
