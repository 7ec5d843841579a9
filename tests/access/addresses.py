"""What somebody gets at an address: the words in which table.py is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.access.world import World

ROLES = ("anonymous", "learner", "trainer", "coordinator", "editor", "manager")
Args = Callable[[World], tuple[Any, ...]]


@dataclass(frozen=True)
class Address:
    """What each of ROLES gets, in that order. With `data` it is asked by POST."""

    expected: tuple[int, ...]
    args: Args = field(default=lambda world: ())
    data: dict[str, str] | None = None


def everybody(status: int = 200, **more: Any) -> Address:
    return Address((status,) * 6, **more)


def visitors(**more: Any) -> Address:
    """For those who are not signed in; the others are led on."""
    return Address((200, *(302,) * 5), **more)


def signed_in(status: int = 200, **more: Any) -> Address:
    """Anonymous people are asked to sign in."""
    return Address((302, *(status,) * 5), **more)


def only(*roles: str, status: int = 200, refused: int = 403, **more: Any) -> Address:
    return Address((302, *(status if role in roles else refused for role in ROLES[1:])), **more)


def lesson(
    free: tuple[int, ...], closed: tuple[int, ...], data: dict[str, str] | None = None
) -> tuple[Address, ...]:
    """What hangs on a lesson: of the free module, and of one that nobody here has joined."""
    return (
        Address(free, args=lambda world: (world.free,), data=data),
        Address(closed, args=lambda world: (world.closed,), data=data),
    )


LEADERS = ("coordinator", "manager")
AT_THE_HUB = ("trainer", "coordinator")
RUN_BY = ("trainer", "coordinator", "manager")  # of the dates at Harbour Road
OK, REFUSED, BAD, GONE, ON = (200,) * 6, (403,) * 6, (400,) * 6, (404,) * 6, (302,) * 6

Rows = dict[str, Address | tuple[Address, ...]]
