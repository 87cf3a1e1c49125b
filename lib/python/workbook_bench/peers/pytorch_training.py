"""Both trainings of step 9 in PyTorch: the same network, data, batches, scores and checkpoints. Arguments: FOLDER THREADS.

FOLDER is what workbook_bench.training wrote. Early stopping is left out: as many epochs are made as the workbook made.
"""

import json
import sys
import time
from pathlib import Path

import torch

folder, threads = Path(sys.argv[1]), int(sys.argv[2])
torch.set_num_threads(threads)
torch.manual_seed(1)
setting = json.loads((folder / "setting.json").read_text(encoding="utf-8"))


def floats(name, *shape):
    return torch.frombuffer(bytearray((folder / f"{name}.f32").read_bytes()), dtype=torch.float32).reshape(shape)


class Network(torch.nn.Module):
    def __init__(self, outputs):
        super().__init__()
        self.lstm = torch.nn.LSTM(setting["features"], setting["hidden"])
        self.dropout = torch.nn.Dropout(setting["dropout"])
        self.output = torch.nn.Linear(setting["hidden"], outputs)

    def forward(self, x):
        states, _ = self.lstm(x)
        return self.output(self.dropout(states[-1]))


def pinball(quantiles):
    def loss(forecast, truth):
        missed = truth[:, :, None] - forecast.reshape(len(truth), setting["days"], len(quantiles))
        return torch.maximum(quantiles * missed, (quantiles - 1) * missed).mean()

    return loss


def price_scores(forecast, truth):
    loss = torch.nn.functional.mse_loss(forecast, truth)
    to_return = lambda scaled: setting["zero"] + setting["scale"] * scaled  # noqa: E731
    forecast, truth = to_return(forecast), to_return(truth)
    right = (torch.sign(forecast) == torch.sign(truth)).float().mean()
    return loss.item(), right.item(), ((forecast - truth).abs() <= 0.01).float().mean().item()


def fit(outputs, loss, scores, parts, epochs):
    network = Network(outputs)
    optimiser = torch.optim.Adam(network.parameters(), lr=setting["learning_rate"])
    x, y = parts["train"]
    for _ in range(epochs):
        network.train()
        for chosen in torch.randperm(len(y)).split(setting["batch"]):
            optimiser.zero_grad(set_to_none=True)
            loss(network(x[:, chosen]), y[chosen]).backward()
            optimiser.step()
        network.eval()
        with torch.inference_mode():
            for inputs, truth in parts.values():
                scores(network(inputs), truth)
        torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict()}, folder / "checkpoint.pt")


def part(name, targets, width):
    x = floats(f"{name}-x", -1, setting["features"], setting["window"]).permute(2, 0, 1).contiguous()
    y = floats(f"{name}-{targets}", -1, width)
    return x[:, : len(y)], y  # the last windows have no day so far ahead


def main():
    quantiles = torch.tensor(setting["quantiles"])
    loss = pinball(quantiles)
    plans = {
        "price": ("y", 1, 1, torch.nn.functional.mse_loss, price_scores),
        "quantiles": ("ahead", setting["days"], setting["days"] * len(quantiles), loss, lambda f, t: loss(f, t).item()),
    }
    seconds = {}
    for name, (targets, width, outputs, loss_of, scores) in plans.items():
        parts = {which: part(which, targets, width) for which in ("train", "validation")}
        began = time.perf_counter()
        fit(outputs, loss_of, scores, parts, setting["epochs"][name])
        seconds[name] = time.perf_counter() - began
    print("answer " + json.dumps(seconds), flush=True)


main()
