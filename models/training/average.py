"""The mean of several trainings' weights, as one network: no larger and no slower than each of them.

    python average.py --of work/default-all work/default-folds/abdomen-* --work work/default

Trainings that start from the same weights and differ in order and chance alone end near enough to each other for their
mean to be good, and better on other data than each (Wortsman et al. 2022, "Model soups"). Reads no picture.
"""

import argparse
from pathlib import Path

import torch


def mean_of(states: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The weights' mean, in float16 values as `train.py` keeps them."""
    if any(state.keys() != states[0].keys() for state in states):
        raise ValueError("the checkpoints are of different networks")
    return {name: torch.stack([state[name] for state in states]).mean(0).half().float() for name in states[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--of", type=Path, nargs="+", required=True, help="folders of train.py")
    parser.add_argument("--work", type=Path, required=True, help="folder for the mean")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.save(mean_of([torch.load(folder / "best.pt") for folder in options.of]), options.work / "best.pt")
    print(f"{options.work / 'best.pt'}: the mean of {len(options.of)} trainings")


if __name__ == "__main__":
    main()
