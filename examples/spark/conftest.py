"""A Spark of two executors on this machine, and films that the project generates."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from pyspark import SparkContext
from route_films import configuration

ROOT = Path(__file__).resolve().parents[2]
COPIES = 6


@pytest.fixture(scope="session")
def program() -> Path:
    return Path(os.environ.get("ROUTE", ROOT / "target/release/route"))


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """Phantoms of every kind, damaged and refused ones too, in a folder for each copy."""
    films = tmp_path_factory.mktemp("films")
    for copy in range(COPIES):
        shutil.copytree(ROOT / "target/phantoms", films / f"study {copy}")
    return films


@pytest.fixture
def spark(monkeypatch):
    """Two executors with a core and 1,024 MB each, in processes of their own."""
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    with SparkContext("local-cluster[2,1,1024]", "route", conf=configuration()) as context:
        yield context
