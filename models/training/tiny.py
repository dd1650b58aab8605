"""A tiny foreign classifier -> `tests/golden/tiny.onnx`, and what PyTorch makes of a ramp -> `tiny.json`.

    python tiny.py

It has no cam, no gate, three channels and seven labels, as a visitor's own network may; its weights are random.
"""

import json

import torch
from torch import nn

from golden import FOLDER

SIDE = 32


class Block(nn.Module):
    """A depthwise residual block with a squeeze."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False)
        self.norm = nn.BatchNorm2d(channels)
        self.squeeze = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(channels, channels, 1), nn.Sigmoid())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = torch.relu(self.norm(self.depthwise(x)))
        return x + y * self.squeeze(y)


def main() -> None:
    torch.manual_seed(5)
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(), nn.Linear(8, 7)]
    stem = [nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.BatchNorm2d(8), nn.SiLU(), nn.MaxPool2d(3, 2, 1)]
    network = nn.Sequential(*stem, Block(8), *head)
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.running_mean.normal_(0, 0.2)
            layer.running_var.uniform_(0.5, 2)
    network.eval()
    grey = torch.arange(SIDE * SIDE).reshape(1, 1, SIDE, SIDE) % 97 / 96
    mean, std = (torch.tensor(of).reshape(1, 3, 1, 1) for of in ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]))
    picture = (grey.expand(1, 3, SIDE, SIDE) - mean) / std
    with torch.no_grad():
        logits = network(picture)[0]
    names = {"input_names": ["picture"], "output_names": ["scores"]}
    torch.onnx.export(
        network, (picture,), FOLDER / "tiny.onnx", dynamo=False, dynamic_axes={"picture": {0: "batch"}}, **names
    )
    (FOLDER / "tiny.json").write_text(json.dumps([round(float(logit), 6) for logit in logits]) + "\n")


if __name__ == "__main__":
    main()
