"""The sub-commands, in the order of --help. A new one is a module with a `register(subparsers)` and a place in ALL."""

from . import bench, doctor, experiments, grade, lab, reproduce, run, slides, test

ALL = (run, lab, reproduce, slides, grade, test, experiments, bench, doctor)
