"""A radiograph's pixels -> the network's input. The Rust twins are `src/radiograph/field.rs` and
`src/classifier/preparation.rs`.

1. The exposed field: a frame without content (collimator blades, letterbox bars, a scanner's margin) is cut off.
2. Box (area) resampling of the field to a square. The aspect ratio is not kept, on purpose: bars or proportions would
   tell the network which archive a picture comes from.
3. Contrast stretch between the 1st and 99th percentile *of the resampled picture*, so that neither bit depth
   nor window nor the film's resolution matters.
4. Affine map of [0, 1] to [-1, 1], the range the ImageNet weights were trained with.
"""

import numpy as np

LOW_PERCENTILE = 0.01
HIGH_PERCENTILE = 0.99
GRID = 128  # lines and samples a line at which the field is looked for
EMPTY = 0.04  # a line whose 10th and 90th percentile differ by less than this share of the picture's range is frame
LEAST = 0.2  # a field of less than this share of the height or width is none: the whole picture is taken
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


def rank(share: float, count: int) -> int:
    """Index of a percentile (nearest rank) in a sorted array of `count` values."""
    return int(share * (count - 1) + 0.5)


def percentile_ranks(count: int) -> tuple[int, int]:
    return rank(LOW_PERCENTILE, count), rank(HIGH_PERCENTILE, count)


def exposed_field(pixels: np.ndarray) -> tuple[int, int, int, int]:
    """Top, bottom, left, right of the part inside the frame; bottom and right are exclusive."""
    rows, columns = pixels.shape
    at = lambda side: (2 * np.arange(GRID) + 1) * side // (2 * GRID)
    grid = pixels[np.ix_(at(rows), at(columns))].astype(np.float32)
    whole = np.sort(grid, axis=None)
    limit = np.float32(EMPTY) * (whole[rank(0.99, whole.size)] - whole[rank(0.01, whole.size)])
    top, bottom, left, right = 0, GRID, 0, GRID
    for _ in range(2):
        top, bottom = without_frame(grid[:, left:right], top, bottom, limit)
        if top == bottom:
            return 0, rows, 0, columns
        left, right = without_frame(grid.T[:, top:bottom], left, right, limit)
        if bottom - top < LEAST * GRID or right - left < LEAST * GRID:
            return 0, rows, 0, columns
    return top * rows // GRID, bottom * rows // GRID, left * columns // GRID, right * columns // GRID


def without_frame(lines: np.ndarray, first: int, end: int, limit: np.float32) -> tuple[int, int]:
    """Moves both ends inwards past lines without content."""
    ordered = np.sort(lines, axis=1)
    count = lines.shape[1]
    empty = ordered[:, rank(0.9, count)] - ordered[:, rank(0.1, count)] <= limit
    while first < end and empty[first]:
        first += 1
    while end > first and empty[end - 1]:
        end -= 1
    return first, end


def field_of(pixels: np.ndarray) -> np.ndarray:
    top, bottom, left, right = exposed_field(pixels)
    return pixels[top:bottom, left:right]


def prepare(pixels: np.ndarray, size: int) -> np.ndarray:
    """(rows, columns), larger = brighter -> (size, size) float32 in [-1, 1]."""
    small = resample(field_of(pixels), size, size)
    low_rank, high_rank = percentile_ranks(small.size)
    ordered = np.sort(small, axis=None)
    low, high = ordered[low_rank], ordered[high_rank]
    if high - low <= FLAT * max(abs(low), abs(high)):
        return np.full_like(small, -1.0)
    return np.clip((small - low) / (high - low), 0, 1) * 2 - 1
