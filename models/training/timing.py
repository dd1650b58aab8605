"""Writes every network of the comparison as ONNX, untrained (time doesn't depend on weights), for `benches/inference.mjs`
and `./dev bench`.

python timing.py work/timing && node ../../benches/inference.mjs $(cat work/timing/list) > work/milliseconds
"""

import sys
from pathlib import Path

import onnx
import torch

from dataset import GROUPS
from export import graph_of
from networks import FROM_SCRATCH, LITE0_TOP, PRETRAINED, from_scratch, narrow_top

CANDIDATES = [
    ("efficientnet-lite0", 192),
    ("efficientnet-lite0", 256),
    ("mobilenet-v2", 192),
    ("mobilenet-v1", 192),
    ("mobilenet-v1", 224),
    ("mobilenet-v1-0.5", 192),
]
FULL = 224


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, size in CANDIDATES:
        network = PRETRAINED[name][0](len(GROUPS))
        if name == "efficientnet-lite0":
            narrow_top(network, torch.zeros(2, network.head.in_features), LITE0_TOP)
        path = folder / f"pretrained {name} {size}.onnx".replace(" ", "_")
        onnx.save(graph_of(network, size, name), path)
        written.append(f"{path}:{size}")
    for name in FROM_SCRATCH:
        path = folder / f"scratch {name} {FULL}.onnx".replace(" ", "_")
        inputs = (torch.zeros(1, 1, FULL, FULL),)
        torch.onnx.export(
            from_scratch(name, len(GROUPS)).eval(), inputs, str(path), dynamo=True, external_data=False, verbose=False
        )
        written.append(f"{path}:{FULL}")
    (folder / "list").write_text("\n".join(written) + "\n")


if __name__ == "__main__":
    main()
