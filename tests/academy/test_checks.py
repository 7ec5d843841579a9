"""Settings that contradict each other are said before anything runs, with what to change."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from academy.checks import IN_ORDER


def said() -> list[Any]:
    return [one for one in run_checks() if str(one.id).startswith("academy.")]


def test_the_settings_that_come_with_the_house_are_in_order() -> None:
    assert said() == []


@pytest.mark.parametrize(("first", "then"), [(first, then) for first, then, _ in IN_ORDER])
@pytest.mark.parametrize("more", [0, 1])
def test_a_reminder_comes_before_what_follows_on_silence(
    settings: LazySettings, first: str, then: str, more: int
) -> None:
    setattr(settings, first, 20 + more)
    setattr(settings, then, 20)
    (found,) = [one for one in said() if f"{first} is {20 + more} and {then} is 20" in one.msg]
    assert found.hint == f"Set {then} to more than {first} in the environment, or make {first} less."
    with pytest.raises(SystemCheckError, match=then):
        call_command("check")


def test_one_day_between_them_is_enough(settings: LazySettings) -> None:
    settings.UNIT_CONFIRM_AGAIN_DAYS, settings.UNIT_CONFIRM_DAYS = 9, 10
    settings.COUNTERSIGN_AGAIN_DAYS, settings.COUNTERSIGN_LEAD_DAYS = 6, 7
    settings.RECORD_FIRST_REMINDER_DAYS, settings.RECORD_LAST_REMINDER_DAYS = 8, 9
    settings.RECORD_SILENT_DAYS = 10
    assert said() == []
