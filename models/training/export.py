"""Checkpoint -> `model.onnx` and `model.json`: fits the gate, the temperature and the thresholds. Reads train, val and
ood_val alone.

    python export.py --network efficientnet-lite0 --size 192 --work work/default --name default

The graph is written by hand: convolutions, with weights stored as float16 and cast when loaded.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from dataset import GROUPS, of_split, read_manifest
from delivered import Delivered, softmax
from gate import fit_gate
from networks import LITE0_TOP, PRETRAINED, Block, Router, narrow_top
from preparation import HIGH_PERCENTILE, LOW_PERCENTILE
from train import SHARED

# The highest shares of val that the two thresholds may turn away.
MAX_UNSURE_ON_VAL = 0.02
MAX_DENIED_ON_VAL = 0.01


class Graph:
    """Collects the nodes and weights of an ONNX graph."""

    def __init__(self):
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def constant(self, name: str, values: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def stored(self, name: str, tensor: torch.Tensor) -> str:
        """A float16 weight, as float32."""
        half = self.constant(name + "_f16", tensor.detach().numpy().astype(np.float16))
        return self.add("Cast", [half], name, to=TensorProto.FLOAT)

    def add(self, kind: str, inputs: list[str], output: str, **attributes) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output


def add_block(graph: Graph, block: Block, value: str, side: int, name: str) -> tuple[str, int]:
    start = value
    for index, conv in enumerate(block.convolutions):
        at = f"{name}_{index}"
        before, after = conv.padding_of(side)
        side = -(-side // conv.stride[0])
        inputs = [value, graph.stored(at + "_weight", conv.weight), graph.stored(at + "_bias", conv.bias)]
        shape = {"kernel_shape": list(conv.kernel_size), "strides": list(conv.stride), "group": conv.groups}
        value = graph.add("Conv", inputs, at, pads=[before, before, after, after], **shape)
        if not (block.linear_end and index == len(block.convolutions) - 1):
            value = graph.add("Clip", [value, "zero", "six"], at + "_relu6")
    return (graph.add("Add", [start, value], name + "_sum") if block.shortcut else value), side


def graph_of(network: Router, size: int, name: str) -> onnx.ModelProto:
    """Input `[1, 1, size, size]`; outputs `logits [1, 5]`, `cam [1, 5, h, w]`, `gate [1, 1]`: see `Router.explained`."""
    graph = Graph()
    graph.constant("zero", np.array(0, np.float32))
    graph.constant("six", np.array(6, np.float32))
    value, side, pools = "input", size, []
    for index, block in enumerate(network.blocks):
        value, side = add_block(graph, block, value, side, f"block{index}")
        if index in network.gate_blocks:
            pools.append(graph.add("GlobalAveragePool", [value], f"pool{index}"))
    head, gate = network.head, network.gate
    cam_weight = graph.constant("cam_weight", head.weight[:, :, None, None].detach().numpy())
    graph.add("Conv", [value, cam_weight], "cam", kernel_shape=[1, 1])
    summed = graph.add("Flatten", [graph.add("GlobalAveragePool", ["cam"], "cam_pool")], "cam_mean")
    graph.add("Add", [summed, graph.constant("head_bias", head.bias[None].detach().numpy())], "logits")
    seen = graph.add("Flatten", [graph.add("Concat", pools, "pools", axis=1)], "seen")
    gate_weight = graph.constant("gate_weight", gate.weight.T.detach().numpy().copy())
    odds = graph.add("MatMul", [seen, gate_weight], "gate_product")
    graph.add("Add", [odds, graph.constant("gate_bias", gate.bias[None].detach().numpy())], "gate")
    classes = head.out_features
    shapes = {"logits": [1, classes], "cam": [1, classes, side, side], "gate": [1, 1]}
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            name,
            [helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 1, size, size])],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape) for output, shape in shapes.items()],
            graph.weights,
        ),
        opset_imports=[helper.make_opsetid("", 13)],
        ir_version=8,
    )
    onnx.checker.check_model(model)
    return model


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature with the least negative log likelihood, on a fine grid."""
    grid = np.exp(np.linspace(np.log(0.2), np.log(4), 400))
    losses = [-np.log(softmax(logits, t)[np.arange(len(labels)), labels] + 1e-12).mean() for t in grid]
    return float(grid[int(np.argmin(losses))])


def threshold(scores: np.ndarray, share: float) -> float:
    """The highest threshold that leaves at most this share of the scores below it."""
    return float(np.sort(scores)[int(share * len(scores))])


def load(network: str, work: Path) -> Router:
    router = PRETRAINED[network][0](len(GROUPS))
    state = torch.load(work / "best.pt")
    if network == "efficientnet-lite0":
        narrow_top(router, torch.zeros(2, router.head.in_features), LITE0_TOP)
    state |= {key: value for key, value in router.state_dict().items() if key.startswith("gate.")}  # not fitted yet
    router.load_state_dict(state)
    return router.to(memory_format=torch.channels_last).eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", choices=sorted(PRETRAINED), default="efficientnet-lite0")
    parser.add_argument("--size", type=int, default=192)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", required=True, help="the model's name and its folder under models/")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "radiographs")
    options = parser.parse_args()

    items = read_manifest(options.data)
    train, val, ood = (of_split(items, split) for split in ("train", "val", "ood_val"))
    network = load(options.network, options.work)
    gate = fit_gate(network, options.size, train, val, ood)
    folder = Path(__file__).parent.parent / options.name
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(graph_of(network, options.size, options.name), folder / "model.onnx")
    delivered = Delivered(folder / "model.onnx", options.size)

    said = delivered.run(val)
    labels = np.array([item.label for item in val])
    with torch.no_grad():
        trained = network(torch.from_numpy(np.stack([delivered.prepare(i) for i in val[:50]])).unsqueeze(1)).numpy()
    print(
        f"float16 storage changes probabilities by at most {np.abs(softmax(trained) - softmax(said.logits[:50])).max():.1e}"
    )
    temperature = round(fit_temperature(said.logits, labels), 4)
    confidence = softmax(said.logits, temperature).max(1)
    unsure_below = round(threshold(confidence, MAX_UNSURE_ON_VAL) - 5e-4, 3)
    radiograph_above = round(threshold(said.gate, MAX_DENIED_ON_VAL) - 5e-3, 2)
    description = {
        "name": options.name,
        "network": options.network,
        "licence": "CC BY-NC-SA 4.0",
        "groups": GROUPS,
        "input_size": options.size,
        "low_percentile": LOW_PERCENTILE,
        "high_percentile": HIGH_PERCENTILE,
        "temperature": temperature,
        "unsure_below": unsure_below,
        "radiograph_above": radiograph_above,
    }
    (folder / "model.json").write_text(json.dumps(description, indent=2) + "\n")
    print(f"temperature {temperature}, unsure below {unsure_below}, radiograph above {radiograph_above}")
    denied = {"out_of_fold": gate.ood_val < radiograph_above}
    denied |= {f"{kind}, unseen": scores < radiograph_above for kind, scores in gate.unseen_kinds.items()}
    summary = {name: {"images": len(of), "hits": int(of.sum())} for name, of in denied.items()}
    (folder / "gate.json").write_text(json.dumps(summary, indent=1) + "\n")
    print(f"gate on ood_val: {summary}")


if __name__ == "__main__":
    main()
