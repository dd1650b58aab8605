"""Best checkpoint -> `model.onnx`, `model.json` and `metrics.json`. Run after `train.py`: `python export.py`.

Temperature and threshold come from val alone. The test and external splits are read once, for the figures.
The graph is written by hand: a chain of convolutions, with weights stored as float16 and cast when loaded.
"""

import argparse
import hashlib
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from dataset import GROUPS, Item, of_split, read_manifest
from metrics import bootstrap, confusion, expected_calibration_error, scores
from network import MobileNetV1
from preparation import HIGH_PERCENTILE, LOW_PERCENTILE, SIZE, prepare
from train import SHARED

NAME = "mobilenet-v1"
MAX_UNSURE_ON_VAL = 0.02  # the threshold is the highest one that calls at most this share of val unsure


def graph_of(network: MobileNetV1) -> onnx.ModelProto:
    nodes, weights = [], []

    def stored(name: str, tensor: torch.Tensor) -> str:
        weights.append(numpy_helper.from_array(tensor.detach().numpy().astype(np.float16), name + "_f16"))
        nodes.append(helper.make_node("Cast", [name + "_f16"], [name], to=TensorProto.FLOAT))
        return name

    weights.append(numpy_helper.from_array(np.array(0, np.float32), "zero"))
    weights.append(numpy_helper.from_array(np.array(6, np.float32), "six"))
    value, side = "input", SIZE
    for index, conv in enumerate(network.convolutions):
        before, after = conv.padding_of(side)
        side = -(-side // conv.stride[0])
        inputs = [value, stored(f"conv{index}_weight", conv.weight), stored(f"conv{index}_bias", conv.bias)]
        attributes = dict(kernel_shape=list(conv.kernel_size), strides=list(conv.stride), group=conv.groups)
        nodes.append(helper.make_node("Conv", inputs, [f"conv{index}"], pads=[before, before, after, after], **attributes))
        nodes.append(helper.make_node("Clip", [f"conv{index}", "zero", "six"], [f"relu{index}"]))
        value = f"relu{index}"
    nodes.append(helper.make_node("GlobalAveragePool", [value], ["pooled"]))
    nodes.append(helper.make_node("Flatten", ["pooled"], ["features"]))
    head = ["features", stored("head_weight", network.head.weight), stored("head_bias", network.head.bias)]
    nodes.append(helper.make_node("Gemm", head, ["logits"], transB=1))
    graph = helper.make_graph(
        nodes,
        NAME,
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 1, SIZE, SIZE])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, len(GROUPS)])],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    return model


class Exported:
    """The ONNX file as it will be delivered: every figure is computed with it."""

    def __init__(self, path: Path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        self.session = onnxruntime.InferenceSession(path, options)

    def logits(self, items: list[Item]) -> np.ndarray:
        return np.concatenate([self.session.run(None, {"input": prepare(i.pixels())[None, None]})[0] for i in items])


def softmax(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    powers = np.exp((logits - logits.max(1, keepdims=True)) / temperature)
    return powers / powers.sum(1, keepdims=True)


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature with the least negative log likelihood, on a fine grid."""
    grid = np.exp(np.linspace(np.log(0.2), np.log(4), 400))
    losses = [-np.log(softmax(logits, t)[np.arange(len(labels)), labels] + 1e-12).mean() for t in grid]
    return float(grid[int(np.argmin(losses))])


def report(items: list[Item], probabilities: np.ndarray, unsure_below: float) -> dict:
    labels = np.array([item.label for item in items])
    predicted, confidence = probabilities.argmax(1), probabilities.max(1)
    matrix = confusion(labels, predicted, len(GROUPS))
    result = scores(matrix)
    by_source = defaultdict(list)
    for item, right in zip(items, predicted == labels):
        by_source[f"{item.group} / {item.source}"].append(bool(right))
    per_class = {
        group: {"images": int(matrix[i].sum())}
        | {name: None if np.isnan(result[name][i]) else round(float(result[name][i]), 4) for name in ("recall", "precision", "f1")}
        for i, group in enumerate(GROUPS)
    }
    intervals = bootstrap(labels, predicted, [item.patient for item in items], len(GROUPS))
    rounded = {name: round(result[name], 4) for name in ("accuracy", "macro_recall", "macro_precision", "macro_f1")}
    return {
        "images": len(items),
        "patients": len({item.patient for item in items}),
        **rounded,
        "ci95_over_patients": {name: [round(v, 4) for v in pair] for name, pair in intervals.items()},
        "expected_calibration_error": round(expected_calibration_error(probabilities, labels), 4),
        "unsure": round(float((confidence < unsure_below).mean()), 4),
        "groups": GROUPS,
        "confusion_true_by_predicted": matrix.tolist(),
        "per_class": per_class,
        "accuracy_by_group_and_source": {k: [sum(v), len(v)] for k, v in sorted(by_source.items())},
    }


def main() -> None:
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "radiographs")
    parser.add_argument("--work", type=Path, default=here / "work")
    parser.add_argument("--out", type=Path, default=here.parent / NAME)
    options = parser.parse_args()

    network = MobileNetV1(len(GROUPS))
    network.load_state_dict(torch.load(options.work / "best.pt"))
    network.eval()
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / "model.onnx"
    onnx.save(graph_of(network), path)
    exported = Exported(path)

    items = read_manifest(options.data)
    val = of_split(items, "val")
    val_labels = np.array([item.label for item in val])
    val_logits = exported.logits(val)
    with torch.no_grad():
        trained = network(torch.from_numpy(np.stack([prepare(i.pixels()) for i in val[:50]])).unsqueeze(1)).numpy()
    gap = np.abs(softmax(trained) - softmax(val_logits[:50])).max()
    print(f"float16 storage changes probabilities by at most {gap:.1e}")
    temperature = round(fit_temperature(val_logits, val_labels), 4)
    confidence = np.sort(softmax(val_logits, temperature).max(1))
    unsure_below = round(float(np.floor(confidence[int(MAX_UNSURE_ON_VAL * len(val))] * 1000) / 1000), 3)

    description = {
        "name": NAME,
        "licence": "CC BY-NC-SA 4.0",
        "groups": GROUPS,
        "input_size": SIZE,
        "low_percentile": LOW_PERCENTILE,
        "high_percentile": HIGH_PERCENTILE,
        "temperature": temperature,
        "unsure_below": unsure_below,
    }
    (options.out / "model.json").write_text(json.dumps(description, indent=2) + "\n")
    splits = {"val": softmax(val_logits, temperature)}
    for split in ("test", "external"):
        splits[split] = softmax(exported.logits(of_split(items, split)), temperature)
    metrics = {
        "model_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "manifest_sha256": hashlib.sha256((options.data / "manifest.csv").read_bytes()).hexdigest(),
        **{name: report(of_split(items, name), values, unsure_below) for name, values in splits.items()},
    }
    for name in ("ood_val", "ood_test"):
        held = of_split(items, name)
        unsure = softmax(exported.logits(held), temperature).max(1) < unsure_below
        metrics[name] = {"images": len(held), "unsure": round(float(unsure.mean()), 4)}
    (options.out / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
    for name in splits:
        print(name, {k: v for k, v in metrics[name].items() if not isinstance(v, (list, dict)) or k.startswith("ci")})
        print(np.array(metrics[name]["confusion_true_by_predicted"]))


if __name__ == "__main__":
    main()
