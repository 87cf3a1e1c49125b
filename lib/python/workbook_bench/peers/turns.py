"""What a worker is told and answers (see org.lstmworkbook.lab.bench.LstmWorker), for the peers' scripts."""

import sys
import time


def serve(make):
    """`make(batch, steps, features, hidden, layers)` gives two functions: one training step, one inference."""
    calls = {}
    for line in sys.stdin:
        verb, argument = line.split()
        if verb == "shape":
            calls["train"], calls["infer"] = make(*map(int, argument.split(",")))
            answer = "ready"
        else:
            answer = milliseconds(calls[verb], float(argument))
        print(f"answer {answer}", flush=True)


def milliseconds(call, at_least):
    """Of one call: the mean over as many as fill the time."""
    start = time.perf_counter()
    calls = 0
    while True:
        call()
        calls += 1
        elapsed = 1e3 * (time.perf_counter() - start)
        if elapsed >= at_least:
            return elapsed / calls
