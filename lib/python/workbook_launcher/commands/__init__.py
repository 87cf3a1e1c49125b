"""The sub-commands, in the order of --help. A new one is a module with a `register(subparsers)` and a place in ALL."""

from . import bench, bigquery, doctor, experiments, grade, lab, reproduce, run, slides, spark, test

ALL = (run, lab, reproduce, slides, grade, test, experiments, spark, bench, bigquery, doctor)
