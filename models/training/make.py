"""Makes a model that ships, from the data to its card: trains, exports, cross-validates, measures on val.

    python make.py default
    python make.py default --final     also reads test, external and ood_test: once, after every choice

Goes on where it was interrupted; `--data` and `--weights` as in train.py.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from train import SHARED

HERE = Path(__file__).parent
NETWORKS = {"default": "efficientnet-lite0", "mobilenet-v2": "mobilenet-v2"}
SIZE, EPOCHS = 192, 8
FOLD_SIZE, FOLD_EPOCHS = 160, 2  # cross-validation is eight trainings: shorter ones


def steps(name: str, final: bool, data: Path, weights: Path) -> list[list]:
    """The commands, in order; each is a script of this folder with its arguments."""
    work, folds, network = HERE / "work" / name, HERE / "work" / f"{name}-folds", NETWORKS[name]
    read, start = ["--data", data], ["--data", data, "--weights", weights]
    train = ["--network", network, "--size", SIZE, "--epochs", EPOCHS, "--work", work]
    short = ["--network", network, "--size", FOLD_SIZE, "--epochs", FOLD_EPOCHS, "--work", folds]
    made = [
        ["train.py", *train, *start],
        ["export.py", "--network", network, "--size", SIZE, "--work", work, "--name", name, *read],
        ["golden.py", "--name", name],
        ["crossvalidate.py", *short, "--name", name, *start],
        ["evaluate.py", "--name", name, *(["--final"] if final else []), *read],
    ]
    return [*made, ["card.py", "--name", name]] if final else made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=sorted(NETWORKS))
    parser.add_argument("--final", action="store_true")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "radiographs")
    parser.add_argument("--weights", type=Path, default=SHARED / "weights")
    options = parser.parse_args()
    for script, *arguments in steps(options.name, options.final, options.data, options.weights):
        print(f"== {script}", flush=True)
        subprocess.run([sys.executable, HERE / script, *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
