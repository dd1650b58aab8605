"""MobileNet-V1 (Howard et al. 2017) with one grey input channel and five outputs.

The ImageNet weights come with batch normalisation folded into the convolutions, so there is none here. The three
colour channels of the first convolution are summed: for a grey picture that is the same network, at a third the cost.
"""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

# (output channels, stride) of the 13 depthwise separable blocks after the first convolution.
BLOCKS = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]


class SameConv(nn.Conv2d):
    """Convolution with TensorFlow's SAME padding, which puts the odd pixel at the bottom and right."""

    def padding_of(self, size: int) -> tuple[int, int]:
        kernel, stride = self.kernel_size[0], self.stride[0]
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        return total // 2, total - total // 2

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        top, bottom = self.padding_of(x.shape[-2])
        left, right = self.padding_of(x.shape[-1])
        if top == bottom == left == right:
            return F.conv2d(x, self.weight, self.bias, self.stride, top, 1, self.groups)
        return F.conv2d(F.pad(x, [left, right, top, bottom]), self.weight, self.bias, self.stride, 0, 1, self.groups)


class MobileNetV1(nn.Module):
    """(n, 1, s, s) in [-1, 1] -> (n, classes) logits."""

    def __init__(self, classes: int):
        super().__init__()
        convolutions, channels = [SameConv(1, 32, 3, 2)], 32
        for out, stride in BLOCKS:
            convolutions += [SameConv(channels, channels, 3, stride, groups=channels), SameConv(channels, out, 1)]
            channels = out
        self.convolutions = nn.ModuleList(convolutions)
        self.head = nn.Linear(channels, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for convolution in self.convolutions:
            x = F.relu6(convolution(x))
        x = x.mean((2, 3))
        return self.head(F.dropout(x, 0.2, self.training))

    def load_imagenet(self, path: Path) -> None:
        """Loads the float copy of TensorFlow's weights (.npz: NN_w, NN_b; OHWI, depthwise 1HWC)."""
        arrays = np.load(path)
        for index, convolution in enumerate(self.convolutions):
            weight = arrays[f"{index:02d}_w"]
            weight = weight.transpose(3, 0, 1, 2) if convolution.groups > 1 else weight.transpose(0, 3, 1, 2)
            if index == 0:
                weight = weight.sum(1, keepdims=True)
            convolution.weight.data = torch.tensor(np.ascontiguousarray(weight))
            convolution.bias.data = torch.tensor(arrays[f"{index:02d}_b"].reshape(-1))
