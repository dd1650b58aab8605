"""Fine-tunes a network from ImageNet weights, or trains one from scratch; early stopping on val.

    python train.py --network efficientnet-lite0 --size 192 --work work/default

First a linear layer on the untouched features, then the rest with it: a random head would first spoil the features
(Kumar et al. 2022, "Fine-tuning can distort pretrained features and underperform out-of-distribution").
Writes a checkpoint after every epoch and goes on from it when started again.
"""

import argparse
import copy
import json
import math
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

import composites
from augment import augment
from dataset import GROUPS, Item, read_manifest, sampling_weights, split_up
from metrics import confusion, scores
from networks import FROM_SCRATCH, LITE0_TOP, PRETRAINED, Router, from_scratch, narrow_top, pretrained
from preparation import field_of, prepare, resample

SHARED = Path(__file__).resolve().parents[3] / "shared"
BATCH = 32
RATE, RATE_FROM_SCRATCH = 3e-4, 1e-3
AVERAGE_DECAY = 0.995  # of the moving average of the weights, which is what is kept
COMPOSITES = 200
SEED = 1
# A processor without these instructions imitates bfloat16, many times slower than it computes float32.
BFLOAT16 = any(torch.cpu.get_capabilities().get(name, False) for name in ("avx512_bf16", "amx_bf16"))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", choices=sorted({*PRETRAINED, *FROM_SCRATCH}), default="efficientnet-lite0")
    parser.add_argument("--scratch", action="store_true", help="random weights instead of ImageNet's")
    parser.add_argument("--size", type=int, default=192, help="side of the square input")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--work", type=Path, required=True, help="folder for checkpoints (ignored by git under work/)")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "radiographs")
    parser.add_argument("--weights", type=Path, default=SHARED / "weights")
    parser.add_argument("--leave-out", help="a source kept from training and val, then measured (cross-validation)")
    parser.add_argument("--abdomen-fold", type=int, help="likewise a fifth of the abdomen patients, 0 to 4")
    parser.add_argument("--no-composites", action="store_true")
    parser.add_argument("--seed", type=int, default=SEED)
    return parser.parse_args()


def prepared(items: list[Item], size: int) -> torch.Tensor:
    return torch.stack([torch.from_numpy(prepare(item.pixels(), size)) for item in items]).unsqueeze(1)


@torch.no_grad()
def in_batches(function, inputs: torch.Tensor, size: int = 64) -> torch.Tensor:
    """Applies a network's method batch by batch, in bfloat16 where the processor computes with it."""
    rows = []
    for batch in inputs.split(size):
        with torch.autocast("cpu", torch.bfloat16, enabled=BFLOAT16):
            rows.append(function(batch.contiguous(memory_format=torch.channels_last)).float())
    return torch.cat(rows)


