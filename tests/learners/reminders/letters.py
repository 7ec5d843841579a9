"""Letters to the people of some dates, for the tests."""

from datetime import datetime

from academy.accounts.models import Account
from academy.shared.tokens import new_token
from courses.delivery.models import Cohort
from learners.reminders.letter_actions import LetterFacts, send_letter, write_letter
from learners.reminders.models import CohortLetter
from tests.learners.places import dates
from tests.learners.worlds import NOON

WORDS = "We meet in the small hall.\nIt is next door.\n\nBring a cup."


def draft(cohort: Cohort, by: Account | None = None, *, at: datetime = NOON, **more: str) -> CohortLetter:
    facts = LetterFacts(**{"to": "booked", "title": "Another room", "words": WORDS, **more})
    by = by or dates.coordinator(cohort.hub)
    return write_letter(cohort_id=cohort.pk, token=new_token(), facts=facts, by=by, now=at)


def sent(cohort: Cohort, by: Account | None = None, *, at: datetime = NOON, **more: str) -> CohortLetter:
    by = by or dates.coordinator(cohort.hub)
    letter = draft(cohort, by, at=at, **more)
    return send_letter(cohort_id=cohort.pk, token=letter.token, by=by, now=at)
