"""The paper's seven networks from scratch, with equal budget, and the pretrained candidates -> `models/comparison.json`, `.md`.

    python zoo.py --scratch --size 64 --epochs 10 --work work/zoo     trains and measures the seven
    python zoo.py --pretrained efficientnet-lite0:192:work/default …   measures checkpoints of train.py

Two tables, never to be ranked across: a small input and few epochs without ImageNet tell nothing about the candidates.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import torch
from torch.utils.flop_counter import FlopCounterMode

from comparison import page
from dataset import GROUPS, Item, of_split, read_manifest
from delivered import softmax
from evaluate import MODELS, rounded
from export import fit_temperature, load
from metrics import bootstrap, confusion, expected_calibration_error, scores
from networks import FROM_SCRATCH, from_scratch
from train import SHARED, in_batches, prepared

TABLE = MODELS / "comparison.json"


def trained_epochs(work: Path) -> int:
    """How many epochs a checkpoint of train.py has seen."""
    checkpoint = work / "last.pt"
    return torch.load(checkpoint)["epoch"] + 1 if checkpoint.exists() else 0


def figures(network: torch.nn.Module, size: int, work: Path, splits: dict[str, list[Item]]) -> dict:
    """Parameters, multiply-adds, and figures on val, test and external."""
    network.eval()
    counter = FlopCounterMode(display=False)
    with counter, torch.no_grad():
        network(torch.zeros(1, 1, size, size))
    row = {
        "input": size,
        "epochs": trained_epochs(work),
        "parameters": sum(p.numel() for p in network.parameters()),
        "multiply_adds": counter.get_total_flops() // 2,
    }
    temperature = 1.0
    for name, items in splits.items():
        labels = np.array([item.label for item in items])
        logits = in_batches(network, prepared(items, size)).numpy()
        if name == "val":
            temperature = fit_temperature(logits, labels)
        result = scores(confusion(labels, logits.argmax(1), len(GROUPS)))
        intervals = bootstrap(labels, logits.argmax(1), [i.patient for i in items], len(GROUPS))
        names = ("accuracy", "macro_precision", "macro_recall", "macro_f1")
        row[name] = {key: {"value": result[key], "ci95": intervals[key]} for key in names}
        row[name]["expected_calibration_error"] = expected_calibration_error(softmax(logits, temperature), labels)
    return rounded(row)


def add_milliseconds(table: dict, file: Path) -> None:
    """Adds what `benches/inference.mjs` printed for the files of `timing.py`."""
    for line in file.read_text().splitlines():
        row = json.loads(line)
        start, name, size = Path(row["network"]).stem.split("_")
        key = name if start == "scratch" else f"{name} {size}"
        for title, rows in table.items():
            if key in rows and title.startswith("from scratch") == (start == "scratch"):
                rows[key]["wasm_ms"] = {"input": int(size), "median": row["median_ms"], "least": row["least_ms"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scratch", action="store_true")
    parser.add_argument("--milliseconds", type=Path, help="what benches/inference.mjs printed")
    parser.add_argument("--final", action="store_true", help="read test and external too, once the choice stands")
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--pretrained", nargs="*", default=[], metavar="NETWORK:SIZE:WORK")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "radiographs")
    options = parser.parse_args()
    items = read_manifest(options.data)
    splits = {name: of_split(items, name) for name in (("val", "test", "external") if options.final else ("val",))}
    table = json.loads(TABLE.read_text()) if TABLE.exists() else {}

    if options.scratch:
        rows = table.setdefault(f"from scratch, {options.size} px, {options.epochs} epochs", {})
        for name in FROM_SCRATCH:
            work = options.work / name
            if trained_epochs(work) < options.epochs:
                train = [
                    sys.executable,
                    Path(__file__).parent / "train.py",
                    "--network",
                    name,
                    "--scratch",
                    "--work",
                    work,
                ]
                size = ["--size", str(options.size), "--epochs", str(options.epochs), "--data", options.data]
                subprocess.run([*train, *size], check=True)
            network = from_scratch(name, len(GROUPS))
            network.load_state_dict(torch.load(work / "best.pt"))
            rows[name] = figures(network.to(memory_format=torch.channels_last), options.size, work, splits)
    for argument in options.pretrained:
        name, size, work = argument.split(":")
        rows = table.setdefault("pretrained on ImageNet, fine-tuned", {})
        rows[f"{name} {size}"] = figures(load(name, Path(work)), int(size), Path(work), splits)
    if options.milliseconds:
        add_milliseconds(table, options.milliseconds)
    TABLE.write_text(json.dumps(table, indent=1) + "\n")
    TABLE.with_suffix(".md").write_text(page(table))


if __name__ == "__main__":
    main()
