"""Golden vectors -> `tests/golden/`: what preparation and network make of generated phantoms. The Rust tests read them.

    python golden.py --name default

Each phantom is a 16-bit PNG of stored values; a JSON file with the model's name holds every 7th value of its input tensor in both
directions, the probabilities, the gate and the likeliest group's activation map.
"""

import argparse
import json

import numpy as np
from PIL import Image

from delivered import Delivered, softmax
from evaluate import MODELS
from preparation import prepare

FOLDER = MODELS.parent / "tests" / "golden"
STEP = 7


def phantom(rows: int, columns: int, top: int, seed: int) -> np.ndarray:
    """Something like a trunk: a bright body with two dark lungs, a spine, ribs, noise, a saturated marker; uint16."""
    generator = np.random.default_rng(seed)
    y, x = np.meshgrid(np.linspace(-1, 1, rows), np.linspace(-1, 1, columns), indexing="ij")
    picture = 0.1 + 0.5 * ((x / 0.9) ** 4 + (y / 1.1) ** 4 < 1)
    for side in (-0.42, 0.42):
        picture = picture - 0.35 * (((x - side) / 0.3) ** 2 + ((y + 0.1) / 0.65) ** 2 < 1)
    picture += 0.25 * (np.abs(x) < 0.09) + 0.06 * (np.sin(y * 22 + np.abs(x) * 3) > 0.5)
    picture += generator.normal(0, 0.01, picture.shape)
    picture[: max(rows // 20, 1), : max(columns // 12, 1)] = 1.0
    return (picture.clip(0, 1) * top).round().astype(np.uint16)


# name -> rows, columns, largest value, whether larger is darker
PHANTOMS = {
    "eight_bits": (240, 197, 255, False),
    "twelve_bits": (301, 260, 4095, False),
    "inverted": (190, 260, 4095, True),
    "narrow": (280, 71, 16383, False),
    "small": (90, 60, 1023, False),
    "framed": (200, 170, 4095, False),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--name", required=True)
    folder = MODELS / parser.parse_args().name
    model = json.loads((folder / "model.json").read_text())
    delivered = Delivered(folder / "model.onnx", model["input_size"])
    FOLDER.mkdir(parents=True, exist_ok=True)
    entries = []
    for seed, (name, (rows, columns, top, inverted)) in enumerate(PHANTOMS.items()):
        bright = phantom(rows, columns, top, seed)
        if name == "framed":  # letterbox bars and a collimator's edge, of different shades
            bright = np.pad(bright, ((0, 0), (60, 50)), constant_values=((0, 0), (0, top // 3)))
            bright = np.pad(bright, ((25, 40), (0, 0)), constant_values=top // 5)
        stored = top - bright if inverted else bright
        Image.fromarray(stored).save(FOLDER / f"{name}.png")
        said = delivered.run_pictures([bright])
        values = prepare(bright, model["input_size"])[::STEP, ::STEP].ravel()
        entries.append(
            {
                "name": name,
                "inverted": inverted,
                "step": STEP,
                "input": [round(float(v), 5) for v in values],
                "probabilities": [round(float(p), 6) for p in softmax(said.logits, model["temperature"])[0]],
                "gate": round(float(said.gate[0]), 5),
                "activation": [round(float(v), 4) for v in said.cam[0, said.logits[0].argmax()].ravel()],
            }
        )
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    (FOLDER / f"{folder.name}.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
