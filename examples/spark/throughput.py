"""Films a second of plain `route` and of Spark, on one machine: throughput.py ROUTE FOLDER FILMS

FOLDER has the large phantoms (write_phantoms FOLDER large). Each kind is measured on so many links to one file, which after
the first is in memory: what is timed is the reading of DICOM and the network, not a disk.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pyspark import SparkContext
from route_films import configuration, route_films

KINDS = ("uncompressed", "jpeg-lossless-sv1", "htj2k")
EXECUTORS = 2
FILMS_A_TASK = 50


def seconds(work: Callable, *arguments) -> float:
    began = time.monotonic()
    work(*arguments)
    return time.monotonic() - began


def links(film: Path, count: int, parent: Path) -> Path:
    """Each link a film, in folders of a hundred."""
    for at in range(count):
        folder = parent / film.stem / str(at // 100)
        folder.mkdir(parents=True, exist_ok=True)
        os.link(film, folder / f"{at}.dcm")
    return parent / film.stem


def alone(route: Path, folder: Path, jobs: int) -> None:
    command = [route, "--quiet", "--jobs", str(jobs), folder]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def table(spark: SparkContext, route: Path, phantoms: Path, count: int, place: Path) -> None:
    print(f"| films a second | route, 1 job | route, {EXECUTORS} jobs | Spark, {EXECUTORS} executors |")
    print("| --- | --- | --- | --- |")
    for kind in KINDS:
        folder, output = links(phantoms / f"{kind}.dcm", count, place), place / f"{kind}-lines"
        times = [
            seconds(alone, route, folder, 1),
            seconds(alone, route, folder, EXECUTORS),
            seconds(route_films, spark, folder, output, route, FILMS_A_TASK),
        ]
        print(f"| {kind} | " + " | ".join(f"{count / time:.1f}" for time in times) + " |", flush=True)


def main() -> None:
    route, phantoms, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    os.environ["PYSPARK_PYTHON"] = sys.executable
    began = time.monotonic()
    master = f"local-cluster[{EXECUTORS},1,1024]"
    with (
        tempfile.TemporaryDirectory(dir=phantoms) as place,
        SparkContext(master, "route", conf=configuration()) as spark,
    ):
        first = links(phantoms / f"{KINDS[0]}.dcm", EXECUTORS, Path(place, "first"))
        route_films(spark, first, Path(place, "first-lines"), route, 1)
        print(f"Spark, until its executors have read a first film: {time.monotonic() - began:.1f} s\n")
        table(spark, route, phantoms, count, Path(place))


if __name__ == "__main__":
    main()
