"""Child processes that live and die together. Used by the demo and by the servers that the tests start."""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

Print = Callable[[str, str], None]


class Ended(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM, or the terminal went away."""


class ChildDied(Exception):
    """A child that should be running is not."""

    def __init__(self, name: str, code: int) -> None:
        super().__init__(f"{name} ended by itself (exit code {code})")
        self.name = name
        self.code = code


def die_with_parent(ending: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """For `preexec_fn`: on Linux the kernel sends `ending` to the child when we die, however we die."""
    parent = os.getpid()

    def ask_the_kernel() -> None:
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, int(ending), 0, 0, 0)
            if os.getppid() != parent:  # we died before the child could ask
                os._exit(1)

    return ask_the_kernel


def end_on_signals() -> None:
    """From now on a signal to end raises Ended in the main thread, so that every `finally` runs."""

    def end(signum: int, frame: FrameType | None) -> None:
        raise Ended(signal.Signals(signum).name)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)


def started_by_make() -> Callable[[], bool]:
    """A question to ask now and then: is the `make` that started us gone?"""
    first = os.getppid()
    under_make = "MAKELEVEL" in os.environ

    def orphaned() -> bool:
        return under_make and os.getppid() != first

    return orphaned


@dataclass(slots=True)
class Child:
    """One process in a session of its own, so that a Ctrl-C in the terminal reaches it only through us."""

    name: str
    process: subprocess.Popen[bytes]
    rest: bytes = b""  # the beginning of a line whose end has not come yet

    def kill(self) -> None:
        """The process and everything it started."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


@dataclass(slots=True)
class Family:
    """Children whose output goes line by line to `say(name, line)`."""

    say: Print
    folder: Path
    env: Mapping[str, str]
    children: list[Child] = field(default_factory=list)
    _outputs: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)

    def start(self, name: str, command: Sequence[str]) -> Child:
        process = subprocess.Popen(
            list(command),
            cwd=self.folder,
            env=dict(self.env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(),
        )
        child = Child(name, process)
        self.children.append(child)
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        self._outputs.register(process.stdout, selectors.EVENT_READ, child)
        return child

    def run(self, name: str, command: Sequence[str]) -> int:
        """Start a child that is to end by itself, and give its exit code."""
        child = self.start(name, command)
        while child.process.poll() is None:
            self.listen(0.2)
        self.listen(0)
        self.children.remove(child)
        return child.process.returncode

    def listen(self, seconds: float) -> None:
        """Pass on what the children say; at most `seconds` of waiting."""
        if not self._outputs.get_map():
            time.sleep(seconds)
            return
        for key, _ in self._outputs.select(seconds):
            child: Child = key.data
            data = os.read(key.fd, 65536)
            if not data:
                self._outputs.unregister(key.fileobj)
            *lines, child.rest = (child.rest + data).split(b"\n")
            for line in lines if data else [*lines, child.rest]:
                if line.strip():
                    self.say(child.name, line.decode(errors="replace").rstrip())

    def look_after(self) -> None:
        """Raise ChildDied when one of them has ended."""
        for child in self.children:
            code = child.process.poll()
            if code is not None:
                self.listen(0)
                raise ChildDied(child.name, code)

    def end(self, grace: float = 12.0) -> None:
        """End every child and what it started: kindly first, after `grace` seconds by force."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._force())
        for child in self.children:
            child.process.terminate()  # only the head: Celery's lets its own children finish their tasks
        latest = time.monotonic() + grace
        while time.monotonic() < latest and any(child.process.poll() is None for child in self.children):
            self.listen(0.1)
        self._force()
        for child in self.children:
            child.process.wait()
        self.listen(0)

    def _force(self) -> None:
        for child in self.children:
            child.kill()
