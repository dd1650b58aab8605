"""One command makes a model. Needs torch."""

from pathlib import Path

import pytest

pytest.importorskip("torch")

from make import HERE, NETWORKS, steps


@pytest.mark.parametrize("name", NETWORKS)
def test_the_steps_are_scripts_of_the_recipe_from_training_on(name):
    scripts = [script for script, *_ in steps(name, True, Path("data"), Path("weights"))]
    assert scripts[0] == "train.py" and scripts[-1] == "card.py"
    assert all((HERE / script).is_file() for script in scripts)


def test_test_is_read_only_when_asked():
    assert not any("--final" in step for step in steps("default", False, Path("data"), Path("weights")))
    assert [step[0] for step in steps("default", True, Path("data"), Path("weights")) if "--final" in step] == [
        "evaluate.py"
    ]
