"""Pictures that are no radiographs, made by rule: noise, blanks, gradients, patterns, line drawings, pages of text."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIDE = 256


def made(count: int, seed: int) -> list[np.ndarray]:
    generator = np.random.default_rng(seed)
    return [MAKERS[index % len(MAKERS)](generator).clip(0, 255).astype(np.uint8) for index in range(count)]


def grid() -> tuple[np.ndarray, np.ndarray]:
    return np.meshgrid(np.linspace(-1, 1, SIDE), np.linspace(-1, 1, SIDE))


def noise(generator: np.random.Generator) -> np.ndarray:
    """White noise, or smoothed to blobs of any size."""
    picture = Image.fromarray(generator.integers(0, 256, (SIDE, SIDE), np.uint8))
    smooth = np.asarray(picture.filter(ImageFilter.GaussianBlur(float(generator.choice([0, 1, 3, 8, 20])))), float)
    return (smooth - smooth.min()) / max(np.ptp(smooth), 1) * 255


def blank(generator: np.random.Generator) -> np.ndarray:
    """One grey, a little noise, perhaps a bright or dark frame."""
    picture = np.full((SIDE, SIDE), generator.uniform(0, 255)) + generator.normal(
        0, generator.uniform(0.2, 4), (SIDE, SIDE)
    )
    edge = int(generator.integers(0, 40))
    if edge:
        framed = np.full((SIDE, SIDE), generator.uniform(0, 255))
        framed[edge:-edge, edge:-edge] = picture[edge:-edge, edge:-edge]
        return framed
    return picture


def gradient(generator: np.random.Generator) -> np.ndarray:
    x, y = grid()
    angle, bend = generator.uniform(0, 2 * np.pi), generator.uniform(0, 1)
    ramp = np.cos(angle) * x + np.sin(angle) * y
    return (bend * np.hypot(x, y) + (1 - bend) * ramp) * 100 + 128


def pattern(generator: np.random.Generator) -> np.ndarray:
    """Stripes, checks or grey steps, as on a test card."""
    x, y = grid()
    angle, turns = generator.uniform(0, np.pi), generator.uniform(2, 30)
    u, v = np.cos(angle) * x + np.sin(angle) * y, np.cos(angle) * y - np.sin(angle) * x
    kind = generator.integers(3)
    if kind == 0:
        return np.sin(u * turns * np.pi) * 120 + 128
    if kind == 1:
        return np.sign(np.sin(u * turns * np.pi) * np.sin(v * turns * np.pi)) * 120 + 128
    return np.round((u + 1) / 2 * turns) / turns * 255


def drawing(generator: np.random.Generator) -> np.ndarray:
    paper = int(generator.choice([0, 255]))
    image = Image.new("L", (SIDE, SIDE), paper)
    draw = ImageDraw.Draw(image)
    for _ in range(generator.integers(3, 30)):
        box = [int(v) for v in np.sort(generator.integers(0, SIDE, (2, 2)), 0).ravel()]
        shade = int(generator.integers(0, 256))
        fill = shade if generator.random() < 0.4 else None
        generator.choice([draw.ellipse, draw.rectangle])(
            box, fill=fill, outline=shade, width=int(generator.integers(1, 5))
        )
    return np.asarray(image, float)


def page(generator: np.random.Generator) -> np.ndarray:
    """Lines of random words, dark on light or the other way."""
    paper, ink = (255, 0) if generator.random() < 0.8 else (0, 255)
    image = Image.new("L", (SIDE, SIDE), paper)
    draw = ImageDraw.Draw(image)
    size = int(generator.integers(8, 26))
    font = ImageFont.load_default(size)
    margin, letters = int(generator.integers(4, 40)), list("abcdefghijklmnoprstuvwz    ")
    for top in range(margin, SIDE - margin, int(size * generator.uniform(1.1, 1.8))):
        text = "".join(generator.choice(letters, int(generator.integers(5, 60))))
        draw.text((margin, top), text, fill=ink, font=font)
    return np.asarray(image, float) + generator.normal(0, generator.uniform(0, 8), (SIDE, SIDE))


MAKERS = [noise, blank, gradient, pattern, drawing, page]
