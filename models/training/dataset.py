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
GROUP_SHARE = {"abdomen": 0.07, "adult_chest": 0.24, "paediatric_chest": 0.19, "spine": 0.21, "other": 0.29}


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
    """Weights that give each group its GROUP_SHARE and, within it, each body part of a source a share by the root of its
    size.

    The root keeps a small part (30 lumbar spines of one hospital among 379 spines, which compete with 71 abdomens of the
    same hospital) from being drowned.
    """
    part_of = [(item.group, item.source, item.body_part) for item in items]
    sizes = Counter(part_of)
    root_sum = Counter()
    for part, size in sizes.items():
        root_sum[part[0]] += size**0.5
    return np.array([GROUP_SHARE[part[0]] * sizes[part] ** 0.5 / root_sum[part[0]] / sizes[part] for part in part_of])
