"""The networks: three pretrained families with one grey input channel, and any of timm's from scratch.

The pretrained ones come with batch normalisation folded into the convolutions, so there is none here, and the three
colour channels of the first convolution are summed: for a grey picture that is the same network, at a third the cost.
All end in global average pooling and one linear layer, so that a class activation map (Zhou et al. 2016) is the last
feature maps weighted by that layer, and its mean plus the bias is the logit.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

# MobileNet-V1 (Howard et al. 2017): output channels and stride of its 13 separable blocks.
V1 = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
# MobileNet-V2 (Sandler et al. 2018), EfficientNet-Lite0 (Tan & Le 2019, without squeeze-and-excite): repeats, kernel,
# first stride, expansion, output channels.
V2 = [
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (3, 3, 2, 6, 32),
    (4, 3, 2, 6, 64),
    (3, 3, 1, 6, 96),
    (3, 3, 2, 6, 160),
    (1, 3, 1, 6, 320),
]
LITE0 = [
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
]
LITE0_TOP = 832  # of the last layer's 1280 channels, those that vary most over the training pictures are kept
# What the gate looks at: the last blocks of the three stages at strides 16 and 32, and the last layer.
V2_GATE = (10, 13, 16, -1)  # 64, 96, 160 and 1280 channels
LITE0_GATE = (8, 11, 15, -1)  # 80, 112, 192 and 832 channels


class SameConv(nn.Conv2d):
    """Convolution with TensorFlow's SAME padding, which puts the odd pixel at the bottom and right."""

    def padding_of(self, size: int) -> tuple[int, int]:
        kernel, stride = self.kernel_size[0], self.stride[0]
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        return total // 2, total - total // 2

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.groups > 1 and self.stride[0] > 1 and torch.is_grad_enabled() and x.requires_grad:
            with torch.autocast(x.device.type, enabled=False):  # in bfloat16 its gradient is slow on CPUs
                return self.convolve(x.float())
        return self.convolve(x)

    def convolve(self, x: torch.Tensor) -> torch.Tensor:
        top, bottom = self.padding_of(x.shape[-2])
        left, right = self.padding_of(x.shape[-1])
        if top == bottom == left == right:
            return F.conv2d(x, self.weight, self.bias, self.stride, top, 1, self.groups)
        return F.conv2d(F.pad(x, [left, right, top, bottom]), self.weight, self.bias, self.stride, 0, 1, self.groups)


class Block(nn.Module):
    """Convolutions in a row with ReLU6 after each; an inverted residual ends linear and may have a shortcut."""

    def __init__(self, convolutions: list[SameConv], linear_end: bool = False, shortcut: bool = False):
        super().__init__()
        self.convolutions = nn.ModuleList(convolutions)
        self.linear_end, self.shortcut = linear_end, shortcut

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = x
        for index, convolution in enumerate(self.convolutions):
            y = convolution(y)
            if not (self.linear_end and index == len(self.convolutions) - 1):
                y = F.relu6(y)
        return x + y if self.shortcut else y


