"""How many queries something took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

ASK, TELL = "X-Count-Queries", "X-Queries"


class CountQueries:
    """Middleware: counts only where the request asks for it, so that timed requests do not pay."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if ASK not in request.headers:
            return self.get_response(request)
        with _noted() as seen:
            response = self.get_response(request)
        response[TELL] = str(len(seen))
        return response


@dataclass(frozen=True, slots=True)
class Counted:
    """What something answered, how many queries it took and how many seconds."""

    answer: Any
    queries: int
    seconds: float


def counted(act: Callable[[], Any]) -> Counted:
    """Do it, and count. What only moves a transaction along is no query."""
    with _noted() as seen:
        began = time.perf_counter()
        answer = act()
        took = time.perf_counter() - began
    return Counted(answer, sum("SAVEPOINT" not in sql for sql in seen), took)


@contextmanager
def _noted() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield seen
