"""A radiograph's pixels -> the network's input. The Rust twin is `src/classifier/preparation.rs`.

1. Box (area) resampling of the whole picture to a square. The aspect ratio is not kept, on purpose:
   letterbox bars would tell the network which archive a picture comes from.
2. Contrast stretch between the 1st and 99th percentile *of the resampled picture*, so that neither bit depth
   nor window nor the film's resolution matters.
3. Affine map of [0, 1] to [-1, 1], the range the ImageNet weights were trained with.
"""

import numpy as np

LOW_PERCENTILE = 0.01
HIGH_PERCENTILE = 0.99
FLAT = 1e-5  # a range below this share of the values is rounding noise of the resampling: a flat picture


def box_weights(source: int, target: int) -> np.ndarray:
    """Row-stochastic (target x source) matrix: row i averages the source samples that cell i covers."""
    scale = source / target
    edges = np.arange(target + 1) * scale
    cells = np.arange(source)
    overlap = np.minimum(edges[1:, None], cells + 1) - np.maximum(edges[:-1, None], cells)
    return (np.clip(overlap, 0, None) / scale).astype(np.float32)


def resample(pixels: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """A picture of any numeric type -> (rows, columns) float32."""
    return box_weights(pixels.shape[0], rows) @ pixels.astype(np.float32) @ box_weights(pixels.shape[1], columns).T


def percentile_ranks(count: int) -> tuple[int, int]:
    """Indices of the two percentiles (nearest rank) in a sorted array of `count` values."""
    return tuple(int(share * (count - 1) + 0.5) for share in (LOW_PERCENTILE, HIGH_PERCENTILE))


def prepare(pixels: np.ndarray, size: int) -> np.ndarray:
    """(rows, columns), larger = brighter -> (size, size) float32 in [-1, 1]."""
    small = resample(pixels, size, size)
    low_rank, high_rank = percentile_ranks(small.size)
    ordered = np.sort(small, axis=None)
    low, high = ordered[low_rank], ordered[high_rank]
    if high - low <= FLAT * max(abs(low), abs(high)):
        return np.full_like(small, -1.0)
    return np.clip((small - low) / (high - low), 0, 1) * 2 - 1
