"""Writes pytorch_vectors.json beside this file: LSTM networks computed by PyTorch, for PyTorchTest.

    python make_pytorch_vectors.py        # needs torch; the committed file was made with the version it names

Each case holds, in PyTorch's own layouts and order of gates (input, forget, candidate, output):
weights, an input [batch, time, features], the hidden states of the last layer [batch, time, hidden], the output of a linear
layer on each of them [batch, time, 1], and the gradients of the sum of squared errors against a target.
"""

import json
from pathlib import Path

import torch

SHAPES = [  # batch, steps, features, hidden, layers
    (2, 4, 3, 4, 1),
    (3, 6, 1, 5, 2),
    (17, 9, 2, 8, 1),
    (2, 5, 4, 3, 3),
]


def case(shape):
    batch, steps, features, hidden, layers = shape
    lstm = torch.nn.LSTM(features, hidden, layers, batch_first=True)
    linear = torch.nn.Linear(hidden, 1)
    x = torch.randn(batch, steps, features)
    target = torch.randn(batch, steps, 1)
    h, _ = lstm(x)
    y = linear(h)
    ((y - target) ** 2).sum().backward()
    named = [*lstm.named_parameters(), *((f"linear_{n}", p) for n, p in linear.named_parameters())]
    return {
        "shape": shape,
        "input": x.tolist(),
        "target": target.tolist(),
        "hidden": h.tolist(),
        "output": y.tolist(),
        "parameters": {name: p.tolist() for name, p in named},
        "gradients": {name: p.grad.tolist() for name, p in named},
    }


torch.manual_seed(20261121)
torch.set_num_threads(1)
made = {"torch": torch.__version__, "cases": [case(shape) for shape in SHAPES]}
Path(__file__).with_name("pytorch_vectors.json").write_text(json.dumps(made, separators=(",", ":")) + "\n")
