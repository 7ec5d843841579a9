"""What waits for an assessor: work handed in, drafts to look at, rounds to go on with or to countersign, records that a
learner sees differently, records that can be judged, and what queue_units adds. The oldest first, whatever it is.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q

from academy.accounts.models import Account
from academy.accounts.queries import person_id, rows_of
from academy.shared.clock import london_date
from academy.shared.working_days import working_days_between
from learners.assessment.direct_queries import PLACE, Place, ready_by_records
from learners.assessment.models import CriterionDecision, DraftDecision
from learners.assessment.queue_kinds import Kind, Waiting
from learners.assessment.queue_units import waiting_tries, waiting_units
from learners.assessment.record_models import AssessorRecord
from learners.assessment.states import DecisionState, JudgementState, RecordState
from learners.registrations.caseload import assessed_by, conflicts_between
from learners.registrations.models import QualRegistration
from learners.registrations.states import LIVE
from learners.submissions.models import SubmissionCriterion
from learners.submissions.queries import is_look_for, looks_with_units, open_looks
from learners.submissions.states import SubmissionState

ON_A_PAGE = 25
WITH_ASSESSOR = (SubmissionState.SUBMITTED, SubmissionState.IN_ASSESSMENT, SubmissionState.SENT_BACK)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the page. about: the criteria in words; days: working days that it has waited."""

    kind: Kind
    token: str
    name: str
    qualification: str
    about: str
    since: datetime
    days: int
    number: int
    held_by: str
    held_until: datetime | None
    runs: bool  # the time of whoever holds it is not over
    assessor: str
    title: str


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of it. counts: by kind, and of all under ""."""

    page: "Page[QueueRow]"
    counts: Mapping[str, int]


def queue_of(by: Account, *, now: datetime, show: str = "", number: Any = 1) -> Queue:
    """The page. Thirteen queries, however much waits."""
    found = waiting_for(by, now=now)
    counts = Counter(str(one.kind) for one in found)
    counts[""] = len(found)
    shown = [one for one in found if not show or one.kind == show]
    page: Page[Any] = Paginator(shown, ON_A_PAGE).get_page(number)
    page.object_list = _rows(list(page.object_list), now)
    return Queue(page, counts)


def waiting_for(by: Account, *, now: datetime) -> list[Waiting]:
    """Everything that waits for this person as an assessor, the oldest first. Twelve queries."""
    mine = frozenset(rows_of(by))
    units = assessed_by(by, on=london_date(now), mine=mine)
    opened = _open_drafts(mine, units)
    found = [
        *_handed_in(mine, units, opened, now),
        *_own_rounds(mine, units, opened),
        *_to_countersign(mine, on=london_date(now)),
        *_queried(mine, units),
        *_looks(units),
        *waiting_units(by, mine, units, now=now),
        *waiting_tries(units, on=london_date(now)),
        *_by_records(mine, units, opened),
    ]
    return sorted(found, key=lambda one: (one.since, one.registration, one.number, one.token))


@dataclass(frozen=True, slots=True)
class _Open:
    """A criterion that somebody has open."""

    registration: int
    criterion: int
    unit: int
    place: Place
    token: str
    number: int
    person: int
    name: str
    until: datetime
    since: datetime
    follows: bool


def _open_drafts(mine: Collection[int], units: Collection[int]) -> list[_Open]:
    """Of these registrations and by these rows of a person. One query."""
    rows = DraftDecision.objects.filter(
        Q(registration__in=list(units)) | Q(judgement__assessor__in=mine),
        open=True,
        judgement__state=JudgementState.OPEN,
        registration__state__in=LIVE,
    ).annotate(who=person_id("judgement__assessor"))
    found = []
    for one in rows.values_list(
        "registration", "criterion", "criterion__outcome__unit", *PLACE, "judgement__token", "judgement__number", "who",
        "judgement__assessor__full_name", "judgement__held_until", "judgement__opened_at",
        "judgement__follows", "judgement__submission__submitted_at",
    ):  # fmt: skip
        (
            registration,
            criterion,
            pk,
            unit,
            outcome,
            place,
            token,
            number,
            who,
            name,
            until,
            at,
            follows,
            sent,
        ) = one
        since = at if follows or sent is None else sent
        found.append(
            _Open(
                registration, criterion, pk, (unit, outcome, place), token, number, who, name, until, since,
                follows is not None,
            )
        )  # fmt: skip
    return found


def _handed_in(
    mine: Collection[int], units: Mapping[int, frozenset[int]], opened: Sequence[_Open], now: datetime
) -> list[Waiting]:
    """Submissions with criteria of my units that nobody has judged and that I have not begun, unless a countersigner
    has to look at them first. One query."""
    held = {(one.registration, one.criterion): one for one in opened}
    decided = CriterionDecision.objects.filter(
        judgement__submission=OuterRef("submission"), criterion=OuterRef("criterion")
    ).exclude(judgement__state=JudgementState.SENT_BACK)
    awaited = CriterionDecision.objects.filter(
        registration=OuterRef("submission__registration"),
        criterion=OuterRef("criterion"),
        state=DecisionState.AWAITING,
    )
    rows = SubmissionCriterion.objects.filter(
        ~Exists(decided),
        ~Exists(awaited),
        submission__registration__in=list(units),
        submission__registration__state__in=LIVE,
        submission__state__in=WITH_ASSESSOR,
    )
    left: dict[str, Waiting] = {}
    holders: dict[str, list[_Open | None]] = defaultdict(list)
    for token, number, at, registration, criterion, unit, *place in rows.values_list(
        "submission__token", "submission__number", "submission__submitted_at", "submission__registration",
        "criterion", "criterion__outcome__unit", *PLACE,
    ):  # fmt: skip
        holder = held.get((registration, criterion))
        if unit not in units[registration] or (holder and holder.person in mine):
            continue
        one = left.setdefault(token, Waiting(Kind.HANDED_IN, token, registration, at, number))
        one.places.add((place[0], place[1], place[2]))
        holders[token].append(holder if holder and holder.until >= now else None)
    for token, one in left.items():
        if (first := holders[token][0]) is not None and all(holders[token]):
            one.held_by, one.held_until = first.name, first.until
    return list(left.values())


def _own_rounds(
    mine: Collection[int], units: Mapping[int, frozenset[int]], opened: Sequence[_Open]
) -> list[Waiting]:
    """With something of a unit that is still theirs: the rest is taken up by whoever has the learner now."""
    found: dict[str, Waiting] = {}
    for one in opened:
        if one.person in mine and one.unit in units.get(one.registration, ()):
            kind = Kind.SENT_BACK if one.follows else Kind.GOING_ON
            made = Waiting(kind, one.token, one.registration, one.since, one.number, held_until=one.until)
            found.setdefault(one.token, made).places.add(one.place)
    return list(found.values())


def _to_countersign(mine: Collection[int], *, on: date) -> list[Waiting]:
    """One query. Nobody sees their own work here, nor that of a learner with whom they have a conflict of interest:
    somebody else is named for it."""
    people = {"who": person_id("judgement__countersigner"), "learner_is": person_id("registration__account")}
    rows = CriterionDecision.objects.annotate(**people).filter(
        ~Exists(conflicts_between(on)),
        ~Q(who=F("learner_is")),
        judgement__state=JudgementState.COUNTERSIGN,
        judgement__countersigner__in=mine,
        registration__state__in=LIVE,
    )
    found: dict[str, Waiting] = {}
    for token, number, registration, at, name, *place in rows.values_list(
        "judgement__token", "judgement__number", "registration", "judgement__decided_at",
        "judgement__assessor_name", *PLACE,
    ):  # fmt: skip
        made = Waiting(Kind.COUNTERSIGN, token, registration, at, number, assessor=name)
        found.setdefault(token, made).places.add((place[0], place[1], place[2]))
    return list(found.values())


def _queried(mine: Collection[int], units: Mapping[int, frozenset[int]]) -> list[Waiting]:
    """My own of learners whom I still have, also those that the learner did not answer, so that they count for nothing
    yet; and of my units what the learner sees differently of somebody who has the unit no more. One query."""
    rows = AssessorRecord.objects.filter(
        Q(state=RecordState.QUERIED)
        | Q(state=RecordState.SILENT, counted_at__isnull=True, assessor__in=mine),
        registration__in=list(units),
        registration__state__in=LIVE,
    ).order_by()
    found: dict[str, Waiting] = {}
    for token, registration, state, changed, queried, silent, title, by, name, unit in rows.values_list(
        "token", "registration", "state", "changed_at", "queried_at", "silent_at", "item__title", "assessor",
        "assessor__full_name", "criteria__criterion__outcome__unit",
    ):  # fmt: skip
        if by in mine or unit in units[registration]:
            unanswered = state == RecordState.SILENT
            kind, since = (Kind.SILENT, silent) if unanswered else (Kind.QUERIED, queried)
            theirs = "" if by in mine else name
            found[token] = Waiting(kind, token, registration, since or changed, assessor=theirs, title=title)
    return list(found.values())


def _looks(units: Mapping[int, frozenset[int]]) -> list[Waiting]:
    """One query."""
    looks = open_looks(units).filter(registration__state__in=LIVE)
    return [
        Waiting(Kind.LOOK, look.token, look.registration_id, look.asked_at)
        for look, about in looks_with_units(looks)
        if is_look_for(units[look.registration_id], about)
    ]


def _by_records(
    mine: Collection[int], units: Mapping[int, frozenset[int]], opened: Sequence[_Open]
) -> list[Waiting]:
    """By learner, what records that count let me judge and I have not begun. One query."""
    begun = {(one.registration, one.criterion) for one in opened if one.person in mine}
    found: dict[int, Waiting] = {}
    for one in ready_by_records(units):
        if (one.registration, one.criterion) not in begun:
            made = Waiting(Kind.RECORDS, one.token, one.registration, one.since)
            found.setdefault(one.registration, made).places.add(one.place)
    return list(found.values())


def _rows(found: Sequence[Waiting], now: datetime) -> list[QueueRow]:
    """With the names that the page shows. One query."""
    about = QualRegistration.objects.select_related("account", "version__qualification").in_bulk(
        {one.registration for one in found}
    )
    today = london_date(now)
    return [
        QueueRow(
            kind=one.kind,
            token=one.token,
            name=str(about[one.registration].account),
            qualification=about[one.registration].version.qualification.title,
            about=in_words(one.places),
            since=one.since,
            days=working_days_between(london_date(one.since), today),
            number=one.number,
            held_by=one.held_by,
            held_until=one.held_until,
            runs=one.held_until is not None and one.held_until >= now,
            assessor=one.assessor,
            title=one.title,
        )
        for one in found
    ]


def in_words(places: Collection[Place]) -> str:
    """Such as “unit 3: 1.2, 2.1; unit 4: 1.1”."""
    by_unit: dict[int, list[str]] = defaultdict(list)
    for unit, outcome, number in sorted(places):
        by_unit[unit].append(f"{outcome}.{number}")
    return "; ".join(f"unit {unit}: {', '.join(rows)}" for unit, rows in by_unit.items())
