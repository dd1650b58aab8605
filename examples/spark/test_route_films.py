"""A line for each film: as `route` alone says, and also when an executor dies."""

import json
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from route_films import films, lines, route_films

FILMS_A_TASK = 9


def said(text: str) -> dict[str, dict]:
    """Each file's line, without what a clock said. No file has two."""
    cases = [json.loads(line) for line in text.splitlines()]
    for case in cases:
        del case["timings_ms"]
    by_file = {case["file"]: case for case in cases}
    assert len(by_file) == len(cases), "a film has two lines"
    return by_file


def written(output: Path) -> str:
    assert (output / "_SUCCESS").exists()
    return "".join(part.read_text() for part in sorted(output.glob("part-*")))


def route_alone(program: Path, folder: Path) -> dict[str, dict]:
    done = subprocess.run([program, "--quiet", folder], check=False, capture_output=True, text=True)
    assert done.returncode == 3, done.stderr  # some phantoms are damaged
    return said(done.stdout)


def executors(context) -> list[int]:
    pattern = f"CoarseGrainedExecutorBackend.*{context.applicationId}"
    found = subprocess.run(["pgrep", "-f", pattern], check=False, capture_output=True, text=True)
    return [int(pid) for pid in found.stdout.split()]


def until(what, seconds: float = 60):
    """Waits for something to be, and returns it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.05)
    raise TimeoutError(what)


def test_each_film_has_the_line_that_route_alone_writes(spark, program, folder, tmp_path):
    count = route_films(spark, folder, tmp_path / "lines", program, FILMS_A_TASK)
    assert count == len(list(films(folder))) > 150
    assert said(written(tmp_path / "lines")) == route_alone(program, folder)


def test_no_film_is_lost_or_doubled_when_an_executor_is_killed(spark, program, folder, tmp_path):
    output, tracker = tmp_path / "lines", spark.statusTracker()

    def midway():
        stage = next((tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()), None)
        return stage if stage and stage.numCompletedTasks >= 2 else None

    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(route_films, spark, folder, output, program, 3)  # many tasks: time enough to kill
        running = until(midway)
        assert running.numTasks - running.numCompletedTasks >= 4, "it is in the middle"
        before = executors(spark)
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        count = job.result(timeout=300)
    after = tracker.getStageInfo(running.stageId)
    assert after.numFailedTasks >= 1, "the executor died at work"
    assert len(said(written(output))) == count
    assert said(written(output)) == route_alone(program, folder)


@pytest.mark.parametrize(
    ("script", "raises"),
    [
        ("exit 1", subprocess.CalledProcessError),  # it could not run to the end
        ("kill -9 $$", subprocess.CalledProcessError),
        ("cat >/dev/null; exit 3", None),  # some films failed: that is no reason to try again
    ],
)
def test_a_task_fails_unless_route_said_all(script, raises, tmp_path, monkeypatch):
    program = tmp_path / "route"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr("route_films.SparkFiles.get", lambda name: str(tmp_path / name))
    if raises is None:
        assert list(lines([b"a.dcm"], "route", 1)) == []
    else:
        with pytest.raises(raises):
            list(lines([b"a.dcm"], "route", 1))


def test_a_task_fails_if_its_paths_do_not_come(program, monkeypatch):
    def paths():
        yield b"missing.dcm"
        raise ConnectionError("the driver is gone")

    monkeypatch.setattr("route_films.SparkFiles.get", lambda name: str(program))
    with pytest.raises(ConnectionError):
        list(lines(paths(), program.name, 1))
