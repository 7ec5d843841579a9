"""A small client over one kept connection, and the clock around it. Loopback only."""

import http.client
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"
PATIENCE = 30  # seconds
CSRF = "c" * 32


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. `sessions` (the cookies of one person each) take turns; with none a visitor asks, without any."""

    path: str
    sessions: Sequence[str] = ()
    form: str = ""

    def parts(self, turn: int) -> tuple[str, str, bytes | None, dict[str, str]]:
        """Method, path, body, headers."""
        headers = {"Host": "localhost", "Accept-Encoding": "gzip"}
        if not self.sessions:
            return "GET", self.path, None, headers
        headers["Cookie"] = f"{self.sessions[turn % len(self.sessions)]}; csrftoken={CSRF}"
        if not self.form:
            return "GET", self.path, None, headers
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": CSRF}
        return "POST", self.path, self.form.encode(), headers


@dataclass(slots=True)
class Answer:
    """What came back: the body as it travelled, and the headers."""

    body: bytes
    headers: http.client.HTTPMessage


@dataclass(slots=True)
class Caller:
    """One client. Anything but 200 ends the measurement: a quick error is no quick page."""

    port: int
    turn: int = 0
    _line: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self._line = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)

    def ask(self, request: Request, **more: str) -> Answer:
        method, path, body, headers = request.parts(self.turn)
        self.turn += 1
        self._line.request(method, path, body, {**headers, **more})
        response = self._line.getresponse()
        content = response.read()
        if response.status != 200:
            raise RuntimeError(f"{method} {path} answered {response.status}: {content[:300]!r}")
        return Answer(content, response.headers)

    def time(self, request: Request, count: int) -> list[float]:
        """Seconds of each of `count` requests, one after the other."""
        taken = []
        for _ in range(count):
            start = time.perf_counter()
            self.ask(request)
            taken.append(time.perf_counter() - start)
        return taken

    def close(self) -> None:
        self._line.close()


def together(port: int, request: Request, *, clients: int, count: int) -> float:
    """Requests a second of `clients` who ask at once, `count` requests in all."""
    each = max(1, count // clients)
    failures: list[BaseException] = []

    def call(number: int) -> None:
        caller = Caller(port, turn=number * 7)
        try:
            caller.time(request, each)
        except BaseException as error:  # told below, in the thread that can say it
            failures.append(error)
        finally:
            caller.close()

    seconds = clock(lambda: _run(call, clients))
    if failures:
        raise failures[0]
    return each * clients / seconds


def clock(do: Callable[[], None]) -> float:
    """How many seconds it takes."""
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def _run(call: Callable[[int], None], clients: int) -> None:
    threads = [threading.Thread(target=call, args=[number]) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
