"""Training step and inference of the same network by several engines, in interleaved rounds."""

import os
import statistics
from typing import Dict, List

from . import peers
from .workers import Worker, WorkerFailed, java_worker

# batch, steps, features, hidden, layers
SHAPES = ("64,60,5,64,1", "64,60,5,64,2", "32,60,1,50,1", "256,60,5,128,1", "64,100,5,256,1")
GROWTH = {
    "steps": [f"64,{steps},5,64,1" for steps in (10, 30, 100, 300, 1000)],
    "hidden": [f"64,60,5,{hidden},1" for hidden in (16, 32, 64, 128, 256)],
    "batch": [f"{batch},60,5,64,1" for batch in (1, 4, 16, 64, 256)],
}
WARM_UP_MILLIS = 1500
# Each turn begins untimed: until the threads of the one before have stopped looking for work, and caches hold this one's data.
SETTLE_MILLIS = 100
ROUND_MILLIS = 200
ROUNDS, ROUNDS_FULL = 3, 7
GROWTH_ROUNDS = 3
KINDS = ("train", "infer")

Times = Dict[str, List[float]]


def measure(arguments) -> dict:
    """A row for each engine and shape, and the machine's limit; prints the table while it goes.

    In full, also how time grows with each size, and plain DL4J with all threads: its ND4J is slower with them than with one.
    """
    if arguments.with_peers:
        peers.install()
    cores = os.cpu_count() or 1
    rounds = arguments.rounds or (ROUNDS_FULL if arguments.full else ROUNDS)
    workers = [java_worker("helper", cores, fast=True)]  # the processor's own kernels: its limit
    try:
        # Before the others start: they would take part of the machine away.
        limit = float(workers[0].ask(f"peak {cores}"))
        workers += [java_worker("helper", cores), java_worker("helper", cores, "kernel's JVM")]
        if cores > 1:
            workers.append(java_worker("helper", 1))
        workers += [java_worker("dl4j", threads) for threads in sorted({1, cores if arguments.full else 1})]
        if peers.installed():
            workers += peers.workers(cores)
        print(f"The machine's limit: {limit / 1e9:.0f} GFLOP/s, a large matrix product on {cores} threads.\n")
        print(f"{'shape':18}{'engine':15}{'train ms':>19}{'infer ms':>19}   best setting (best/median of {rounds} rounds)")
        rows = [row for shape in arguments.shapes or SHAPES for row in _shape(workers, shape, rounds, limit)]
        found = {"lstm": rows, "limit_flops": limit}
        if arguments.full and not arguments.shapes:
            found["lstm_growth"] = {by: [_growth(workers, shape) for shape in GROWTH[by]] for by in GROWTH}
    finally:
        for worker in workers:
            worker.close()
    return found


def _shape(workers: List[Worker], shape: str, rounds: int, limit: float) -> List[dict]:
    times = rounds_of(workers, shape, rounds)
    rows = []
    for engine in dict.fromkeys(worker.engine for worker in times):
        row = _row(shape, engine, {w: t for w, t in times.items() if w.engine == engine})
        rows.append(row)
        cells = "".join(f"{row[k + '_ms']['best']:>9.2f}/{row[k + '_ms']['median']:<9.2f}" for k in KINDS)
        print(f"{shape:18}{engine:15}{cells}   {row['setting']['train']}; {row['setting']['infer']}", flush=True)
    _ratios(rows)
    floor = floor_millis(shape, limit)
    print(f"{'':18}the multiplying alone, at the machine's limit: {floor['train']:.2f} ms to train, {floor['infer']:.2f} to infer", flush=True)
    return rows


def floor_millis(shape: str, limit: float) -> Dict[str, float]:
    """What the matrix products of the LSTM layers take at `limit` operations a second: below it, no 32-bit engine can be.

    Four gates for each unit, each a sum over the inputs and the units of the day before, a multiplication and an addition a
    term. The way back needs as many for the gradients by inputs and states, and as many for those by the weights; the first
    layer's inputs need no gradient.
    """
    batch, steps, features, hidden, layers = map(int, shape.split(","))
    once = 8 * batch * steps * hidden
    inputs = [features] + [hidden] * (layers - 1)
    forward = sum(once * (wide + hidden) for wide in inputs)
    return {"train": (3 * forward - once * features) / limit * 1e3, "infer": forward / limit * 1e3}


def _row(shape: str, engine: str, times: Dict[Worker, Times]) -> dict:
    row = {"shape": list(map(int, shape.split(","))), "engine": engine, "setting": {}}
    for kind in KINDS:
        worker = min(times, key=lambda w: statistics.median(times[w][kind]))
        row[f"{kind}_ms"] = {"best": min(times[worker][kind]), "median": statistics.median(times[worker][kind])}
        row["setting"][kind] = worker.setting
        row.setdefault("threads", worker.threads)
    return row


def _ratios(rows: List[dict]) -> None:
    medians = {row["engine"]: row for row in rows}
    helper = medians.pop("helper")
    for engine, row in medians.items():
        train, infer = (helper[f"{k}_ms"]["median"] / row[f"{k}_ms"]["median"] for k in KINDS)
        print(f"{'':18}helper takes {train:.3f} of {engine}'s time to train, {infer:.3f} to infer")


def _growth(workers: List[Worker], shape: str) -> dict:
    """The helper on all cores and plain DL4J on one, which is its best."""
    chosen = [next(w for w in workers if w.engine == "helper"), next(w for w in workers if w.engine == "dl4j")]
    times = rounds_of(chosen, shape, GROWTH_ROUNDS)
    medians = {w.engine: {f"{k}_ms": statistics.median(t[k]) for k in KINDS} for w, t in times.items()}
    print(f"{shape:18}" + "   ".join(f"{e} {m['train_ms']:.2f} / {m['infer_ms']:.2f}" for e, m in medians.items()), flush=True)
    return {"shape": list(map(int, shape.split(","))), **medians}


def rounds_of(workers: List[Worker], shape: str, rounds: int) -> Dict[Worker, Times]:
    """Each worker's milliseconds in each round. A worker that cannot do it is left out, with a word."""
    times: Dict[Worker, Times] = {}
    for worker in workers:
        try:
            worker.ask(f"shape {shape}")
            for kind in KINDS:
                worker.ask(f"{kind} {WARM_UP_MILLIS}")
            times[worker] = {kind: [] for kind in KINDS}
        except WorkerFailed as failed:
            print(f"{shape:18}{worker.engine}, {worker.setting}: left out ({failed})")
    for _ in range(rounds):
        for worker, own in times.items():
            for kind in KINDS:
                worker.ask(f"{kind} {SETTLE_MILLIS}")
                own[kind].append(float(worker.ask(f"{kind} {ROUND_MILLIS}")))
    return times
