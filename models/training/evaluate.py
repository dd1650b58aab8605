"""A delivered model's figures -> `metrics.json`.

python evaluate.py --name default                        val: what choices may be made on
python evaluate.py --name default --final                all splits; read once, after every choice
"""

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from dataset import GROUPS, Item, of_split, read_manifest
from delivered import Delivered, Said, softmax
from metrics import bootstrap, calibration_curve, confusion, exact_interval, expected_calibration_error, scores
from robustness import VARIANTS, varied
from shortcuts import changed_by_frame, without_anatomy
from train import SHARED

MODELS = Path(__file__).parent.parent
HAS_MODEL = {"adult_chest", "paediatric_chest", "spine"}  # groups that the default routing table sends to a model
DEBATABLE = {"dxa", "fluoroscopy"}  # X-ray images, though no projection radiographs: reported apart


def outcomes(said: Said, model: dict) -> np.ndarray:
    """`placed`, `unsure` or `not-a-radiograph` for each picture; the Rust twin is `Facts::outcome`."""
    confidence = softmax(said.logits, model["temperature"]).max(1)
    sure = np.where(confidence >= np.float32(model["unsure_below"]), "placed", "unsure")
    return np.where(said.gate >= np.float32(model["radiograph_above"]), sure, "not-a-radiograph")


def share(hits: int, of: int) -> dict:
    return {
        "images": of,
        "hits": int(hits),
        "share": round(float(hits / of), 4),
        "ci95": rounded(exact_interval(int(hits), of)),
    }


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(v) for key, v in value.items()}
    if isinstance(value, list):
        return [rounded(v) for v in value]
    return round(value, 4) if isinstance(value, float) else value


def report(items: list[Item], said: Said, model: dict) -> dict:
    """Everything about a split of radiographs. Per-class figures are of the likeliest group, sure or not."""
    labels = np.array([item.label for item in items])
    probabilities = softmax(said.logits, model["temperature"])
    predicted, outcome = probabilities.argmax(1), outcomes(said, model)
    matrix = confusion(labels, predicted, len(GROUPS))
    result, intervals = scores(matrix), bootstrap(labels, predicted, [i.patient for i in items], len(GROUPS))
    placed_wrong = (outcome == "placed") & (predicted != labels)
    misrouted = placed_wrong & np.isin(predicted, [GROUPS.index(group) for group in HAS_MODEL])
    by_source = defaultdict(Counter)
    for item, group, how in zip(items, predicted, outcome):
        by_source[f"{item.group} / {item.source}"].update(["images", f"as {GROUPS[group]}", str(how)])
    per_class = {}
    for index, group in enumerate(GROUPS):
        if count := int(matrix[index].sum()):
            hits = int(matrix[index, index])
            patients = len({i.patient for i in items if i.group == group})  # images of one patient aren't independent
            per_class[group] = {
                "images": count,
                "patients": patients,
                "recall": float(result["recall"][index]),
                "recall_exact_ci95": exact_interval(round(hits * patients / count), patients),
                "precision": float(result["precision"][index]),
                "f1": float(result["f1"][index]),
                **{f"{name}_ci95": intervals[name][index] for name in ("recall", "precision", "f1")},
            }
    return rounded(
        {
            "images": len(items),
            "patients": len({item.patient for item in items}),
            **{name: result[name] for name in ("accuracy", "macro_recall", "macro_precision", "macro_f1")},
            "ci95_over_patients": {
                name: intervals[name] for name in ("accuracy", "macro_recall", "macro_precision", "macro_f1")
            },
            "expected_calibration_error": expected_calibration_error(probabilities, labels),
            "calibration_curve": calibration_curve(probabilities, labels),
            "turned_away": share((outcome != "placed").sum(), len(items)),
            "unsure": share((outcome == "unsure").sum(), len(items)),
            "not_a_radiograph": share((outcome == "not-a-radiograph").sum(), len(items)),
            "placed_wrong": share(placed_wrong.sum(), len(items)),
            "misrouted": share(misrouted.sum(), len(items)),
            "groups": GROUPS,
            "confusion_true_by_predicted": matrix.tolist(),
            "per_class": per_class,
            "by_group_and_source": {key: dict(sorted(counts.items())) for key, counts in sorted(by_source.items())},
        }
    )


