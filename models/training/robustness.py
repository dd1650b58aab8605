"""What other archives do to a picture: each variant maps 8-bit grey pixels to other pixels of the same film."""

import io

import numpy as np
from PIL import Image


def rotated(pixels: np.ndarray, degrees: float) -> np.ndarray:
    return np.asarray(Image.fromarray(pixels).rotate(degrees, Image.Resampling.BILINEAR))


def cropped(pixels: np.ndarray, share: float, generator: np.random.Generator) -> np.ndarray:
    """Takes a share off each dimension, more on one side than on the other."""
    top, left = (int(side * share * generator.random()) for side in pixels.shape)
    rows, columns = (int(side * (1 - share)) for side in pixels.shape)
    return pixels[top : top + rows, left : left + columns]


def gamma(pixels: np.ndarray, exponent: float) -> np.ndarray:
    return ((pixels / 255) ** exponent * 255).round().astype(np.uint8)


def padded(pixels: np.ndarray, aspect: float, shade: int = 0) -> np.ndarray:
    """Bars that bring the picture to an aspect (width over height)."""
    rows, columns = pixels.shape
    high, wide = max(rows, round(columns / aspect)), max(columns, round(rows * aspect))
    frame = np.full((high, wide), shade, np.uint8)
    top, left = (high - rows) // 2, (wide - columns) // 2
    frame[top : top + rows, left : left + columns] = pixels
    return frame


def letterboxed(pixels: np.ndarray) -> np.ndarray:
    """To a square, with a margin."""
    square = padded(pixels, 1.0)
    return np.pad(square, len(square) // 12)


def twelve_bit(pixels: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Stored values as a detector gives them: a narrow band of 12 bits, noise, a saturated marker."""
    raw = 600 + pixels.astype(np.float32) * 5.1 + generator.normal(0, 4, pixels.shape)
    rows, columns = pixels.shape
    raw[: rows // 25, : columns // 25] = 4095
    return raw.clip(0, 4095).astype(np.uint16)


def jpeg(pixels: np.ndarray, quality: int) -> np.ndarray:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))


def collimated(pixels: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Shutters: 5 to 15 % of each side black."""
    rows, columns = pixels.shape
    masked = np.zeros_like(pixels)
    top, bottom = (int(rows * generator.uniform(0.05, 0.15)) for _ in range(2))
    left, right = (int(columns * generator.uniform(0.05, 0.15)) for _ in range(2))
    masked[top : rows - bottom, left : columns - right] = pixels[top : rows - bottom, left : columns - right]
    return masked


VARIANTS = {
    "inverted polarity": lambda p, g: 255 - p,
    "rotated by 15°": lambda p, g: rotated(p, 15),
    "rotated by -15°": lambda p, g: rotated(p, -15),
    "mirrored": lambda p, g: p[:, ::-1],
    "cropped by 15 %": lambda p, g: cropped(p, 0.15, g),
    "gamma 0.6": lambda p, g: gamma(p, 0.6),
    "gamma 1.6": lambda p, g: gamma(p, 1.6),
    "letterboxed": lambda p, g: letterboxed(p),
    "12 bits, no window": twelve_bit,
    "JPEG quality 30": lambda p, g: jpeg(p, 30),
    "collimated": collimated,
}


def varied(name: str, pictures: list[np.ndarray]) -> list[np.ndarray]:
    generator = np.random.default_rng(0)
    return [VARIANTS[name](picture, generator) for picture in pictures]


def to_aspect(pixels: np.ndarray, aspect: float) -> np.ndarray:
    """Another source's frame round the same film: cut to its aspect where that leaves at least two thirds, else padded."""
    rows, columns = pixels.shape
    high, wide = min(rows, round(columns / aspect)), min(columns, round(rows * aspect))
    if high * wide * 3 < rows * columns * 2:
        return padded(pixels, aspect)
    top, left = (rows - high) // 2, (columns - wide) // 2
    return pixels[top : top + high, left : left + wide]
