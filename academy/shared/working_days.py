"""Days on which somebody can be expected to work in England: no weekends, no bank holidays. Pure.

Bank holidays that are given for a single year only (a coronation) are not known here.
"""

from datetime import date, timedelta
from functools import lru_cache

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """The day that is `count` working days later: of Friday and 1, Monday."""
    while count > 0:
        day += ONE_DAY
        count -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days have gone by since `first`, up to and with `last`; 0 when it is not later."""
    days = (last - first).days
    return sum(is_working_day(first + timedelta(days=each)) for each in range(1, days + 1))


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """Those of England and Wales."""
    easter = _easter(year)
    new_year = _moved(date(year, 1, 1), frozenset())
    christmas = date(year, 12, 25)
    boxing = date(year, 12, 26)
    both = {christmas, boxing}
    moved = {_moved(christmas, frozenset(both)) if christmas.weekday() >= SATURDAY else christmas}
    moved.add(_moved(boxing, frozenset(both | moved)) if boxing.weekday() >= SATURDAY else boxing)
    return frozenset(
        {new_year, easter - 2 * ONE_DAY, easter + ONE_DAY, _first_monday(year, 5), _last_monday(year, 5)}
        | {_last_monday(year, 8)}
        | moved
    )


def _moved(day: date, taken: frozenset[date]) -> date:
    """To the next weekday that is free."""
    while day.weekday() >= SATURDAY or day in taken:
        day += ONE_DAY
    return day


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month + 1, 1) - ONE_DAY
    return last - timedelta(days=last.weekday())


def _easter(year: int) -> date:
    """Sunday, by the Gregorian computus (Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
