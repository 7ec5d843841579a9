"""The messages about dates as a mail program on a phone shows them, with all that a hub can have written."""

from typing import Any

import pytest

from academy.shared import mail
from courses.delivery.models import Cohort, Venue
from learners.reminders.kinds import REMINDERS
from tests.fixtures.browser import NewPage
from tests.journeys.looking import PHONE, Looker
from tests.learners.reminders.date_happenings import HAPPENINGS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(400)]

HERE = "https://academy.example"


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)


def test_nothing_in_a_message_about_dates_keeps_anybody_out(new_page: NewPage) -> None:
    looker, page = Looker(), new_page(viewport=PHONE)
    looker.listen(page)
    for number, kind in enumerate(HAPPENINGS):
        looker.at(f"e-mail {kind}")
        page.goto("about:blank")
        page.set_content(mail.compose([_part(kind, number)], _frame()).html)
        looker.look(page, wide=False, whole=False)
    assert not looker.lines, looker.report()


def _part(kind: str, number: int) -> mail.Part:
    happening, reminder = HAPPENINGS[kind], REMINDERS[kind]
    happening.build(number)
    Venue.objects.update(
        entrance="By the blue door in the yard, and then ring twice",
        step_free="yes",
        hearing_loop="partly",
        transport="Bus 7 to Quay Street",
        map_url=f"{HERE}/map",
    )
    Cohort.objects.filter(state="open").update(words="Bring a cup, and one story of your street.")
    *_, found = reminder.due(happening.at)
    letter = reminder.letters([found], happening.at)[found]
    asked: Any = reminder.question
    return mail.Part(
        template=kind,
        words={**letter.context, "name": "Amara"},
        href=HERE + letter.href,
        action=letter.action,
        asks=asked.asks if asked else "",
        answers=tuple((one.says, f"{HERE}/{one.key}") for one in asked.answers) if asked else (),
    )


def _frame() -> mail.Frame:
    return mail.Frame(name="Amara", choose_href=f"{HERE}/choose", stop_href=f"{HERE}/stop")
