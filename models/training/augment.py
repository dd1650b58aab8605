"""Augmentation of a batch on the fly: strong crops, borders and intensities, because sources and groups are confounded.

What is varied is what differs between archives (crop, aspect, borders, polarity, contrast), so that none of it tells
the network where a picture comes from.
"""

import math

import torch
import torch.nn.functional as F

from preparation import percentile_ranks


def uniform(n: int, low: float, high: float) -> torch.Tensor:
    return torch.rand(n) * (high - low) + low


def chance(n: int, share: float) -> torch.Tensor:
    return torch.rand(n) < share


def augment(pictures: torch.Tensor, size: int) -> torch.Tensor:
    """(n, 1, h, w) in [0, 1] -> (n, 1, size, size) in [-1, 1], stretched as `preparation.prepare` does."""
    x = geometry(pictures, size)
    x = intensity(x)
    x = collimate(x)
    return stretch(x)


def geometry(x: torch.Tensor, size: int) -> torch.Tensor:
    n = len(x)
    angle = torch.where(chance(n, 0.8), uniform(n, -15, 15), uniform(n, -30, 30)) * math.pi / 180
    scale = torch.exp(uniform(n, math.log(0.6), math.log(1.15)))
    aspect = torch.exp(torch.where(chance(n, 0.7), uniform(n, -0.3, 0.3), uniform(n, -0.6, 0.6)))
    mirror = torch.where(chance(n, 0.5), -1.0, 1.0)
    # Half the width at least: a narrower strip of an abdomen would be a lumbar spine.
    sx, sy = (scale * aspect).clamp(0.5, 1.3), (scale / aspect).clamp(0.5, 1.3)
    room_x, room_y = (1 - sx).abs(), (1 - sy).abs()
    cos, sin = torch.cos(angle), torch.sin(angle)
    theta = torch.stack(
        [
            torch.stack([sx * cos * mirror, -sy * sin, uniform(n, -1, 1) * room_x], 1),
            torch.stack([sx * sin * mirror, sy * cos, uniform(n, -1, 1) * room_y], 1),
        ],
        1,
    )
    grid = F.affine_grid(theta, [n, 1, size, size], align_corners=False)
    inside = F.grid_sample(x, grid, padding_mode="zeros", align_corners=False)
    edge = F.grid_sample(x, grid, padding_mode="border", align_corners=False)
    return torch.where(chance(n, 0.5).view(-1, 1, 1, 1), inside, edge)


def intensity(x: torch.Tensor) -> torch.Tensor:
    n = len(x)
    column = lambda v: v.view(-1, 1, 1, 1)
    x = x.clamp(1e-4, 1) ** column(torch.exp(uniform(n, -0.6, 0.6)))
    x = torch.where(column(chance(n, 0.15)), 1 - x, x)
    blurred = F.interpolate(F.avg_pool2d(x, 3), size=x.shape[-2:], mode="bilinear", align_corners=False)
    x = torch.where(column(chance(n, 0.15)), blurred, x)
    noise = column(torch.where(chance(n, 0.3), uniform(n, 0, 0.05), torch.zeros(n)))
    x = x + noise * torch.randn_like(x)
    low, high = column(uniform(n, -0.1, 0.15)), column(uniform(n, 0.85, 1.1))
    return ((x - low) / (high - low)).clamp(0, 1)


def collimate(x: torch.Tensor) -> torch.Tensor:
    """A shutter's or a letterbox's frame round some pictures: black, white or grey, up to 20 % on each side."""
    n, size = len(x), x.shape[-1]
    sides = torch.where(
        chance(n, 0.25).view(-1, 1), torch.rand(n, 4) * (torch.rand(n, 4) < 0.6) * 0.2, torch.zeros(n, 4)
    )
    at = torch.arange(size) / size
    rows = (at >= sides[:, :1]) & (at < 1 - sides[:, 1:2])
    columns = (at >= sides[:, 2:3]) & (at < 1 - sides[:, 3:])
    open_field = (rows[:, :, None] & columns[:, None, :]).unsqueeze(1)
    shade = torch.tensor([0.0, 0.0, 1.0, 0.5])[torch.randint(4, (n,))].view(-1, 1, 1, 1)
    return torch.where(open_field, x, shade)


def stretch(x: torch.Tensor) -> torch.Tensor:
    low_rank, high_rank = percentile_ranks(x[0].numel())
    flat = x.flatten(1)
    low = flat.kthvalue(low_rank + 1, dim=1).values.view(-1, 1, 1, 1)
    high = flat.kthvalue(high_rank + 1, dim=1).values.view(-1, 1, 1, 1)
    return ((x - low) / (high - low).clamp_min(1e-6)).clamp(0, 1) * 2 - 1
