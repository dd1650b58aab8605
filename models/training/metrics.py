"""Figures from probabilities: confusion matrix, recall, precision, F1, with 95 % bootstrap intervals over patients."""

import numpy as np


def confusion(labels: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """Row = true class, column = predicted class."""
    matrix = np.zeros((classes, classes), int)
    np.add.at(matrix, (labels, predicted), 1)
    return matrix


def scores(matrix: np.ndarray) -> dict:
    """Accuracy, and per class recall, precision and F1; macro means over the classes that have images."""
    hit, true, said = np.diag(matrix), matrix.sum(1), matrix.sum(0)
    recall = np.divide(hit, true, out=np.full(len(hit), np.nan), where=true > 0)
    precision = np.divide(hit, said, out=np.zeros(len(hit)), where=said > 0)
    f1 = np.where(true + said > 0, 2 * hit / np.maximum(true + said, 1), np.nan)
    present = true > 0
    return {
        "accuracy": float(hit.sum() / max(matrix.sum(), 1)),
        "recall": recall,
        "precision": precision,
        "f1": f1,
        "macro_recall": float(recall[present].mean()),
        "macro_precision": float(precision[present].mean()),
        "macro_f1": float(f1[present].mean()),
    }


def bootstrap(labels: np.ndarray, predicted: np.ndarray, patients: list[str], classes: int, rounds: int = 1000) -> dict:
    """95 % intervals of accuracy and macro-F1, patients drawn with replacement."""
    generator = np.random.default_rng(0)
    names, inverse = np.unique(patients, return_inverse=True)
    members = [np.flatnonzero(inverse == index) for index in range(len(names))]
    drawn = {"accuracy": [], "macro_f1": []}
    for _ in range(rounds):
        chosen = np.concatenate([members[i] for i in generator.integers(len(names), size=len(names))])
        result = scores(confusion(labels[chosen], predicted[chosen], classes))
        for name in drawn:
            drawn[name].append(result[name])
    return {name: [float(np.percentile(values, p)) for p in (2.5, 97.5)] for name, values in drawn.items()}


def expected_calibration_error(probabilities: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Mean gap between confidence and accuracy over equal-width bins of confidence (Guo et al. 2017)."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == labels
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(confidence[bin_of == b].sum() - right[bin_of == b].sum()) for b in range(bins)]
    return float(sum(gaps) / max(len(labels), 1))
