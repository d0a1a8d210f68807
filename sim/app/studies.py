"""Studies: many runs, started from the page or the command line, followed from either, below one folder alone.

A study started here is `sim sweep` in a process group of its own, so that a closed page, or a server that stops, stops
no study. What is followed is the store that it writes.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from sim.language import _

RESULTS = "results"
EXPERIMENT, LOG, PROCESS = ".toml", ".log", ".pid"
"""Suffixes of what lies beside the folder of a study that was started here, which holds runs alone."""
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
MOST = 200  # folders that are looked at


class StudyError(ValueError):
    """Raised for a study that cannot be started or opened; says why."""


class Studies:
    """The studies of a folder.

    Args:
        folder: where the server was started; studies lie in its folder `results`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._counted: dict[str, tuple[float, dict[str, Any]]] = {}
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def all(self) -> list[dict[str, Any]]:
        """Describe every study, the latest first."""
        root = self.folder / RESULTS
        places = [one for one in root.iterdir() if (one / "runs").is_dir()] if root.is_dir() else []
        latest = sorted(places, key=lambda one: one.stat().st_mtime, reverse=True)[:MOST]
        return [found for place in latest if (found := self._described(place))]

    def start(self, name: str, experiment: str) -> str:
        """Write an experiment file and start its runs.

        Args:
            name: of the study and its folder.
            experiment: text of the file.

        Raises:
            StudyError: if the name is taken or not allowed, or the experiment is wrong.
        """
        place, file = self.place(name), self._beside(name, EXPERIMENT)
        if place.exists() or file.exists():
            raise StudyError(_("there is a study {name} already; give another name", name=name))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(experiment, encoding="utf-8")
        try:
            self._checked(file)
        except ValueError as error:
            file.unlink()
            raise StudyError(str(error).replace(str(file.parent) + os.sep, "")) from None
        self.go_on(name)
        return name

    def go_on(self, name: str) -> None:
        """Make the runs that a study lacks."""
        place = self.place(name)
        if self._running(place):
            return
        jobs = str(max(1, (os.cpu_count() or 2) // 2))
        command = [
            sys.executable,
            "-m",
            "sim.cli",
            "sweep",
            str(self._beside(name, EXPERIMENT)),
            "--out",
            str(place),
            "--jobs",
            jobs,
            "--quiet",
        ]
        with self._beside(name, LOG).open("ab") as log:
            child = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, start_new_session=True)
        self._children[name] = child
        self._beside(name, PROCESS).write_text(str(child.pid), encoding="ascii")

    def stop(self, name: str) -> None:
        """Ask the runs of a study to end; what is done is kept."""
        place = self.place(name)
        if self._running(place):
            os.killpg(int(self._beside(name, PROCESS).read_text(encoding="ascii")), signal.SIGINT)

    def report(self, name: str) -> Path:
        """Write the report of a study and return its page."""
        from sim.report.page import write_report
        from sim.store import Results

        results = Results(self.place(name))
        if not results.counts()["done"]:
            raise StudyError(_("{name} holds no run that ended well yet", name=name))
        return Path(write_report(results))

    def file(self, name: str, path: str) -> Path:
        """Return a file of a study's folder.

        Raises:
            StudyError: if there is none; nothing outside the folder is ever looked at.
        """
        place = self.place(name)
        found = (place / path).resolve()
        if not found.is_relative_to(place) or not found.is_file() or found.name.startswith("."):
            raise StudyError(_("{name} holds no file {path}", name=name, path=path))
        return found

    def place(self, name: str) -> Path:
        """Return the folder of a study, which may not be there."""
        if not NAME.fullmatch(name):
            raise StudyError(_("{name!r} is no name of a study: small letters, digits, - and _, at most 64", name=name))
        place = (self.folder / RESULTS / name).resolve()
        if not place.is_relative_to(self.folder / RESULTS):
            raise StudyError(_("{name} lies elsewhere", name=name))
        return place

    def _beside(self, name: str, suffix: str) -> Path:
        return self.folder / RESULTS / f"{name}{suffix}"

    def _described(self, place: Path) -> dict[str, Any] | None:
        from sim.store import Results, StoreError

        stamp = max(one.stat().st_mtime for one in (place, place / "runs"))
        if place.name not in self._counted or self._counted[place.name][0] != stamp:
            try:
                results = Results(place)
                counts, about = results.counts(), results.plan.about
            except (StoreError, OSError, ValueError, KeyError):
                return None
            told = {"title": about.get("title", ""), "question": about.get("question", ""), "runs": len(results.plan)}
            self._counted[place.name] = stamp, {**told, "done": counts["done"], "failed": counts["failed"]}
        pictures = sorted((place / "figures").glob("*.png"), key=lambda one: (one.stem != "answer", one.name))
        counted = self._counted[place.name][1]
        left = counted["done"] + counted["failed"] < counted["runs"]
        mine = self._running(place)
        more = {
            "running": mine or (left and in_use(place)),
            "mine": mine,
            "report": (place / "report.html").is_file(),
            "figure": f"figures/{pictures[0].name}" if pictures else "",
        }
        return {
            "name": place.name,
            "started_here": self._beside(place.name, EXPERIMENT).is_file(),
            **counted,
            **more,
        }

    def _running(self, place: Path) -> bool:
        child = self._children.get(place.name)
        if child is not None:
            return child.poll() is None
        try:
            os.kill(int(self._beside(place.name, PROCESS).read_text(encoding="ascii")), 0)
        except (OSError, ValueError):
            return False
        return True

    @staticmethod
    def _checked(file: Path) -> None:
        from sim.experiment import Experiment

        Experiment.load(file)


def in_use(place: Path) -> bool:
    """Tell whether a sweep is writing into a folder, wherever it was started: it then holds the folder's lock."""
    for lock in place.glob("lock*"):
        try:
            with FileLock(lock, timeout=0):
                pass
        except Timeout:
            return True
        except OSError:
            continue
    return False