class Router(nn.Module):
    """(n, 1, s, s) in [-1, 1] -> (n, 5) logits, (n, 5, s/32, s/32) class activation maps, (n, 1) gate.

    The gate is the log odds of "this is a radiograph", from the pooled outputs of several blocks: what is no radiograph
    shows in texture as much as in shape. `gate.py` fits it once the rest stands.
    """

    def __init__(self, blocks: list[Block], classes: int, gate_blocks: tuple[int, ...] = (-1,)):
        super().__init__()
        self.blocks = nn.ModuleList(blocks)
        self.gate_blocks = [index % len(blocks) for index in gate_blocks]
        self.head = nn.Linear(self.channels(-1), classes)
        self.gate = nn.Linear(sum(map(self.channels, self.gate_blocks)), 1)
        self.frozen = 0

    def channels(self, block: int) -> int:
        return self.blocks[block].convolutions[-1].out_channels

    def freeze(self, blocks: int) -> None:
        """Leaves the first blocks and all depthwise filters as ImageNet made them.

        They are generic edges and blobs; fewer things to bend to the training hospitals, and a third of the time.
        """
        self.frozen = blocks
        for parameter in self.blocks[:blocks].parameters():
            parameter.requires_grad = False
        for convolution in self.convolutions():
            if convolution.groups > 1:
                convolution.weight.requires_grad = convolution.bias.requires_grad = False
        self.gate.requires_grad_(False)

    def convolutions(self) -> Iterator[SameConv]:
        return (module for module in self.blocks.modules() if isinstance(module, SameConv))

    def maps(self, x: torch.Tensor) -> torch.Tensor:
        with torch.set_grad_enabled(torch.is_grad_enabled() and self.frozen == 0):
            for block in self.blocks[: self.frozen]:
                x = block(x)
        for block in self.blocks[self.frozen :]:
            x = block(x)
        return x

    def features(self, x: torch.Tensor) -> torch.Tensor:
        return self.maps(x).mean((2, 3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(F.dropout(self.features(x), 0.2, self.training))

    def pooled(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The last feature maps, and what the gate looks at."""
        pools = []
        for index, block in enumerate(self.blocks):
            x = block(x)
            if index in self.gate_blocks:
                pools.append(x.mean((2, 3)))
        return x, torch.cat(pools, 1)

    def gate_features(self, x: torch.Tensor) -> torch.Tensor:
        return self.pooled(x)[1]

    def explained(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """What is exported: logits, class activation maps (without bias; their mean + bias is the logit), gate."""
        maps, pools = self.pooled(x)
        cam = F.conv2d(maps, self.head.weight[:, :, None, None])
        return cam.mean((2, 3)) + self.head.bias, cam, self.gate(pools)


def mobilenet_v1(width: float, classes: int) -> Router:
    channels = int(32 * width)
    blocks = [Block([SameConv(1, channels, 3, 2)])]
    for out, stride in V1:
        out = int(out * width)
        blocks.append(Block([SameConv(channels, channels, 3, stride, groups=channels), SameConv(channels, out, 1)]))
        channels = out
    return Router(blocks, classes)


def inverted_residuals(
    stages: list[tuple[int, int, int, int, int]], top: int, classes: int, gate_blocks: tuple[int, ...] = (-1,)
) -> Router:
    blocks, channels = [Block([SameConv(1, 32, 3, 2)])], 32
    for repeats, kernel, first_stride, expansion, out in stages:
        for index in range(repeats):
            stride, wide = first_stride if index == 0 else 1, channels * expansion
            widen = [SameConv(channels, wide, 1)] if expansion > 1 else []
            row = [*widen, SameConv(wide, wide, kernel, stride, groups=wide), SameConv(wide, out, 1)]
            blocks.append(Block(row, linear_end=True, shortcut=stride == 1 and channels == out))
            channels = out
    blocks.append(Block([SameConv(channels, top, 1)]))
    return Router(blocks, classes, gate_blocks)


def tflite_layers(path: Path) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Weights and biases of a float copy of a TFLite network (.npz: NN_w as OHWI, depthwise 1HWC; NN_b)."""
    arrays = np.load(path)
    names = sorted(name[:-2] for name in arrays.files if name.endswith("_w"))
    layers = []
    for name in names:
        weight = arrays[name + "_w"]
        if weight.ndim == 4:
            depthwise = weight.shape[0] == 1 and weight.shape[1] > 1
            weight = weight.transpose(3, 0, 1, 2) if depthwise else weight.transpose(0, 3, 1, 2)
        layers.append((torch.tensor(np.ascontiguousarray(weight)), torch.tensor(arrays[name + "_b"].reshape(-1))))
    return layers


def lite0_layers(path: Path) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Weights and biases of a PyTorch EfficientNet-Lite0, its batch normalisation folded in."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    order = [("_conv_stem", "_bn0")]
    blocks = 1 + max(int(key.split(".")[1]) for key in state if key.startswith("_blocks."))
    for block in (f"_blocks.{index}." for index in range(blocks)):
        names = [("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2")]
        order += [(block + conv, block + norm) for conv, norm in names if block + conv + ".weight" in state]
    order.append(("_conv_head", "_bn1"))
    layers = []
    for conv, norm in order:
        scale = state[norm + ".weight"] / torch.sqrt(state[norm + ".running_var"] + 1e-3)
        bias = state[norm + ".bias"] - state[norm + ".running_mean"] * scale
        layers.append((state[conv + ".weight"] * scale.view(-1, 1, 1, 1), bias))
    return layers


# name -> (network, ImageNet weights, how they are read, blocks to freeze)
PRETRAINED = {
    "efficientnet-lite0": (
        lambda n: inverted_residuals(LITE0, 1280, n, LITE0_GATE),
        "efficientnet-lite0-57934424.pth",
        lite0_layers,
        3,
    ),
    "mobilenet-v2": (
        lambda n: inverted_residuals(V2, 1280, n, V2_GATE),
        "tf2_mobilenet_v2_1.0_224_ptq_float32.npz",
        tflite_layers,
        3,
    ),
    "mobilenet-v1": (
        lambda n: mobilenet_v1(1.0, n),
        "mobilenet_v1_1.0_224_quant_embedding_extractor_float32.npz",
        tflite_layers,
        3,
    ),
    "mobilenet-v1-0.5": (lambda n: mobilenet_v1(0.5, n), "mobilenet_v1_0.5_160_quant_float32.npz", tflite_layers, 3),
}

# The paper's seven, from scratch: name -> timm's name.
FROM_SCRATCH = {
    "mobilenet-v1": "mobilenetv1_100",
    "mobilenet-v2": "mobilenetv2_100",
    "resnet-18": "resnet18",
    "resnet-34": "resnet34",
    "efficientnet-b0": "efficientnet_b0",
    "efficientnet-b1": "efficientnet_b1",
    "efficientnet-b2": "efficientnet_b2",
}


def pretrained(name: str, folder: Path, classes: int) -> Router:
    build, file, read, frozen = PRETRAINED[name]
    network = build(classes)
    for convolution, (weight, bias) in zip(
        list(network.convolutions()), read(folder / file)[: len(list(network.convolutions()))], strict=True
    ):
        grey = weight.sum(1, keepdim=True) if convolution.in_channels == 1 else weight
        if grey.shape != convolution.weight.shape:
            raise ValueError(f"{file}: a layer is {tuple(grey.shape)}, not {tuple(convolution.weight.shape)}")
        convolution.weight.data, convolution.bias.data = grey, bias
    network.freeze(frozen)
    return network


def from_scratch(name: str, classes: int) -> nn.Module:
    import timm  # only the comparison needs it

    return timm.create_model(FROM_SCRATCH[name], pretrained=False, in_chans=1, num_classes=classes)


@torch.no_grad()
def narrow_top(network: Router, features: torch.Tensor, keep: int) -> torch.Tensor:
    """Drops the last convolution's channels that vary least over the training pictures' `features` (n, channels).

    Returns the kept channels' features.
    """
    chosen = features.std(0).argsort(descending=True)[:keep].sort().values
    (top,) = network.blocks[-1].convolutions
    narrow = SameConv(top.in_channels, keep, 1)
    narrow.weight.data, narrow.bias.data = top.weight[chosen].clone(), top.bias[chosen].clone()
    network.blocks[-1] = Block([narrow])
    network.head = nn.Linear(keep, network.head.out_features)
    network.gate = nn.Linear(sum(map(network.channels, network.gate_blocks)), 1)
    network.gate.requires_grad_(False)
    return features[:, chosen]
