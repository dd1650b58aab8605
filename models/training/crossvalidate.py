"""Leave-one-source-out cross-validation over train and val -> `cross_validation.json` of a model.

    python crossvalidate.py --network efficientnet-lite0 --size 192 --epochs 3 --work work/folds --name default

Each source in turn is kept from training, then measured. Abdomen has one source only, so its patients are kept back by
fifths instead, in the first five runs. Whether adults and children are told apart within one hospital is read off the
runs that had never seen that hospital, by patient.
"""

import argparse
import json
import subprocess
import sys
from collections import defaultdict
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--name", required=True, help="the model whose recipe this is")
    parser.add_argument("--work", type=Path, required=True)
    options, passed_on = parser.parse_known_args()

    rows, result = [], {"left_out_source": {}, "adult_against_child_in_an_unseen_hospital": {}}
    for index, source in enumerate(SOURCES):
        work = options.work / source
        if not (work / "left_out.json").exists():
            fold = ["--abdomen-fold", str(index)] if index < FOLDS else []
            command = [
                sys.executable,
                Path(__file__).parent / "train.py",
                "--work",
                work,
                "--leave-out",
                source,
                *fold,
                *passed_on,
            ]
            subprocess.run(command, check=True)
        left_out = json.loads((work / "left_out.json").read_text())
        rows += [row | {"fold": index < FOLDS and row["source"] != source} for row in left_out]
        of_source = [row for row in left_out if row["source"] == source]
        for group in GROUPS:
            said = [GROUPS[int(np.argmax(row["logits"]))] for row in of_source if row["group"] == group]
            if said and not (source == "unifesp" and group == "abdomen"):  # no other source has abdomens
                confused = {other: said.count(other) for other in GROUPS if other != group and other in said}
                result["left_out_source"][f"{group} / {source}"] = share(said.count(group), len(said)) | {
                    "others": confused
                }
        if auc := child_scores(of_source, source):
            result["adult_against_child_in_an_unseen_hospital"][source] = auc
    abdomen = [row for row in rows if row["fold"] and row["group"] == "abdomen"]
    hits = sum(GROUPS[int(np.argmax(row["logits"]))] == "abdomen" for row in abdomen)
    patients = len({row["patient"] for row in abdomen})
    result["abdomen_in_five_folds"] = share(hits, len(abdomen)) | {"patients": patients}
    recalls = [v["share"] for v in result["left_out_source"].values()]
    result["mean_recall_over_left_out_groups"] = float(np.mean(recalls))
    folder = MODELS / options.name
    folder.mkdir(exist_ok=True)
    (folder / "cross_validation.json").write_text(json.dumps(rounded(result), indent=1) + "\n")
    print(json.dumps(rounded(result), indent=1))


if __name__ == "__main__":
    main()
