"""Checkpoint -> `model.onnx` and `model.json`: fits the gate, the temperature and the thresholds. Reads train, val and
ood_val alone.

    python export.py --network efficientnet-lite0 --size 192 --work work/default --name default
    python export.py --pair default mobilenet-v2 --size 192 --name thorough      no training: both, side by side

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
from evaluate import MODELS
from gate import fit_gate
from networks import LITE0_TOP, PRETRAINED, Block, Pair, Router, narrow_top
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


def add_trunk(graph: Graph, network: Router, size: int, prefix: str) -> tuple[str, int, list[str]]:
    """The last feature maps, their side, and what the gate looks at."""
    value, side, pools = "input", size, []
    for index, block in enumerate(network.blocks):
        value, side = add_block(graph, block, value, side, f"{prefix}block{index}")
        if index in network.gate_blocks:
            pools.append(graph.add("GlobalAveragePool", [value], f"{prefix}pool{index}"))
    return value, side, pools


def graph_of(network: Router | Pair, size: int, name: str) -> onnx.ModelProto:
    """Input `[1, 1, size, size]`; outputs `logits [1, 5]`, `cam [1, 5, h, w]`, `gate [1, 1]`: see `Explained`."""
    graph = Graph()
    graph.constant("zero", np.array(0, np.float32))
    graph.constant("six", np.array(6, np.float32))
    if isinstance(network, Pair):
        trunks = [add_trunk(graph, trunk, size, f"network{index}_") for index, trunk in enumerate(network.trunks)]
        side, pools = trunks[0][1], [pool for trunk in trunks for pool in trunk[2]]
        value = graph.add("Concat", [trunk[0] for trunk in trunks], "maps", axis=1)
    else:
        value, side, pools = add_trunk(graph, network, size, "")
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


def bare(network: str) -> Router:
    """A network that ships, without its weights."""
    router = PRETRAINED[network][0](len(GROUPS))
    if network == "efficientnet-lite0":
        narrow_top(router, torch.arange(LITE0_TOP))
    return router


def load(network: str, work: Path) -> Router:
    router = bare(network)
    state = torch.load(work / "best.pt")
    state |= {key: value for key, value in router.state_dict().items() if key.startswith("gate.")}  # not fitted yet
    router.load_state_dict(state)
    return router.to(memory_format=torch.channels_last).eval()


def delivered_network(folder: Path) -> Router:
    """A model that ships, from its ONNX file."""
    router = bare(json.loads((folder / "model.json").read_text())["network"])
    stored = {tensor.name: tensor for tensor in onnx.load(folder / "model.onnx").graph.initializer}
    read = lambda name: torch.from_numpy(numpy_helper.to_array(stored[name]).astype(np.float32))
    for block_index, block in enumerate(router.blocks):
        for index, convolution in enumerate(block.convolutions):
            at = f"block{block_index}_{index}"
            convolution.weight.data, convolution.bias.data = read(f"{at}_weight_f16"), read(f"{at}_bias_f16")
    router.head.weight.data, router.head.bias.data = read("cam_weight")[:, :, 0, 0], read("head_bias")[0]
    router.gate.weight.data, router.gate.bias.data = read("gate_weight").T, read("gate_bias")[0]
    return router.to(memory_format=torch.channels_last).eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", choices=sorted(PRETRAINED), default="efficientnet-lite0")
    parser.add_argument("--size", type=int, default=192)
    made_of = parser.add_mutually_exclusive_group(required=True)
    made_of.add_argument("--work", type=Path, help="the folder of a checkpoint")
    made_of.add_argument(
        "--pair", nargs=2, metavar="MODEL", help="two models that ship, side by side; no --network then"
    )
    parser.add_argument("--name", required=True, help="the model's name and its folder under models/")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "radiographs")
    options = parser.parse_args()
    if options.pair:
        network = Pair(*(delivered_network(MODELS / name) for name in options.pair)).eval()
        label = " + ".join(json.loads((MODELS / name / "model.json").read_text())["network"] for name in options.pair)
    else:
        network, label = load(options.network, options.work), options.network
    deliver(network, label, options)


def deliver(network: Router | Pair, label: str, options: argparse.Namespace) -> None:
    items = read_manifest(options.data)
    train, val, ood = (of_split(items, split) for split in ("train", "val", "ood_val"))
    gate = fit_gate(network, options.size, train, val, ood)
    folder = MODELS / options.name
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(graph_of(network, options.size, options.name), folder / "model.onnx")
    delivered = Delivered(folder / "model.onnx", options.size)

    said = delivered.run(val)
    labels = np.array([item.label for item in val])
    with torch.no_grad():
        inputs = torch.from_numpy(np.stack([delivered.prepare(i) for i in val[:50]])).unsqueeze(1)
        trained = network.explained(inputs)[0].numpy()
    print(
        f"float16 storage changes probabilities by at most {np.abs(softmax(trained) - softmax(said.logits[:50])).max():.1e}"
    )
    temperature = round(fit_temperature(said.logits, labels), 4)
    confidence = softmax(said.logits, temperature).max(1)
    unsure_below = round(threshold(confidence, MAX_UNSURE_ON_VAL) - 5e-4, 3)
    radiograph_above = round(threshold(said.gate, MAX_DENIED_ON_VAL) - 5e-3, 2)
    description = {
        "name": options.name,
        "network": label,
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