def report_outliers(items: list[Item], said: Said, model: dict) -> dict:
    outcome = outcomes(said, model)
    debatable = np.array([item.body_part in DEBATABLE for item in items])
    by_kind = defaultdict(Counter)
    for item, how in zip(items, outcome):
        by_kind[item.body_part].update(["images", str(how)])
    away = outcome != "placed"
    return {
        "turned_away": share(away[~debatable].sum(), int((~debatable).sum())),
        "turned_away_dxa_and_fluoroscopy": share(away[debatable].sum(), int(debatable.sum())),
        "not_a_radiograph": share((outcome[~debatable] == "not-a-radiograph").sum(), int((~debatable).sum())),
        "by_kind": {kind: dict(sorted(counts.items())) for kind, counts in sorted(by_kind.items())},
    }


def report_robustness(delivered: Delivered, items: list[Item], model: dict) -> dict:
    pictures, labels = [item.pixels() for item in items], np.array([item.label for item in items])
    rows = {}
    for name in VARIANTS:
        said = delivered.run_pictures(varied(name, pictures))
        result = scores(confusion(labels, said.logits.argmax(1), len(GROUPS)))
        away = (outcomes(said, model) != "placed").mean()
        rows[name] = {"macro_f1": result["macro_f1"], "accuracy": result["accuracy"], "turned_away": float(away)}
        print(f"  {name}: macro-F1 {result['macro_f1']:.4f}, turned away {away:.3f}", flush=True)
    return rounded(rows)


def where_they_go(items: list[Item], said: Said, model: dict) -> dict:
    outcome, predicted = outcomes(said, model), said.logits.argmax(1)
    return dict(Counter(GROUPS[p] if o == "placed" else str(o) for p, o in zip(predicted, outcome)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--name", required=True)
    parser.add_argument("--final", action="store_true", help="read test, external, adolescent and ood_test too")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "radiographs")
    options = parser.parse_args()

    folder = MODELS / options.name
    model = json.loads((folder / "model.json").read_text())
    delivered = Delivered(folder / "model.onnx", model["input_size"])
    items = read_manifest(options.data)
    splits = {
        name: of_split(items, name)
        for name in ("train", "val", "test", "external", "adolescent", "ood_val", "ood_test")
    }
    metrics = {
        "model": model,
        "model_sha256": hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest(),
        "manifest_sha256": hashlib.sha256((options.data / "manifest.csv").read_bytes()).hexdigest(),
        "data_licences": {name: sorted({f"{i.source}: {i.licence}" for i in split}) for name, split in splits.items()},
        "limits": json.loads((folder / "limits.json").read_text()),
    }
    for name in ("val", "test", "external") if options.final else ("val",):
        metrics[name] = report(splits[name], delivered.run(splits[name]), model)
        print(
            name,
            {
                k: v
                for k, v in metrics[name].items()
                if isinstance(v, float) or k in ("turned_away", "misrouted", "ci95_over_patients")
            },
        )
        print(np.array(metrics[name]["confusion_true_by_predicted"]), flush=True)
    # The gate was fitted on ood_val, so only its out-of-fold scores count; `export.py` wrote them.
    metrics["gate_on_ood_val"] = json.loads((folder / "gate.json").read_text())
    if options.final:
        metrics["ood_test"] = report_outliers(splits["ood_test"], delivered.run(splits["ood_test"]), model)
        print("ood_test", metrics["ood_test"])
    tested = "test" if options.final else "val"
    if options.final:
        metrics["adolescent"] = where_they_go(splits["adolescent"], delivered.run(splits["adolescent"]), model)
        panoramics = [item for item in splits["external"] if item.source == "mlua_dc1000"]
        metrics["dental_panoramics"] = where_they_go(panoramics, delivered.run(panoramics), model)
        rest = [item for item in splits["external"] if item.source != "mlua_dc1000"]
        metrics["external_without_dental"] = report(rest, delivered.run(rest), model)
        print(
            "without dental",
            metrics["external_without_dental"]["accuracy"],
            metrics["adolescent"],
            metrics["dental_panoramics"],
        )
    metrics[f"robustness_on_{tested}"] = report_robustness(delivered, splits[tested], model)
    metrics[f"frame_changes_on_{tested}"] = changed_by_frame(delivered, splits[tested])
    print(metrics[f"frame_changes_on_{tested}"])
    if options.final:
        metrics["without_anatomy_on_test"] = without_anatomy(splits["train"], splits["test"])
        (folder / "metrics.json").write_text(json.dumps(metrics, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