def fit_head(network: Router, features: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> None:
    """Multinomial logistic regression on standardised features, folded into the linear layer."""
    scaler = StandardScaler().fit(features)
    share = (weights / weights.mean()).numpy()
    model = LogisticRegression(C=0.01, max_iter=200).fit(scaler.transform(features), labels, share)
    fold_into(network.head, scaler, model)
    if len(model.classes_) < len(GROUPS):  # a left-out source can take a whole group with it
        few = network.head
        network.head = torch.nn.Linear(few.in_features, len(GROUPS))
        network.head.weight.data.zero_()
        network.head.bias.data.fill_(-10.0)
        network.head.weight.data[model.classes_], network.head.bias.data[model.classes_] = (
            few.weight.data,
            few.bias.data,
        )


def fold_into(layer: torch.nn.Linear, scaler: StandardScaler, model: LogisticRegression) -> None:
    """Sets a linear layer to what a regression on standardised features computes."""
    weight = model.coef_ / scaler.scale_
    layer.weight.data = torch.tensor(weight, dtype=torch.float32)
    layer.bias.data = torch.tensor(model.intercept_ - weight @ scaler.mean_, dtype=torch.float32)


def rate_at(step: int, steps: int, peak: float) -> float:
    """Linear warm-up over the first twentieth, then half a cosine."""
    warm = steps // 20
    return peak * ((step + 1) / warm if step < warm else 0.5 * (1 + math.cos(math.pi * (step - warm) / (steps - warm))))


def with_composites(train: list[Item], pictures: torch.Tensor, base: int) -> tuple[list[Item], torch.Tensor]:
    chests = [field_of(i.pixels()) for i in train if i.group == "adult_chest" and i.source == "nih_cxr14"]
    abdomens = [field_of(i.pixels()) for i in train if i.group == "abdomen"]
    if not chests or not abdomens:
        return train, pictures
    films = composites.spines(chests, abdomens, COMPOSITES, base, SEED)
    item = Item(Path(), "train", "spine", composites.SOURCE, composites.SOURCE)
    return train + [replace(item) for _ in films], torch.cat([pictures, torch.from_numpy(films)])


def start(
    options: argparse.Namespace, train: list[Item], pictures: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor
):
    if options.scratch:
        return from_scratch(options.network, len(GROUPS))
    network = pretrained(options.network, options.weights, len(GROUPS)).to(memory_format=torch.channels_last).eval()
    squares = torch.cat([augment(batch.unsqueeze(1).float() / 255, options.size) for batch in pictures.split(64)])
    features = in_batches(network.features, squares)
    if options.network == "efficientnet-lite0":
        features = narrow_top(network, features, LITE0_TOP)
    fit_head(network, features, labels, weights)
    return network


def main() -> None:
    options = arguments()
    torch.manual_seed(options.seed)
    train, val, out = split_up(read_manifest(options.data), options.leave_out, options.abdomen_fold)
    print(f"reading {len(train)} training and {len(val)} validation pictures …", flush=True)
    base = options.size * 4 // 3  # side at which training pictures are held in memory; crops are taken from it
    pictures = torch.from_numpy(
        np.stack([resample(field_of(i.pixels()), base, base).round().astype(np.uint8) for i in train])
    )
    if not options.no_composites:
        train, pictures = with_composites(train, pictures, base)
    labels = torch.tensor([item.label for item in train])
    weights = torch.from_numpy(sampling_weights(train))
    val_inputs, val_labels = prepared(val, options.size), np.array([item.label for item in val])

    options.work.mkdir(parents=True, exist_ok=True)
    checkpoint = options.work / "last.pt"
    network = start(options, train, pictures, labels, weights).to(memory_format=torch.channels_last)
    peak = RATE_FROM_SCRATCH if options.scratch else RATE
    average = copy.deepcopy(network)
    optimiser = torch.optim.AdamW([p for p in network.parameters() if p.requires_grad], lr=peak, weight_decay=0.02)
    first, best = 0, -1.0
    settings = {k: v for k, v in vars(options).items() if k not in ("data", "weights", "work")}
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        if saved["settings"] != settings:
            raise SystemExit(f"{checkpoint} was made with other settings; name another --work")
        network.load_state_dict(saved["network"])
        average.load_state_dict(saved["average"])
        optimiser.load_state_dict(saved["optimiser"])
        first, best = saved["epoch"] + 1, saved["best"]

    batches = len(labels) // BATCH
    for epoch in range(first, options.epochs):
        started, loss_sum = time.time(), 0.0
        torch.manual_seed(1000 * options.seed + epoch)
        order = torch.multinomial(weights, batches * BATCH, replacement=True)
        network.train()
        for index, chosen in enumerate(order.split(BATCH)):
            for parameters in optimiser.param_groups:
                parameters["lr"] = rate_at(epoch * batches + index, options.epochs * batches, peak)
            inputs = augment(pictures[chosen].unsqueeze(1).float() / 255, options.size)
            with torch.autocast("cpu", torch.bfloat16, enabled=BFLOAT16):
                logits = network(inputs.contiguous(memory_format=torch.channels_last))
            loss = F.cross_entropy(logits.float(), labels[chosen], label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            loss_sum += loss.item()
            # From scratch, the first weights are worth forgetting.
            steps = epoch * batches + index
            decay = min(AVERAGE_DECAY, (1 + steps) / (10 + steps)) if options.scratch else AVERAGE_DECAY
            with torch.no_grad():
                for kept, new in zip(average.state_dict().values(), network.state_dict().values()):
                    kept.lerp_(new, 1 - decay) if kept.is_floating_point() else kept.copy_(new)
            if sys.stdout.isatty():
                print(
                    f"\repoch {epoch + 1}/{options.epochs}  {index + 1}/{batches}  loss {loss_sum / (index + 1):.3f}",
                    end="",
                )
        average.eval()
        result = scores(confusion(val_labels, in_batches(average, val_inputs).argmax(1).numpy(), len(GROUPS)))
        print(
            f"\repoch {epoch + 1}/{options.epochs}  loss {loss_sum / batches:.3f}  val accuracy {result['accuracy']:.4f}  "
            f"macro-F1 {result['macro_f1']:.4f}  {time.time() - started:.0f} s",
            flush=True,
        )
        if result["macro_f1"] >= best:
            best = result["macro_f1"]
            # Kept as float16 values, so that storing them so later changes nothing.
            torch.save(
                {k: v.half().float() if v.is_floating_point() else v for k, v in average.state_dict().items()},
                options.work / "best.pt",
            )
        state = {"network": network.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "epoch": epoch, "best": best, "settings": settings}, checkpoint)

    if out:
        average.load_state_dict(torch.load(options.work / "best.pt"))
        logits = in_batches(average.eval(), prepared(out, options.size)).tolist()
        rows = [{"group": i.group, "source": i.source, "patient": i.patient, "logits": l} for i, l in zip(out, logits)]
        (options.work / "left_out.json").write_text(json.dumps(rows))
        for key in sorted({(r["group"], r["source"]) for r in rows}):
            of = [GROUPS[np.argmax(r["logits"])] == r["group"] for r in rows if (r["group"], r["source"]) == key]
            print(f"left out: {key[0]} / {key[1]}  {sum(of)}/{len(of)}")


if __name__ == "__main__":
    main()
