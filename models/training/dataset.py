"""The radiographs of manifest.csv: reading, splits, sampling weights. Splits are by patient and are never changed."""

import csv
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

GROUPS = ["abdomen", "adult_chest", "paediatric_chest", "spine", "other"]

# Share of each group among the training samples drawn: between the true shares (abdomen 1.6 %) and equal ones.
GROUP_SHARE = {"abdomen": 0.10, "adult_chest": 0.25, "paediatric_chest": 0.20, "spine": 0.17, "other": 0.28}


@dataclass(frozen=True)
class Item:
    path: Path
    split: str
    group: str
    source: str
    patient: str
    body_part: str = ""
    licence: str = ""

    @property
    def label(self) -> int:
        """Index in GROUPS; -1 for what is no radiograph (the ood splits)."""
        return GROUPS.index(self.group) if self.group in GROUPS else -1

    def pixels(self) -> np.ndarray:
        return np.asarray(Image.open(self.path).convert("L"))


def read_manifest(folder: Path) -> list[Item]:
    with open(folder / "manifest.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    plain = ("split", "group", "source", "patient", "body_part", "licence")
    items = [Item(folder / row["path"], *(row[name] for name in plain)) for row in rows]
    refuse_leakage(items)
    return items


def refuse_leakage(items: list[Item]) -> None:
    """Raises ValueError where a patient is in more than one of train, val and test."""
    seen: dict[str, str] = {}
    for item in items:
        if item.split in ("train", "val", "test") and seen.setdefault(item.patient, item.split) != item.split:
            raise ValueError(f"patient {item.patient} is in {seen[item.patient]} and in {item.split}")


def of_split(items: list[Item], split: str) -> list[Item]:
    return [item for item in items if item.split == split]


def abdomen_fold(items: list[Item], fold: int) -> set[str]:
    """The patients of one of five folds of all abdomen patients in train and val."""
    patients = sorted({item.patient for item in items if item.group == "abdomen" and item.split in ("train", "val")})
    random.Random(1).shuffle(patients)
    return set(patients[fold::5])


def split_up(items: list[Item], leave_out: str | None, fold: int | None) -> tuple[list[Item], list[Item], list[Item]]:
    """Training, validation and left-out items; the last come from train and val alone."""
    ours = [item for item in items if item.split in ("train", "val")]
    kept_back = abdomen_fold(items, fold) if fold is not None else set()
    out = [item for item in ours if item.source == leave_out or item.patient in kept_back]
    rest = [item for item in ours if item not in set(out)]
    return of_split(rest, "train"), of_split(rest, "val"), out


def sampling_weights(items: list[Item]) -> np.ndarray:
    """Weights that give each group its GROUP_SHARE and, within it, each source a share by the root of its size.

    The root keeps a small source (42 paediatric chests from outside Guangzhou among 1,119) from being drowned.
    """
    sizes = Counter((item.group, item.source) for item in items)
    root_sum = Counter()
    for (group, _), size in sizes.items():
        root_sum[group] += size**0.5
    weights = []
    for item in items:
        size = sizes[item.group, item.source]
        weights.append(GROUP_SHARE[item.group] * size**0.5 / root_sum[item.group] / size)
    return np.array(weights)
