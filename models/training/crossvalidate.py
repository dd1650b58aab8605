"""Leave-one-source-out cross-validation over train and val -> `cross_validation.json` of a model.

    python crossvalidate.py --network efficientnet-lite0 --size 192 --epochs 3 --work work/folds --name default

Each source in turn is kept from training, then measured. Abdomen has one source only, so its patients are kept back by
fifths instead, in the first five runs; and, with `--abdomens-alone`, in five runs of their own that keep nothing else
back. Whether adults and children are told apart within one hospital is read off the runs that had never seen that
hospital, by patient.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from dataset import GROUPS
from evaluate import MODELS, rounded, share

SOURCES = ["kauh_jordan", "nih_cxr14", "vqa_rad", "fracatlas", "mias", "kermany_guangzhou", "isbi2015_ceph", "unifesp"]
FOLDS = 5


def child_scores(rows: list[dict], source: str) -> dict | None:
    """AUC of P(child) / (P(child) + P(adult)) between the children and adults of a source, averaged by patient."""
    by_patient = defaultdict(list)
    for row in rows:
        if row["source"] == source and row["group"] in ("adult_chest", "paediatric_chest"):
            adult, child = (row["logits"][GROUPS.index(group)] for group in ("adult_chest", "paediatric_chest"))
            by_patient[row["patient"], row["group"]].append(child - adult)
    children, adults = (
        [np.mean(s) for (_, g), s in by_patient.items() if g == group] for group in ("paediatric_chest", "adult_chest")
    )
    if not children or not adults:
        return None
    auc = roc_auc_score([1] * len(children) + [0] * len(adults), children + adults)
    return {"children": len(children), "adults": len(adults), "auc": float(auc)}


def said_of(rows: list[dict]) -> list[str]:
    return [GROUPS[int(np.argmax(row["logits"]))] for row in rows]


def abdomens(rows: list[dict]) -> dict:
    """Recall over the abdomens that a fold kept back."""
    rows = [row for row in rows if row["group"] == "abdomen"]
    said = said_of(rows)
    confused = {other: said.count(other) for other in GROUPS if other != "abdomen" and other in said}
    return share(said.count("abdomen"), len(said)) | {
        "patients": len({row["patient"] for row in rows}),
        "others": confused,
    }


def trained(runs: dict[Path, list[str]], passed_on: list[str]) -> list[list[dict]]:
    """What the network of each run (folder and what it keeps back) says of the pictures that it has not seen.

    Trains those that aren't there yet, as many at once as there are cores: one thread each wastes less than all for one.
    """
    cores = os.cpu_count() or 1

    def train(run: tuple[Path, list[str]]) -> list[dict]:
        work, kept_back = run
        if not (work / "left_out.json").exists():
            script = [sys.executable, Path(__file__).parent / "train.py", "--work", work]
            subprocess.run([*script, *kept_back, *passed_on], check=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
        return json.loads((work / "left_out.json").read_text())

    with ThreadPoolExecutor(cores) as pool:
        return list(pool.map(train, runs.items()))


def left_out_sources(work: Path, passed_on: list[str]) -> dict:
    rows, result = [], {"left_out_source": {}, "adult_against_child_in_an_unseen_hospital": {}}
    folds = [["--abdomen-fold", str(index)] if index < FOLDS else [] for index in range(len(SOURCES))]
    runs = {work / source: ["--leave-out", source, *fold] for source, fold in zip(SOURCES, folds)}
    for source, fold, left_out in zip(SOURCES, folds, trained(runs, passed_on)):
        if fold:
            rows += [row for row in left_out if row["source"] != source]
        of_source = [row for row in left_out if row["source"] == source]
        for group in GROUPS:
            said = said_of([row for row in of_source if row["group"] == group])
            if said and not (source == "unifesp" and group == "abdomen"):  # no other source has abdomens
                confused = {other: said.count(other) for other in GROUPS if other != group and other in said}
                result["left_out_source"][f"{group} / {source}"] = share(said.count(group), len(said)) | {
                    "others": confused
                }
        if auc := child_scores(of_source, source):
            result["adult_against_child_in_an_unseen_hospital"][source] = auc
    recalls = [v["share"] for v in result["left_out_source"].values()]
    return result | {
        "abdomen_in_five_folds": abdomens(rows),
        "mean_recall_over_left_out_groups": float(np.mean(recalls)),
    }


def abdomens_alone(work: Path, size: int, epochs: int, passed_on: list[str]) -> dict:
    """The five folds again, with no hospital kept back besides."""
    runs = {work / f"abdomen-{fold}": ["--abdomen-fold", str(fold), "--seed", str(fold + 2)] for fold in range(FOLDS)}
    rows = [row for left_out in trained(runs, passed_on) for row in left_out]
    return {"abdomen_in_five_folds_alone": {"size": size, "epochs": epochs} | abdomens(rows)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--name", required=True, help="the model whose recipe this is")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--size", type=int, default=160)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument(
        "--abdomens-alone", action="store_true", help="only the five folds, with all hospitals in training"
    )
    options, passed_on = parser.parse_known_args()
    passed_on += ["--size", str(options.size), "--epochs", str(options.epochs)]

    folder = MODELS / options.name
    folder.mkdir(exist_ok=True)
    file = folder / "cross_validation.json"
    result = json.loads(file.read_text()) if file.exists() else {}
    if options.abdomens_alone:
        result |= abdomens_alone(options.work, options.size, options.epochs, passed_on)
    else:
        result |= left_out_sources(options.work, passed_on)
    file.write_text(json.dumps(rounded(result), indent=1) + "\n")
    print(json.dumps(rounded(result), indent=1))


if __name__ == "__main__":
    main()
