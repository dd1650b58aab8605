"""A sheet of random pictures of a split with their class activation maps -> `work/maps-NAME.png` (ignored by git: patients).

python maps.py --name default --split test
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from dataset import GROUPS, of_split, read_manifest
from delivered import Delivered, softmax
from evaluate import MODELS
from preparation import field_of
from train import SHARED

COUNT, COLUMNS, SIDE, LINE = 40, 8, 200, 26


def overlaid(pixels: np.ndarray, cam: np.ndarray) -> Image.Image:
    """The exposed field, squashed as the network sees it, with what speaks for the group in red."""
    grey = Image.fromarray(pixels).resize((SIDE, SIDE), Image.Resampling.BOX)
    heat = np.clip(cam, 0, None) / max(cam.max(), 1e-6)
    mask = Image.fromarray((heat * 150).astype(np.uint8)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    return Image.composite(Image.new("RGB", (SIDE, SIDE), (255, 60, 20)), grey.convert("RGB"), mask)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--name", required=True)
    parser.add_argument("--split", default="val")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "radiographs")
    options = parser.parse_args()
    model = json.loads((MODELS / options.name / "model.json").read_text())
    delivered = Delivered(MODELS / options.name / "model.onnx", model["input_size"])
    items = random.Random(0).sample(of_split(read_manifest(options.data), options.split), COUNT)
    said = delivered.run(items)
    probabilities = softmax(said.logits, model["temperature"])
    sheet = Image.new("RGB", (COLUMNS * (SIDE * 2 + 6), -(-COUNT // COLUMNS) * (SIDE + LINE)))
    draw = ImageDraw.Draw(sheet)
    for index, item in enumerate(items):
        x, y = index % COLUMNS * (SIDE * 2 + 6), index // COLUMNS * (SIDE + LINE)
        group = int(probabilities[index].argmax())
        sheet.paste(Image.fromarray(item.pixels()).resize((SIDE, SIDE), Image.Resampling.BOX), (x, y))
        sheet.paste(overlaid(field_of(item.pixels()), said.cam[index, group]), (x + SIDE, y))
        text = f"{item.group} -> {GROUPS[group]} {probabilities[index, group]:.2f}"
        draw.text((x + 2, y + SIDE + 4), text, fill="white" if item.group == GROUPS[group] else "orange")
    path = Path(__file__).parent / "work" / f"maps-{options.name}.png"
    path.parent.mkdir(exist_ok=True)
    sheet.save(path)
    print(f"wrote {path}")


if __name__ == "__main__":
    main()
