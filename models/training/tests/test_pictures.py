"""Preparation, made pictures and variants keep what they promise."""

import numpy as np
import pytest

import composites
import outliers
from preparation import box_weights, exposed_field, prepare, resample
from robustness import VARIANTS, padded, to_aspect, varied

FILM = (np.add.outer(np.arange(90), np.arange(60)) * 1.5 + 10).astype(np.uint8)


def test_resampling_averages_what_a_cell_covers():
    assert resample(np.array([[0, 3, 6]]), 1, 2).tolist() == [[1.0, 5.0]]
    assert box_weights(31, 17).sum(1) == pytest.approx(np.ones(17), abs=1e-5)


@pytest.mark.parametrize("scale, offset", [(1, 0), (16, 300), (0.01, -5)])
def test_the_input_depends_neither_on_scale_nor_offset(scale, offset):
    assert prepare(FILM * float(scale) + offset, 32) == pytest.approx(prepare(FILM, 32), abs=1e-4)


def test_the_input_fills_its_range_and_a_flat_picture_is_dark():
    small = prepare(FILM, 32)
    assert (small.min(), small.max()) == (-1.0, 1.0)
    assert (prepare(np.full((50, 70), 8), 32) == -1).all()


def test_a_frame_is_cut_off_and_a_speck_is_no_field():
    content = np.random.default_rng(0).integers(0, 255, (300, 200))
    framed = np.pad(content, ((40, 60), (80, 20)), constant_values=((0, 90), (255, 30)))
    assert np.abs(np.subtract(exposed_field(framed), (40, 340, 80, 280))).max() <= 6
    assert exposed_field(content) == (0, 300, 0, 200)
    for none in (np.full((50, 70), 8), np.pad(content[:20, :20], 250)):
        assert exposed_field(none) == (0, none.shape[0], 0, none.shape[1])


@pytest.mark.parametrize("name", VARIANTS)
def test_variants_change_the_picture_and_come_back_the_same(name):
    (one,), (again,) = varied(name, [FILM]), varied(name, [FILM])
    assert (one == again).all() and (one.shape != FILM.shape or (one != FILM).any())


def test_a_foreign_frame_cuts_a_little_or_pads_a_lot():
    assert to_aspect(FILM, 0.8).shape == (75, 60)  # 0.67 -> 0.8: cut
    assert to_aspect(FILM, 1.5).shape == (90, 135)  # would leave less than two thirds: padded
    assert padded(FILM, 2 / 3).shape == FILM.shape


def test_composites_are_films_of_the_asked_size_and_repeatable():
    made = composites.spines([FILM], [FILM.T], 12, 64, seed=1)
    assert made.shape == (12, 64, 64) and made.dtype == np.uint8
    assert (made == composites.spines([FILM], [FILM.T], 12, 64, seed=1)).all()
    assert all(film.std() > 5 for film in made)


def test_made_outliers_are_of_all_kinds():
    pictures = outliers.made(len(outliers.MAKERS) * 2, seed=1)
    assert all(p.dtype == np.uint8 and p.shape == (outliers.SIDE, outliers.SIDE) for p in pictures)
    assert len({p.tobytes() for p in pictures}) == len(pictures)
