"""Spine films made from chests and abdomens of the training split.

The training data have whole-spine films from one hospital only, tightly cropped; so a network learns the crop. But a
whole-spine film shows thorax and abdomen in one narrow frame, often stitched from two exposures: a strip of a frontal
chest above a strip of an abdomen shows the same anatomy with other hospitals' grey scales. Likewise a coned-down
thoracic or lumbar spine is the middle strip of a chest or abdomen.
"""

import numpy as np

from preparation import resample

SOURCE = "composite"


def spines(chests: list[np.ndarray], abdomens: list[np.ndarray], count: int, side: int, seed: int) -> np.ndarray:
    """`count` films of `side` x `side` (uint8), from frontal chests and abdomens of any size."""
    generator = np.random.default_rng(seed)
    films = []
    for _ in range(count):
        chest, abdomen = (several[generator.integers(len(several))] for several in (chests, abdomens))
        kind = generator.choice(["whole", "lumbar", "thoracic"], p=[0.6, 0.25, 0.15])
        if kind == "whole":
            film = whole_spine(chest, abdomen, side, generator)
        elif kind == "lumbar":
            film = strip(abdomen, generator.uniform(0.22, 0.4), (0.0, 1.0), (side, side), generator)
        else:
            film = strip(chest, generator.uniform(0.2, 0.33), (0.0, 1.0), (side, side), generator)
        low, high = np.percentile(film, [0.5, 99.5])
        films.append((np.clip((film - low) / max(high - low, 1), 0, 1) * 255).astype(np.uint8))
    return np.stack(films)


def whole_spine(chest: np.ndarray, abdomen: np.ndarray, side: int, generator: np.random.Generator) -> np.ndarray:
    width = generator.uniform(0.35, 0.85)  # share of the body's width that the frame shows
    seam = int(side * generator.uniform(0.35, 0.6))
    overlap = int(side * generator.choice([0.0, generator.uniform(0.02, 0.12)], p=[0.25, 0.75]))
    upper = strip(chest, width, (0.0, generator.uniform(0.75, 1.0)), (seam + overlap, side), generator)
    lower = strip(abdomen, width, (generator.uniform(0.0, 0.2), 1.0), (side - seam, side), generator)
    if generator.random() < 0.8:  # one exposure, or one well matched by the stitching
        rows = max(side // 16, 1)
        lower = (lower - lower[:rows].mean()) * (upper.std() + 1) / (lower.std() + 1) + upper[-rows:].mean()
    film = np.zeros((side, side), np.float32)
    film[: seam + overlap] = upper
    share = np.clip(np.arange(side - seam) / max(overlap, 1), 0, 1)[:, None] if overlap else 1.0
    film[seam:] = film[seam:] * (1 - share) + lower * share
    return film


def strip(
    picture: np.ndarray, width: float, rows: tuple[float, float], shape: tuple[int, int], generator: np.random.Generator
) -> np.ndarray:
    height, columns = picture.shape
    centre = columns * (0.5 + generator.uniform(-0.06, 0.06))
    left, right = max(int(centre - columns * width / 2), 0), min(int(centre + columns * width / 2), columns)
    part = picture[int(height * rows[0]) : max(int(height * rows[1]), 1), left:right]
    return resample(part, *shape)
