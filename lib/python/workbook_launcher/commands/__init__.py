"""The sub-commands, in the order of --help. A new one is a module with a `register(subparsers)` and a place in ALL."""

from . import bench, doctor, grade, lab, run, test

ALL = (run, lab, grade, test, bench, doctor)
