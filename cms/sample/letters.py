"""A letter to everybody on sample dates that is still a draft, and words that their hub adds to one message."""

from datetime import datetime

from academy.accounts.models import Account
from cms.sample.dates import DATES, token_of
from courses.delivery.models import Cohort
from learners.reminders.letter_actions import LetterFacts, write_letter
from learners.reminders.message_actions import MessageFacts, set_message
from learners.reminders.models import CohortLetter, CohortMessage

TITLE = "The side door is open again"
WORDS = """The ramp is mended, so you can come in by Quay Street once more.

Tea is ready from half past nine. Bring your own cup if you have one."""
ADDED = "Please wear shoes you can walk in: after lunch we go round the harbour for an hour."


def load_letters(*, now: datetime) -> None:
    """On the dates of the introduction at Harbour Road, once."""
    intro = next(one for one in DATES if one.name == "intro")
    cohort = Cohort.objects.get(token=token_of(intro))
    by = Account.objects.get(email="coordinator@example.org")
    token = f"sample-{cohort.token}"[:22]
    if not CohortLetter.objects.filter(cohort=cohort).exists():
        facts = LetterFacts("booked", TITLE, WORDS)
        write_letter(cohort_id=cohort.pk, token=token, facts=facts, by=by, now=now)
    if not CohortMessage.objects.filter(cohort=cohort).exists():
        facts_of = MessageFacts(days=5, hour=18, words=ADDED)
        set_message(cohort_id=cohort.pk, kind="can_you_come", facts=facts_of, by=by, now=now, at_once=True)
