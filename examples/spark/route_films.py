"""Routes a folder of films with Apache Spark: spark-submit route_films.py FOLDER OUTPUT --route target/release/route

The driver lists the folder; each task hands its share of the paths to one `route`, and keeps its lines. OUTPUT becomes a
folder of NDJSON files, one line for each input (a ZIP archive has one for each file in it). Executors must see FOLDER under
the same path; `route` itself travels with the job.
"""

import argparse
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Thread
from typing import IO

from pyspark import SparkConf, SparkContext, SparkFiles

# Exit codes of `route` that mean a line for each input: none failed, some failed.
COMPLETE = (0, 3)


def films(folder: Path) -> Iterator[bytes]:
    """All files below a folder, as the bytes of their paths: not every archive's names are UTF-8."""
    for parent, folders, files in os.walk(os.fsencode(folder.resolve())):
        folders.sort()
        yield from (os.path.join(parent, name) for name in sorted(files))


def lines(paths: Iterable[bytes], program: str, jobs: int) -> Iterator[str]:
    """What `route` says of these paths, in their order, as it comes. Unless it says all, this raises, and Spark tries again."""
    command = [SparkFiles.get(program), "--quiet", "--jobs", str(jobs), "--null", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as route:
        broken: list[Exception] = []
        feeder = Thread(target=feed, args=(paths, route.stdin, broken), daemon=True)
        feeder.start()
        for line in route.stdout:
            yield line.decode().removesuffix("\n")
        feeder.join()
    if route.returncode not in COMPLETE:
        raise subprocess.CalledProcessError(route.returncode, command)
    if broken:
        raise broken[0]


def feed(paths: Iterable[bytes], stdin: IO[bytes], broken: list[Exception]) -> None:
    """Beside the reading: with one thread for both, each side could wait for the other."""
    try:
        with stdin:
            for path in paths:
                stdin.write(path + b"\0")
    except Exception as error:  # noqa: BLE001 (whatever it is, the task must fail with it)
        broken.append(error)


def route_films(context: SparkContext, folder: Path, output: Path, program: Path, films_a_task: int = 200) -> int:
    """Writes a line for each film below `folder`; says how many films there are.

    A task's lines are taken into `output` as a whole when it is done. An executor that dies therefore leaves no half of
    them; another does its films again.
    """
    context.addPyFile(__file__)
    context.addFile(str(program.resolve()))
    paths = list(films(folder))
    jobs = int(context.getConf().get("spark.task.cpus", "1"))
    tasks = context.parallelize(paths, max(1, -(-len(paths) // films_a_task)))
    routed = tasks.mapPartitions(lambda share: lines(share, program.name, jobs))
    routed.saveAsTextFile(output.resolve().as_uri())
    return len(paths)


def configuration() -> SparkConf:
    """Version 1 of the committer moves a task's lines only when the job is done; version 2 could leave halves."""
    return SparkConf().set("spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "1")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path, help="must not exist")
    parser.add_argument("--route", type=Path, required=True, help="the program, built for the executors' system")
    parser.add_argument("--films-a-task", type=int, default=200, help="what is lost when an executor dies; default 200")
    options = parser.parse_args()
    with SparkContext(conf=configuration().setAppName("route")) as context:
        count = route_films(context, options.folder, options.output, options.route, options.films_a_task)
    print(f"{count} films, a line for each in {options.output}")


if __name__ == "__main__":
    main()
