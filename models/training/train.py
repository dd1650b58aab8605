"""Fine-tunes MobileNet-V1 from ImageNet weights; early stopping on val. One command: `python train.py`.

Writes a checkpoint after every epoch and goes on from it when started again. `export.py` then makes the ONNX model,
its metrics and thresholds.
"""

import argparse
import copy
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from augment import augment
from dataset import GROUPS, Item, of_split, read_manifest, sampling_weights
from metrics import confusion, scores
from network import MobileNetV1
from preparation import SIZE, prepare, resample

SHARED = Path(__file__).resolve().parents[3] / "shared"
IMAGENET = "mobilenet_v1_1.0_224_quant_embedding_extractor_float32.npz"
BASE = 256  # side at which training pictures are held in memory; augmentation samples the input from it
BATCH = 32
RATE = 4e-4
AVERAGE_DECAY = 0.995  # of the moving average of the weights, which is what is kept


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "radiographs")
    parser.add_argument("--imagenet", type=Path, default=SHARED / "weights" / IMAGENET)
    parser.add_argument("--work", type=Path, default=Path(__file__).parent / "work", help="checkpoints (ignored by git)")
    parser.add_argument("--epochs", type=int, default=12)
    return parser.parse_args()


def prepared(items: list[Item]) -> torch.Tensor:
    return torch.stack([torch.from_numpy(prepare(item.pixels())) for item in items]).unsqueeze(1)


@torch.no_grad()
def logits_of(network: torch.nn.Module, inputs: torch.Tensor) -> np.ndarray:
    network.eval()
    return torch.cat([network(batch) for batch in inputs.split(64)]).float().numpy()


def rate_at(step: int, steps: int) -> float:
    """Linear warm-up over the first twentieth, then half a cosine."""
    warm = steps // 20
    return RATE * ((step + 1) / warm if step < warm else 0.5 * (1 + math.cos(math.pi * (step - warm) / (steps - warm))))


def main() -> None:
    options = arguments()
    torch.manual_seed(1)
    items = read_manifest(options.data)
    train, val = of_split(items, "train"), of_split(items, "val")
    print(f"reading {len(train)} training and {len(val)} validation pictures …", flush=True)
    pictures = torch.from_numpy(np.stack([resample(i.pixels(), BASE).round().astype(np.uint8) for i in train]))
    labels = torch.tensor([item.label for item in train])
    weights = torch.from_numpy(sampling_weights(train))
    val_inputs, val_labels = prepared(val), np.array([item.label for item in val])

    network = MobileNetV1(len(GROUPS))
    network.load_imagenet(options.imagenet)
    network = network.to(memory_format=torch.channels_last)
    average = copy.deepcopy(network)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.02)
    first, best = 0, -1.0
    options.work.mkdir(parents=True, exist_ok=True)
    checkpoint = options.work / "last.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        network.load_state_dict(saved["network"])
        average.load_state_dict(saved["average"])
        optimiser.load_state_dict(saved["optimiser"])
        first, best = saved["epoch"] + 1, saved["best"]

    batches = len(train) // BATCH
    for epoch in range(first, options.epochs):
        started, loss_sum = time.time(), 0.0
        torch.manual_seed(1000 + epoch)
        order = torch.multinomial(weights, batches * BATCH, replacement=True)
        network.train()
        for index, chosen in enumerate(order.split(BATCH)):
            for parameters in optimiser.param_groups:
                parameters["lr"] = rate_at(epoch * batches + index, options.epochs * batches)
            inputs = augment(pictures[chosen].unsqueeze(1).float() / 255, SIZE)
            with torch.autocast("cpu", torch.bfloat16):
                logits = network(inputs.contiguous(memory_format=torch.channels_last))
            loss = F.cross_entropy(logits.float(), labels[chosen], label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            loss_sum += loss.item()
            with torch.no_grad():
                for kept, new in zip(average.parameters(), network.parameters()):
                    kept.lerp_(new, 1 - AVERAGE_DECAY)
            print(f"\repoch {epoch + 1}/{options.epochs}  {index + 1}/{batches}  loss {loss_sum / (index + 1):.3f}", end="")
        result = scores(confusion(val_labels, logits_of(average, val_inputs).argmax(1), len(GROUPS)))
        print(f"  val accuracy {result['accuracy']:.4f}  macro-F1 {result['macro_f1']:.4f}  {time.time() - started:.0f} s", flush=True)
        if result["macro_f1"] > best:
            best = result["macro_f1"]
            torch.save(average.state_dict(), options.work / "best.pt")
        state = {"network": network.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "epoch": epoch, "best": best}, checkpoint)


if __name__ == "__main__":
    main()
