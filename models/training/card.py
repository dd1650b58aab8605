"""Writes the figures of `metrics.json` and `cross_validation.json` into a model's card, between its two markers.

python card.py --name default
"""

import argparse
import json

from evaluate import MODELS

START, END = "<!-- figures: written by models/training/card.py -->", "<!-- end of figures -->"


def interval(pair: list[float]) -> str:
    return f"{pair[0]:.3f}–{pair[1]:.3f}"


def named(group: str) -> str:
    return group.replace("_", " ")


def counted(counts: dict) -> str:
    return ", ".join(f"{named(name)} {count}" for name, count in sorted(counts.items(), key=lambda pair: -pair[1]))


def percent(entry: dict) -> str:
    return f"{entry['hits']} of {entry['images']} ({entry['share'] * 100:.1f} %)"


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [*(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows]), ""]


def splits(metrics: dict) -> list[str]:
    names = {
        "val": "val",
        "test": "**test**",
        "external": "external",
        "external_without_dental": "external without dental",
    }
    rows = []
    for key, name in names.items():
        part = metrics[key]
        ci = part["ci95_over_patients"]
        figures = [f"{part[k]:.3f} ({interval(ci[k])})" for k in ("accuracy", "macro_f1")]
        rows.append(
            [
                name,
                str(part["images"]),
                *figures,
                f"{part['expected_calibration_error']:.3f}",
                percent(part["turned_away"]),
                percent(part["misrouted"]),
            ]
        )
    return table(["split", "images", "accuracy", "macro-F1", "ECE", "unsure or no radiograph", "misrouted"], rows)


def classes(part: dict, title: str) -> list[str]:
    rows = [
        [
            named(group),
            f"{c['images']} ({c['patients']})",
            f"{c['recall']:.3f} ({interval(c['recall_exact_ci95'])})",
            f"{c['precision']:.3f} ({interval(c['precision_ci95'])})",
            f"{c['f1']:.3f}",
        ]
        for group, c in part["per_class"].items()
    ]
    return table([title, "images (patients)", "recall (exact CI)", "precision (CI)", "F1"], rows)


def outliers(metrics: dict) -> list[str]:
    gate = metrics["gate_on_ood_val"]
    unseen = [v for k, v in gate.items() if k.endswith("unseen")]
    part, hits, images = metrics["ood_test"], sum(v["hits"] for v in unseen), sum(v["images"] for v in unseen)
    lines = table(
        ["ood_test", "images", "turned away (exact CI)", "as no radiograph"],
        [
            [
                "all but DXA and fluoroscopy",
                str(part["turned_away"]["images"]),
                f"{percent(part['turned_away'])}, {interval(part['turned_away']['ci95'])}",
                percent(part["not_a_radiograph"]),
            ],
            [
                "DXA and fluoroscopy",
                str(part["turned_away_dxa_and_fluoroscopy"]["images"]),
                percent(part["turned_away_dxa_and_fluoroscopy"]),
                "",
            ],
        ],
    )
    kinds = "; ".join(f"{k}: {v['images'] - v.get('placed', 0)} of {v['images']}" for k, v in part["by_kind"].items())
    lines.append(f"By kind, turned away: {kinds}.")
    lines.append(
        f"On ood_val the gate alone turns away {gate['out_of_fold']['hits']} of {gate['out_of_fold']['images']} (out of fold) and "
        f"{hits} of {images} from collections that its regression had not seen."
    )
    return [*lines, ""]


def robustness(metrics: dict) -> list[str]:
    base = metrics["test"]["macro_f1"]
    rows = [
        [name, f"{v['macro_f1']:.3f}", f"{(v['macro_f1'] - base) * 100:+.1f}", f"{v['turned_away'] * 100:.1f} %"]
        for name, v in metrics["robustness_on_test"].items()
    ]
    return table(["test, but …", "macro-F1", "points", "turned away"], rows)


def shortcuts(metrics: dict, folds: dict) -> list[str]:
    lines = ["Accuracy by group and source (likeliest group, sure or not):", ""]
    rows = []
    for split in ("test", "external"):
        for key, counts in metrics[split]["by_group_and_source"].items():
            group = key.split(" / ")[0]
            others = ", ".join(
                f"{n} {named(k[3:])}" for k, n in counts.items() if k.startswith("as ") and k != f"as {group}"
            )
            rows.append([split, named(key), f"{counts.get(f'as {group}', 0)} of {counts['images']}", others])
    lines += table(["", "group / source", "right", "taken for"], rows)
    lines.append("A source left out of training, then measured (leave-one-source-out over train and val):")
    lines += ["(In the first five runs a fifth of the abdomen patients was kept back too.)", ""]
    rows = [
        [
            named(key),
            f"{v['hits']} of {v['images']}",
            f"{v['share']:.2f} ({interval(v['ci95'])})",
            ", ".join(f"{n} {named(k)}" for k, n in v["others"].items()),
        ]
        for key, v in folds["left_out_source"].items()
    ]
    lines += table(["group / source", "right", "recall (exact CI)", "taken for"], rows)
    fifths = folds["abdomen_in_five_folds"]
    lines.append(
        f"Abdomen in five folds by patient over train and val: {percent(fifths)}, exact CI {interval(fifths['ci95'])}, {fifths['patients']} patients."
    )
    if alone := folds.get("abdomen_in_five_folds_alone"):
        lines.append(
            f"With no hospital left out besides ({alone['size']} px, {alone['epochs']} epochs): {percent(alone)}, exact CI {interval(alone['ci95'])}; taken for: {counted(alone['others'])}."
        )
    for source, auc in folds["adult_against_child_in_an_unseen_hospital"].items():
        lines += [
            "",
            f"Children against adults within {source}, that hospital unseen in training: AUC {auc['auc']:.3f} ({auc['children']} children, {auc['adults']} adults).",
        ]
    frames = metrics["frame_changes_on_test"]
    lines += [
        "",
        "Decisions that change in another source's frame: "
        + ", ".join(f"{k} {v * 100:.1f} %" for k, v in frames.items())
        + ".",
    ]
    blinkered = metrics["without_anatomy_on_test"]
    lines += [
        "",
        "What a random forest tells on test from "
        + "; ".join(f"{k}: accuracy {v['accuracy']:.3f}, macro-F1 {v['macro_f1']:.3f}" for k, v in blinkered.items())
        + ".",
    ]
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--name", required=True)
    folder = MODELS / parser.parse_args().name
    metrics = json.loads((folder / "metrics.json").read_text())
    folds = json.loads((folder / "cross_validation.json").read_text())
    lines = [*splits(metrics), *classes(metrics["test"], "test"), *classes(metrics["external"], "external")]
    lines += ["### What it doesn't know", "", *outliers(metrics)]
    lines.append(
        f"Adolescents of 13–17 years (not scored) go to: {counted(metrics['adolescent'])}. "
        f"Dental panoramics, a body part never seen: {counted(metrics['dental_panoramics'])}."
    )
    lines += ["", "### Robustness", "", *robustness(metrics), "### Shortcuts", "", *shortcuts(metrics, folds)]
    card = (folder / "card.md").read_text()
    before, rest = card.split(START)
    after = rest.split(END)[1]
    (folder / "card.md").write_text(before + START + "\n" + "\n".join(lines) + "\n" + END + after)


if __name__ == "__main__":
    main()
