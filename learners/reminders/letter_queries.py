"""Letters to the people of some dates, as those who run them see them: what was written, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared import mail
from courses.delivery.models import Cohort
from learners.reminders.cohort_policies import DAY
from learners.reminders.conditions.cohort_letters import said_in
from learners.reminders.models import CohortLetter, Sent
from learners.reminders.states import SentState

LETTERS_ON_A_PAGE = 10
KIND = "cohort_letter"
_GONE = (SentState.SENT, SentState.UNKNOWN)
LETTER_SUMS = {  # what becomes of messages, in words
    "waiting": Q(state__in=(SentState.WAITING, SentState.HANDING)),
    "sent": Q(state__in=_GONE),
    "opened": Q(state__in=_GONE) & (Q(read_at__isnull=False) | Q(followed_at__isnull=False)),
    "came back": Q(bounced_at__isnull=False),
    "to ring": Q(state=SentState.TO_RING),
    "told by telephone": Q(state=SentState.TOLD),
    "not sent": Q(state=SentState.SKIPPED),
}


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter in the list. became: what became of it, in words."""

    href: str
    title: str
    draft: bool
    by: str
    at: datetime
    people: int
    became: tuple[str, ...]


def letter_page(cohort: Cohort, *, number: int = 1) -> Page[LetterRow]:
    """Drafts first, then the newest. Three queries."""
    rows = CohortLetter.objects.filter(cohort=cohort).select_related("written_by", "sent_by")
    ordered = rows.order_by(F("sent_at").desc(nulls_first=True), "-pk")
    page: Page[Any] = Paginator(ordered, LETTERS_ON_A_PAGE).get_page(number)
    became = what_became([f"letter:{letter.pk}" for letter in page.object_list])
    page.object_list = [_row(letter, became) for letter in page.object_list]
    return page


def what_became(subjects: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By subject: how many were sent, opened, came back and so on, in words. One query."""
    counts = {f"sum_{at}": Count("pk", filter=which) for at, which in enumerate(LETTER_SUMS.values())}
    rows = Sent.objects.filter(kind=KIND, subject__in=list(subjects)).order_by().values("subject")
    found = rows.annotate(**counts).values_list("subject", *counts)
    return {
        subject: tuple(
            f"{number} {name}" for name, number in zip(LETTER_SUMS, numbers, strict=True) if number
        )
        for subject, *numbers in found
    }


def letters_today(cohort: Cohort, *, now: datetime) -> int:
    """How many went to these people in the last 24 hours. One query."""
    return CohortLetter.objects.filter(cohort=cohort, sent_at__gt=now - DAY).count()


def reads_as(letter: CohortLetter, writer: Account) -> str:
    """The words as people will read them."""
    words = {**said_in(letter, writer), "name": "Amara"}
    return mail.words_of(mail.Part(KIND, words))


def _row(letter: CohortLetter, became: dict[str, tuple[str, ...]]) -> LetterRow:
    who = letter.sent_by or letter.written_by
    return LetterRow(
        href=reverse("cohort-letter", args=[letter.cohort_id, letter.token]),
        title=letter.title,
        draft=letter.sent_at is None,
        by=str(who),
        at=letter.sent_at or letter.written_at,
        people=letter.people,
        became=became.get(f"letter:{letter.pk}", ()),
    )
