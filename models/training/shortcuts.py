"""How much can be told without anatomy, and how far a change of frame changes decisions.

Source and group are confounded in these data, so a network could name the hospital instead of the body part.
"""

import numpy as np
from sklearn.ensemble import RandomForestClassifier

from dataset import GROUPS, Item
from delivered import Delivered
from metrics import confusion, scores
from preparation import prepare
from robustness import to_aspect

# Median aspects (width over height) of the sources: NIH, UNIFESP, Guangzhou, KAUH.
ASPECTS = {"nih": 1.0, "unifesp": 0.82, "guangzhou": 1.43, "kauh": 0.39}
BORDER_SIDE = 40  # the border is the outer 10 %: 4 of 40 pixels


def border(pixels: np.ndarray) -> np.ndarray:
    small, edge = prepare(pixels, BORDER_SIDE), BORDER_SIDE // 10
    mask = np.ones_like(small, bool)
    mask[edge:-edge, edge:-edge] = False
    return small[mask]


def eight_by_eight(pixels: np.ndarray) -> np.ndarray:
    return prepare(pixels, 8).ravel()


BLINKERED = {"border 10 %": border, "8 x 8 pixels": eight_by_eight}


def without_anatomy(train: list[Item], tested: list[Item]) -> dict:
    """Accuracy and macro-F1 of random forests that see the border or 8 x 8 pixels only."""
    result = {}
    labels, truth = ([item.label for item in part] for part in (train, tested))
    for name, view in BLINKERED.items():
        forest = RandomForestClassifier(300, random_state=0, class_weight="balanced_subsample", n_jobs=2)
        forest.fit([view(item.pixels()) for item in train], labels)
        said = forest.predict([view(item.pixels()) for item in tested])
        figures = scores(confusion(np.array(truth), said, len(GROUPS)))
        result[name] = {key: round(figures[key], 4) for key in ("accuracy", "macro_f1")}
    return result


def changed_by_frame(delivered: Delivered, tested: list[Item]) -> dict[str, float]:
    """Share of pictures whose likeliest group changes in another source's frame, and over all frames."""
    before = delivered.run(tested).logits.argmax(1)
    pictures = [item.pixels() for item in tested]
    changed = {
        name: delivered.run_pictures(to_aspect(p, aspect) for p in pictures).logits.argmax(1) != before
        for name, aspect in ASPECTS.items()
    }
    shares = {f"to the aspect of {name}": round(float(of.mean()), 4) for name, of in changed.items()}
    return shares | {"mean": round(float(np.mean(list(changed.values()))), 4)}
