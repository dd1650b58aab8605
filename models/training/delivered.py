"""The ONNX file as it will be delivered: every figure is computed with it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

from dataset import Item
from preparation import prepare


@dataclass
class Said:
    """What the network said of n pictures."""

    logits: np.ndarray  # (n, 5)
    cam: np.ndarray  # (n, 5, h, w)
    gate: np.ndarray  # (n,) log odds of "radiograph"


class Delivered:
    def __init__(self, path: Path, size: int):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        self.session = onnxruntime.InferenceSession(path, options)
        self.size = size

    def prepare(self, item: Item) -> np.ndarray:
        return prepare(item.pixels(), self.size)

    def run(self, items: list[Item]) -> Said:
        return self.run_pictures(item.pixels() for item in items)

    def run_pictures(self, pictures) -> Said:
        rows = [
            self.session.run(["logits", "cam", "gate"], {"input": prepare(p, self.size)[None, None]}) for p in pictures
        ]
        logits, cam, gate = (np.concatenate(column) for column in zip(*rows))
        return Said(logits, cam, gate[:, 0])


def softmax(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    powers = np.exp((logits - logits.max(1, keepdims=True)) / temperature)
    return powers / powers.sum(1, keepdims=True)
