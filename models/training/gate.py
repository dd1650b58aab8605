"""The gate: is this a projection radiograph at all? A logistic regression on the finished network's pooled feature
maps, of several depths.

Radiographs are the training split; the rest is `ood_val` and pictures made by rule (`outliers.py`). Thresholds need
scores of pictures that the regression hasn't seen: val's, and out-of-fold scores on `ood_val`.
"""

from dataclasses import dataclass

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

import outliers
from augment import augment
from dataset import Item
from networks import Router
from preparation import field_of, prepare, resample
from train import fold_into, in_batches, prepared

MADE = 300
COPIES = 4  # augmented copies of each picture of ood_val, beside the plain one
STRENGTH = 0.003  # inverse regularisation


@dataclass
class Gate:
    """Scores: log odds of "radiograph"."""

    val: np.ndarray
    ood_val: np.ndarray
    unseen_kinds: dict[str, np.ndarray]  # of each kind of ood_val, with the regression fitted without that kind


def fit_gate(network: Router, size: int, train: list[Item], val: list[Item], ood: list[Item]) -> Gate:
    """Sets the network's gate and returns its scores."""
    torch.manual_seed(0)
    base = size * 4 // 3

    def larger(items: list[Item]) -> torch.Tensor:
        return (
            torch.from_numpy(np.stack([resample(field_of(i.pixels()), base, base) for i in items])).unsqueeze(1) / 255
        )

    positive = in_batches(network.gate_features, prepared(train, size)).numpy()
    bent = torch.cat([augment(batch, size) for batch in larger(train).split(64)])  # so that a crop is no reason
    positive = np.concatenate([positive, in_batches(network.gate_features, bent).numpy()])
    tested = in_batches(network.gate_features, prepared(val, size)).numpy()
    plain = in_batches(network.gate_features, prepared(ood, size)).numpy()
    large = larger(ood)
    copies = [in_batches(network.gate_features, augment(large, size)).numpy() for _ in range(COPIES)]
    made = torch.stack([torch.from_numpy(prepare(picture, size)) for picture in outliers.made(MADE, 0)]).unsqueeze(1)
    artificial = in_batches(network.gate_features, made).numpy()

    def fitted(used: np.ndarray):
        negative = np.concatenate([plain[used], *[copy[used] for copy in copies], artificial])
        scaler = StandardScaler().fit(np.concatenate([positive, negative]))
        model = LogisticRegression(C=STRENGTH, max_iter=500, class_weight="balanced")
        labels = np.repeat([1, 0], [len(positive), len(negative)])
        return scaler, model.fit(scaler.transform(np.concatenate([positive, negative])), labels)

    def scored(used: np.ndarray, features: np.ndarray) -> np.ndarray:
        scaler, model = fitted(used)
        return model.decision_function(scaler.transform(features))

    everything = np.arange(len(ood))
    out_of_fold = np.zeros(len(ood))
    for used, held in GroupKFold(5).split(everything, groups=[item.patient for item in ood]):
        out_of_fold[held] = scored(used, plain[held])
    kinds = np.array([item.source for item in ood])
    unseen = {str(kind): scored(np.flatnonzero(kinds != kind), plain[kinds == kind]) for kind in sorted(set(kinds))}
    fold_into(network.gate, *fitted(everything))
    return Gate(scored(everything, tested), out_of_fold, unseen)
