"""Figures agree with cases done by hand."""

import numpy as np
import pytest

from metrics import bootstrap, calibration_curve, confusion, exact_interval, expected_calibration_error, scores

LABELS = np.array([0, 0, 0, 0, 1, 1])
PREDICTED = np.array([0, 0, 0, 1, 1, 1])


def test_scores_of_a_hand_made_case():
    result = scores(confusion(LABELS, PREDICTED, 3))
    assert result["accuracy"] == pytest.approx(5 / 6)
    assert result["recall"][:2] == pytest.approx([3 / 4, 1])
    assert result["precision"][:2] == pytest.approx([1, 2 / 3])
    # F1: 6/7 and 4/5; the class without images doesn't count.
    assert result["macro_f1"] == pytest.approx((6 / 7 + 4 / 5) / 2)


def test_confusion_has_the_truth_in_rows():
    assert confusion(np.array([0]), np.array([1]), 2).tolist() == [[0, 1], [0, 0]]


def test_the_exact_interval_is_clopper_and_pearsons():
    assert exact_interval(18, 18) == pytest.approx([0.025 ** (1 / 18), 1.0])
    assert exact_interval(0, 10) == pytest.approx([0.0, 1 - 0.025 ** (1 / 10)])


def test_the_bootstrap_draws_patients_not_images():
    # A hundred images of two patients, one always right, one always wrong: half of the draws see only one of them.
    labels, predicted = np.zeros(100, int), np.repeat([0, 1], 50)
    by_patient = bootstrap(labels, predicted, ["a"] * 50 + ["b"] * 50, 2)["accuracy"]
    by_image = bootstrap(labels, predicted, [str(i) for i in range(100)], 2)["accuracy"]
    assert by_patient == [0.0, 1.0]
    assert 0.35 < by_image[0] < 0.5 < by_image[1] < 0.65


def test_the_calibration_error_is_the_gap_of_confidence_and_accuracy():
    probabilities = np.array([[0.8, 0.2]] * 10)
    labels = np.array([0] * 6 + [1] * 4)
    assert expected_calibration_error(probabilities, labels) == pytest.approx(0.2)
    (only,) = calibration_curve(probabilities, labels)
    assert only == {"images": 10, "confidence": pytest.approx(0.8), "accuracy": 0.6}
