"""No patient is ever on both sides of a split."""

from pathlib import Path

import pytest

from dataset import Item, read_manifest, sampling_weights, split_up

HEADER = "path,split,group,body_part,source,patient,licence\n"


def manifest(folder: Path, rows: list[str]) -> Path:
    (folder / "manifest.csv").write_text(HEADER + "\n".join(rows) + "\n")
    return folder


def test_a_patient_in_two_splits_is_refused(tmp_path):
    rows = ["a.jpg,train,spine,,x,p1,", "b.jpg,test,spine,,x,p1,"]
    with pytest.raises(ValueError, match="p1"):
        read_manifest(manifest(tmp_path, rows))


def test_two_images_of_a_patient_in_one_split_are_fine(tmp_path):
    rows = ["a.jpg,train,spine,,x,p1,", "b.jpg,train,spine,,x,p1,", "c.jpg,ood_val,ood,ct,y,p2,"]
    items = read_manifest(manifest(tmp_path, rows))
    assert [item.label for item in items] == [3, 3, -1]


def abdomens() -> list[Item]:
    return [
        Item(Path(f"{i}-{k}.jpg"), "train" if i % 3 else "val", "abdomen", "x", f"p{i}")
        for i in range(20)
        for k in range(2)
    ]


def test_folds_hold_each_abdomen_patient_once_and_whole():
    left_out = []
    for fold in range(5):
        train, val, out = split_up(abdomens(), None, fold)
        assert not {i.patient for i in train + val} & {i.patient for i in out}
        left_out += [item.path for item in out]
    assert sorted(left_out) == sorted(item.path for item in abdomens())


def test_a_left_out_source_is_in_neither_part():
    items = abdomens() + [
        Item(Path("s.jpg"), "train", "spine", "other hospital", "s"),
        Item(Path("t.jpg"), "test", "spine", "other hospital", "t"),
    ]
    train, val, out = split_up(items, "other hospital", None)
    assert [item.path.name for item in out] == ["s.jpg"]  # and nothing of test
    assert len(train) + len(val) == 40


def test_a_small_source_is_drawn_more_often_an_image():
    many = [Item(Path("a"), "train", "spine", "large", "p")] * 90
    few = [Item(Path("b"), "train", "spine", "small", "q")] * 10
    weights = sampling_weights(many + few)
    assert weights[-1] == pytest.approx(3 * weights[0])
