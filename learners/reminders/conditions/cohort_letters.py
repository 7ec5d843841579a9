"""Letters to everybody on some dates: whom each goes to, and whether they are still on them when their turn comes.

Whoever comes onto the dates after a letter was sent does not get it: it was not meant for them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.roles import Role
from academy.shared.clock import london_date
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.states import BOOKED, LIVE
from learners.reminders.letters import Due, Letter
from learners.reminders.models import CohortLetter
from learners.reminders.states import LetterTo

LETTER_WITHIN = timedelta(days=7)


def letters_written(now: datetime) -> Iterator[Due]:
    """Letters that were sent lately, to everybody who was on the dates then and still is. At most three queries."""
    sent = _sent(now)
    for letter, account_id, _ in _readers(sent, now):
        yield letter_due(letter, account_id)


def written_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Are they still on the dates? At most three queries."""
    sent = _sent(now).filter(pk__in=[due.about_id for due in dues])
    wanted = {due.account_id for due in dues}
    found = {
        letter_due(letter, account_id): _letter(letter, copy)
        for letter, account_id, copy in _readers(sent, now, wanted)
    }
    return {due: found[due] for due in dues if due in found}


def on_it(cohorts: Collection[int], to: str, people: Collection[int] | None = None) -> list[Enrolment]:
    """The places of those whom a letter to these people goes to (of `people` only, where given), with their accounts.

    A signed place stays with the row it was signed for, also where that row was joined to another; the account on it
    here is the one that stands for the person, since the other gets no message.
    """
    states = BOOKED if to == LetterTo.BOOKED else LIVE
    is_open = Q(account__is_active=True) | Q(account__joined_to__is_active=True)
    rows = Enrolment.objects.counted().filter(is_open, cohort__in=cohorts, state__in=states)
    if people is not None:
        rows = rows.filter(Q(account__in=people) | Q(account__joined_to__in=people))
    places = list(rows.select_related("account__joined_to").order_by("account__full_name", "pk"))
    for place in places:
        place.account = place.account.joined_to or place.account
    return places


def letter_due(letter: CohortLetter, account_id: int) -> Due:
    """On the list of the hub of the dates, where somebody has to be rung."""
    assert letter.sent_at is not None
    until = letter.sent_at + LETTER_WITHIN
    hub_id = letter.cohort.hub_id
    return Due(account_id, f"letter:{letter.pk}", at=letter.sent_at, until=until, hub_id=hub_id)


def coordinators(hubs: Iterable[int], now: datetime) -> dict[int, list[int]]:
    """By hub, the accounts of those who coordinate it today. One query."""
    roles = RoleAssignment.objects.current(london_date(now)).filter(
        role=Role.COORDINATOR, hub__in=set(hubs), account__is_active=True
    )
    found: dict[int, list[int]] = defaultdict(list)
    for hub_id, account_id in roles.order_by("pk").values_list("hub", "account"):
        if hub_id is not None:
            found[hub_id].append(account_id)
    return found


def paragraphs_of(words: str) -> list[list[str]]:
    """What somebody typed, as the lines of each paragraph."""
    parts = words.replace("\r\n", "\n").split("\n\n")
    lines = [[line.strip() for line in part.split("\n") if line.strip()] for part in parts]
    return [found for found in lines if found]


def said_in(letter: CohortLetter, writer: Account | None, *, copy: bool = False) -> dict[str, object]:
    """What its template needs. The letter comes with its cohort, course and hub."""
    cohort = letter.cohort
    return {
        "title": letter.title,
        "said": paragraphs_of(letter.words),
        "writer": str(writer or letter.written_by),
        "course_title": cohort.course.title,
        "hub_name": cohort.hub.name,
        "hub_phone": cohort.hub.phone,
        "answers_go": bool(cohort.hub.contact_email),
        "copy": copy,
    }


def _sent(now: datetime) -> QuerySet[CohortLetter]:
    rows = CohortLetter.objects.filter(sent_at__lte=now, sent_at__gt=now - LETTER_WITHIN)
    return rows.select_related("cohort__course", "cohort__hub", "sent_by").order_by("pk")


def _readers(
    letters: Iterable[CohortLetter], now: datetime, wanted: Collection[int] | None = None
) -> Iterator[tuple[CohortLetter, int, bool]]:
    """(letter, account, whether it is a coordinator's copy), each once."""
    letters = list(letters)
    if not letters:
        return
    places: dict[int, list[Enrolment]] = defaultdict(list)
    for place in on_it({letter.cohort_id for letter in letters}, LetterTo.ALL, wanted):
        places[place.cohort_id or 0].append(place)
    hubs = {letter.cohort.hub_id for letter in letters if letter.copied}
    led = coordinators(hubs, now) if hubs else {}
    for letter in letters:
        mine = {place.account_id for place in places[letter.cohort_id] if _was_on_it(place, letter)}
        yield from ((letter, account_id, False) for account_id in sorted(mine))
        copies = set(led.get(letter.cohort.hub_id, ())) - mine - {letter.sent_by_id}
        if letter.copied:
            yield from ((letter, pk, True) for pk in sorted(copies) if wanted is None or pk in wanted)


def _was_on_it(place: Enrolment, letter: CohortLetter) -> bool:
    """When it was sent."""
    assert letter.sent_at is not None
    since = place.confirmed_at if letter.to == LetterTo.BOOKED else place.requested_at
    held = letter.to == LetterTo.ALL or place.state in BOOKED
    return held and since is not None and since <= letter.sent_at


def _letter(letter: CohortLetter, copy: bool) -> Letter:
    cohort: Cohort = letter.cohort
    href = (
        reverse("cohort-letter", args=[cohort.pk, letter.token])
        if copy
        else reverse("date-page", args=[cohort.token])
    )
    action = "See the letter" if copy else "See your place"
    return Letter(href, action, said_in(letter, letter.sent_by, copy=copy), reply_to=cohort.hub.contact_email)
