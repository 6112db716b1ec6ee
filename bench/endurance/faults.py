"""What happens to a service in a bad hour. Each fault leaves it running, and the load paused."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.endurance.claims import Claims, states
from bench.endurance.disk import filled, remount
from bench.endurance.items import is_absent
from bench.endurance.load import Load
from bench.endurance.process import Process, RefusedError
from cancu.store.snapshots import newest_on_disk


class SkippedError(Exception):
    """This machine does not let us do this; why."""


@dataclass
class Faults:
    """The faults, and what they need; ``notes`` counts what the service did where it may do one thing or another."""

    process: Process
    load: Load
    claims: Claims
    dice: random.Random
    is_mounted: bool
    scale: float = 1.0
    """How long faults last, against an hour's run."""
    notes: dict[str, dict[str, int]] = field(default_factory=dict)

    def all(self) -> dict[str, Callable[[], None]]:
        """Return every fault under the name by which the report tells it."""
        return {
            "kill -9 of the service": self.killed,
            "kill -9 while it starts": self.killed_at_start,
            "kill -9 of workers": self.workers_killed,
            "power lost": self.power_lost,
            "stop and start": self.restarted,
            "full disk": self.full_disk,
            "full disk, then kill -9": self.full_disk_killed,
            "read-only disk at start": self.read_only,
            "clock jumps": self.clock_jumps,
            "backup under load, restored elsewhere": self.backed_up,
            "damaged: what graphs hold": self.broken_holdings,
            "damaged: what queries see": self.broken_union,
            "damaged: snapshot": self.broken_snapshot,
            "damaged: journal": self.broken_journal,
            "damaged: search index": self.broken_index,
            "damaged: archive": self.broken_archive,
            "damaged: both, restored from backup": self.broken_both,
        }

    def revive(self) -> None:
        """After something went wrong: start again, over an empty store where that one cannot be opened."""
        self.process.kill()
        try:
            self.process.start()
        except RefusedError:
            self.process.kill()
            shutil.rmtree(self.process.store)
            self.process.store.mkdir()
            self.load.forget()
            self.process.start()

    def _note(self, fault: str, words: str) -> None:
        told = self.notes.setdefault(fault, {})
        told[words] = told.get(words, 0) + 1

    def _wrong(self, words: str) -> None:
        self.load.wrong.append(words)

    def _last(self, low: float, high: float) -> None:
        time.sleep(self.dice.uniform(low, high) * self.scale)

    def killed(self) -> None:
        """Kill the service in the middle of its work."""
        with self.load.running():
            self._last(1, 10)
            self.process.kill()
        self.process.start()

    def killed_at_start(self) -> None:
        """Kill it once or twice before it is ready."""
        self.process.kill()
        for _ in range(self.dice.randint(1, 3)):
            self.process.begin()
            time.sleep(self.dice.uniform(0, 6))
            self.process.kill()
        self.process.start()

    def workers_killed(self) -> None:
        """Kill processes of the service, which goes on."""
        with self.load.running():
            for _ in range(self.dice.randint(3, 12)):
                self._last(0.1, 1)
                if workers := self.process.workers():
                    with suppress(ProcessLookupError):
                        os.kill(self.dice.choice(workers), signal.SIGKILL)
        if not self.process.is_alive:
            self._wrong("the service died with a worker")

    def power_lost(self) -> None:
        """Kill it and cut off the engine's logs, which are all that was written and not flushed to the disk."""
        with self.load.running():
            self._last(1, 10)
            self.process.kill()
        for log in (self.process.store / "union").glob("*.log"):
            os.truncate(log, self.dice.randint(0, log.stat().st_size))
        self.process.start()

    def restarted(self) -> None:
        """Stop as an administrator does."""
        with self.load.running():
            self._last(1, 6)
            code = self.process.stop()
            if code:
                self._wrong(f"stopped with exit code {code}")
        self.process.start()

    def full_disk(self) -> None:
        """Fill the disk for a while; afterwards writing goes on without a restart."""
        with self.load.running():
            self._last(1, 3)
            with self._filled():
                self._last(3, 8)
        self._goes_on("full disk")

    def full_disk_killed(self) -> None:
        """Fill the disk, kill, start on the full disk if it can, make room, start."""
        with self.load.running():
            self._last(0, 2)
            with self._filled():
                self._last(1, 4)
                self.process.kill()
                try:
                    self.process.start()
                    self._note("full disk, then kill -9", "started on the full disk")
                except RefusedError as error:
                    self._refused("full disk, then kill -9", error)
                self.process.kill()
        self.process.start()

    def read_only(self) -> None:
        """Start on a disk that cannot be written: refused with a reason, nothing changed."""
        self._need_mount()
        self.process.kill()
        remount(self.process.disk, "ro")
        try:
            self.process.start()
            self._wrong("started on a read-only disk")
        except RefusedError as error:
            self._refused("read-only disk at start", error)
        finally:
            self.process.kill()
            remount(self.process.disk, "rw")
        self.process.start()

    def clock_jumps(self) -> None:
        """Let the wall clock jump to and fro by up to ten years."""
        with self.load.running():
            for _ in range(3):
                days = self.dice.choice((-1, 1)) * 10 ** self.dice.uniform(-3, 3.5)
                self.process.clock.write_text(f"{days * 86400:.0f}", "ascii")
                self._last(1, 4)
            if self.dice.random() < 0.5:
                self.process.kill()
            self.process.clock.write_text("0", "ascii")
        if not self.process.is_alive:
            self.process.start()

    def backed_up(self) -> None:
        """Back up in the middle of writing; what is restored elsewhere is a state that was, whole."""
        target, copy = self.process.home / "backup", self.process.home / "copy"
        items = (*self.load.notes, *self.load.pairs)
        with self.load.running():
            self._last(0.5, 2)
            before = {id(item): (item.acknowledged, *item.doubted) for item in items}
            done = self.process.call("backup", target)
            after = {id(item): item.tried for item in items}
        if done.returncode:
            self._wrong(f"backup: {done.stderr}")
            return
        done = self.process.call("restore", target, "--store", copy)
        export = self.process.call("export", "--store", copy)
        if done.returncode or export.returncode:
            self._wrong(f"restore: {done.stderr} {export.stderr}")
        else:
            seen = states(export.stdout.encode().splitlines(keepends=True), items)
            for item in items:
                fits = {*before[id(item)], *range(min(before[id(item)]), after[id(item)] + 1)}
                fits = {0 if is_absent(version) else version for version in fits}
                self.claims.claim("backup is a state that was", holds=seen[id(item)] <= fits and
                                  len(seen[id(item)]) == 1, words=(item, seen[id(item)], fits))  # fmt: skip
        shutil.rmtree(target)
        shutil.rmtree(copy, ignore_errors=True)

    def broken_holdings(self) -> None:
        """Damage what graphs hold: made anew from what queries see, at this start or the next."""
        self.process.kill()
        self._damage([self.process.store / "graphs.sqlite"])
        self._start_until_right("damaged: what graphs hold")

    def broken_union(self) -> None:
        """Damage what can be made anew: told until the next start, which makes it anew."""
        self.process.kill()
        self._damage([*(self.process.store / "union").glob("*.sst")])
        self._start_until_right("damaged: what queries see")

    def broken_snapshot(self) -> None:
        """Damage a frozen copy: told, and gone with the next commit."""
        if newest := newest_on_disk(self.process.store / "snapshots"):
            # tables are hard links to the store's own: the rest is the copy's
            self._damage([path for path in newest.glob("*/*") if path.suffix != ".sst"])
        self._goes_on("damaged: snapshot")

    def broken_journal(self) -> None:
        """Damage the journal: put aside and begun anew."""
        self.process.kill()
        self._damage([self.process.store / "journal.sqlite"])
        self.process.start()
        self._note("damaged: journal", "started")

    def broken_index(self) -> None:
        """Damage names and words: made anew at the start."""
        self.process.kill()
        self._damage([self.process.store / "search.sqlite"])
        self.process.start()
        self._note("damaged: search index", "started")

    def broken_archive(self) -> None:
        """Damage an earlier version: told as such when asked for, today's state is right."""
        self.process.kill()
        files = sorted((self.process.store / "archive").rglob("*.gz"))
        if files:
            path = self.dice.choice(files)
            whole = path.read_bytes()
            self._damage([path])
            self.process.start()
            told = self._archived()
            self._note("damaged: archive", "told when asked for" if told else "not asked for")
            path.write_bytes(whole)
        else:
            self.process.start()

    def broken_both(self) -> None:
        """Damage what graphs hold and what queries see: told, never a wrong answer; a backup brings all back."""
        target = self.process.home / "backup"
        done = self.process.call("backup", target)
        if done.returncode:
            self._wrong(f"backup: {done.stderr}")
            return
        self.process.kill()
        self._damage([self.process.store / "graphs.sqlite"])
        self._damage([*(self.process.store / "union").glob("*.sst")])
        fault = "damaged: both, restored from backup"
        try:
            self.process.start()
            self._look_at_damage(fault)
        except RefusedError as error:
            self._refused(fault, error)
        self.process.kill()
        done = self.process.call("restore", target, "--replace")
        if done.returncode:
            self._wrong(f"restore: {done.stderr}")
        shutil.rmtree(target)
        self.process.start()

    def _look_at_damage(self, fault: str) -> None:
        """Ask everything: an answer is right or an error that is told."""
        wrong = len(self.load.wrong)
        try:
            self.claims.check()
            self._note(fault, "all answers right")
        except httpx.HTTPStatusError as error:
            self._note(fault, f"told with {error.response.status_code}")
            if error.response.status_code != 503:
                self._wrong(f"{fault}: {error.request.url} answered {error.response.status_code}")
        if len(self.load.wrong) > wrong:
            self._wrong(f"{fault}: a wrong answer")

    def _start_until_right(self, fault: str) -> None:
        self.process.start()
        try:
            self.claims.check()
            self._note(fault, "made anew at start, or not touched")
        except httpx.HTTPStatusError as error:
            self._note(fault, f"told with {error.response.status_code}, made anew at the next start")
            if error.response.status_code != 503:
                self._wrong(f"{fault}: {error.request.url} answered {error.response.status_code}")
            self.process.stop()
            self.process.start()

    def _archived(self) -> bool:
        """Ask for every earlier version; tell whether one of them was told to be damaged."""
        told = False
        with httpx.Client(base_url=self.process.address, timeout=60) as client:
            for plan in self.load.plans:
                for number in range(1, 100):
                    status = client.get(f"/data/doc/{plan.key}/version/{number}.nt").status_code
                    if status == 404:
                        break
                    told |= status == 503
                    if status not in (200, 503):
                        self._wrong(f"version {number} of {plan.key} was answered {status}")
        return told

    def _goes_on(self, fault: str) -> None:
        """Claim that all kinds of writing and asking work without a restart, within half a minute."""
        began = time.monotonic()
        while time.monotonic() - began < 30:
            with suppress(httpx.HTTPError):
                if self.load.tried_once() and self._is_answering():
                    self._note(fault, "went on without a restart")
                    return
            time.sleep(0.5)
        self._wrong(f"{fault}: did not go on without a restart: {self.load.last}")
        self.process.stop()
        self.process.start()

    def _is_answering(self) -> bool:
        answer = httpx.post(f"{self.process.address}/sparql", data={"query": "ASK {}"}, timeout=30)
        return answer.status_code == 200

    def _refused(self, fault: str, error: RefusedError) -> None:
        words = str(error)
        if "cancu: " in words and " / " in words and "Traceback" not in words:
            self._note(fault, "refused to start, with the reason")
        else:
            self._wrong(f"{fault}: ended without one clear sentence: {words[-600:]}")

    def _damage(self, paths: list[Path]) -> None:
        """Overwrite a stretch of a file, or cut it off."""
        if not paths:
            return
        path = max(paths, key=lambda one: one.stat().st_size) if self.dice.random() < 0.5 else self.dice.choice(paths)
        size = path.stat().st_size
        if self.dice.random() < 0.3:
            os.truncate(path, self.dice.randrange(max(1, size)))
            return
        with path.open("r+b") as file:
            file.seek(self.dice.randrange(max(1, size - 4096)))
            file.write(self.dice.randbytes(min(4096, size)))

    def _filled(self) -> AbstractContextManager[None]:
        self._need_mount()
        return filled(self.process.disk)

    def _need_mount(self) -> None:
        if not self.is_mounted:
            raise SkippedError("needs a file system of its own, which only an administrator may mount")
