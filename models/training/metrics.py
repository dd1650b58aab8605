"""Figures from what was said of pictures: confusion matrix, recall, precision, F1, intervals, calibration."""

import numpy as np
from scipy.stats import binomtest

ROUNDS = 2000  # of the bootstrap


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


def bootstrap(labels: np.ndarray, predicted: np.ndarray, patients: list[str], classes: int) -> dict:
    """95 % intervals of accuracy, macro-F1 and each class's recall, precision and F1; patients drawn with replacement."""
    generator = np.random.default_rng(0)
    names, inverse = np.unique(patients, return_inverse=True)
    per_patient = np.zeros((len(names), classes, classes), int)
    np.add.at(per_patient, (inverse, labels, predicted), 1)
    drawn = [scores(per_patient[generator.integers(len(names), size=len(names))].sum(0)) for _ in range(ROUNDS)]

    def interval(values: list[float]) -> list[float]:
        return [float(np.nanpercentile(values, p)) for p in (2.5, 97.5)]

    result = {
        name: interval([d[name] for d in drawn]) for name in ("accuracy", "macro_recall", "macro_precision", "macro_f1")
    }
    for name in ("recall", "precision", "f1"):
        result[name] = [interval([d[name][k] for d in drawn]) if (labels == k).any() else None for k in range(classes)]
    return result


def exact_interval(hits: int, of: int) -> list[float]:
    """Clopper-Pearson 95 % interval of a share."""
    interval = binomtest(hits, of).proportion_ci(0.95, "exact")
    return [float(interval.low), float(interval.high)]


def calibration_curve(probabilities: np.ndarray, labels: np.ndarray, bins: int = 15) -> list[dict]:
    """Images, mean confidence and accuracy in equal-width bins of confidence; empty bins left out."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == labels
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        {
            "images": int(chosen.sum()),
            "confidence": float(confidence[chosen].mean()),
            "accuracy": float(right[chosen].mean()),
        }
        for chosen in (bin_of == b for b in range(bins))
        if chosen.any()
    ]


def expected_calibration_error(probabilities: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Mean gap between confidence and accuracy over equal-width bins of confidence (Guo et al. 2017)."""
    curve = calibration_curve(probabilities, labels, bins)
    return sum(b["images"] * abs(b["confidence"] - b["accuracy"]) for b in curve) / max(len(labels), 1)
