"""PyTorch's LSTM, last time step, one output, mean squared error, Adam. Arguments: eager|compiled THREADS."""

import sys

import torch
from turns import serve

mode, threads = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(threads)
torch.manual_seed(1)


class Network(torch.nn.Module):
    def __init__(self, features, hidden, layers):
        super().__init__()
        self.lstm = torch.nn.LSTM(features, hidden, layers)
        self.output = torch.nn.Linear(hidden, 1)

    def forward(self, x):
        states, _ = self.lstm(x)
        return self.output(states[-1])


def make(batch, steps, features, hidden, layers):
    network = Network(features, hidden, layers)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
    run = torch.compile(network) if mode == "compiled" else network
    x, y = torch.randn(steps, batch, features), torch.randn(batch, 1)

    def train():
        optimiser.zero_grad(set_to_none=True)
        torch.nn.functional.mse_loss(run(x), y).backward()
        optimiser.step()

    def infer():
        with torch.inference_mode():
            run(x)

    return train, infer


serve(make)
