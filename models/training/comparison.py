"""The comparison of networks as a page to read: `../comparison.json` -> `../comparison.md`. `zoo.py` calls it."""

import json

from card import interval, table
from evaluate import MODELS

HEAD = ["network", "epochs", "parameters", "multiply-adds", "ms in WebAssembly", "val", "test precision", "test recall"]
HEAD += ["test macro-F1 (95 % CI)", "test ECE", "external accuracy (95 % CI)"]
INTRODUCTION = """# The networks compared

Two tables that must not be ranked across: few epochs at a small input without ImageNet tell nothing about the pretrained
candidates. Made by `models/training/zoo.py`; all figures are in `comparison.json`. Precision, recall and F1 are macro averages over
the five groups; intervals are bootstrapped over patients; ECE is the expected calibration error after temperature scaling on val.
Milliseconds: one thread, V8 in Node.js, median of 15, all networks taken in turns, tract's own
kernels (what ours make of them: `docs/benchmarks.md`). Of the pretrained, only those that ship were run on test and external, once
they had been chosen: figures of the delivered files, from their `metrics.json`.
"""
NAMES = ("accuracy", "macro_precision", "macro_recall", "macro_f1")


def delivered() -> dict:
    """Figures on test and external of the models that ship, by network and input size, as `zoo.py` writes a row."""
    found = {}
    for file in MODELS.glob("*/metrics.json"):
        metrics = json.loads(file.read_text())
        model = metrics["model"]
        found[f"{model['network']} {model['input_size']}"] = {
            split: {
                name: {"value": metrics[split][name], "ci95": metrics[split]["ci95_over_patients"][name]}
                for name in NAMES
            }
            | {"expected_calibration_error": metrics[split]["expected_calibration_error"]}
            for split in ("test", "external")
        }
    return found


def rows(networks: dict) -> list[list[str]]:
    made, shipped = [], delivered()
    for name, row in networks.items():
        row = shipped.get(name, {}) | row
        test, external, ms = row.get("test"), row.get("external"), row.get("wasm_ms")
        made.append(
            [
                name,
                str(row["epochs"]),
                f"{row['parameters'] / 1e6:.1f} M",
                f"{row['multiply_adds'] / 1e9:.2f} G",
                f"{ms['median']:.0f} ({ms['input']} px)" if ms else "",
                f"{row['val']['accuracy']['value']:.3f} / {row['val']['macro_f1']['value']:.3f}",
                f"{test['macro_precision']['value']:.3f}" if test else "",
                f"{test['macro_recall']['value']:.3f}" if test else "",
                f"{test['macro_f1']['value']:.3f} ({interval(test['macro_f1']['ci95'])})" if test else "",
                f"{test['expected_calibration_error']:.3f}" if test else "",
                f"{external['accuracy']['value']:.3f} ({interval(external['accuracy']['ci95'])})" if external else "",
            ]
        )
    return made


def page(comparison: dict) -> str:
    parts = [INTRODUCTION]
    for title, networks in comparison.items():
        head = [f"{cell} accuracy / macro-F1" if cell == "val" else cell for cell in HEAD]
        parts += [f"## {title[0].upper()}{title[1:]}", "", *table(head, rows(networks))]
    return "\n".join(parts)
