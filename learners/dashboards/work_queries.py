"""What one learner has handed in, for whoever assesses or checks them: unit by unit, and the newest first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from academy.accounts.models import Account
from academy.shared.clock import london_date
from learners.dashboards.my_learners_queries import LearnerRow, rows_for
from learners.planning.models import ContactNote
from learners.planning.queries import TaskView, next_task
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing
from learners.submissions.models import Submission, SubmissionCriterion
from learners.submissions.policies import units_seen
from learners.submissions.queries import is_look_for, looks_with_units, open_looks
from learners.submissions.states import OWNERS, SubmissionState

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One submission. shows: (unit number, criteria in words); who: whose move it is; days: since it was handed in.
    open: whether it is for whoever looks."""

    token: str
    number: int
    at: datetime
    days: int
    state_words: str
    kind: str
    who: str
    shows: tuple[tuple[int, str], ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Look:
    """A draft that waits for an answer."""

    token: str
    asked_at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Work:
    """row: as in “My learners”. note: the newest."""

    row: LearnerRow
    page: "Page[Submission]"
    handed_in: tuple[HandedIn, ...]
    looks: tuple[Look, ...]
    task: TaskView | None
    note: ContactNote | None


def work_of(
    by: Account, registration: QualRegistration, *, standing: Standing, number: str, now: datetime
) -> Work:
    """The page of one learner, in a constant number of queries."""
    today = london_date(now)
    criteria = SubmissionCriterion.objects.select_related("criterion__outcome__unit")
    rows = Submission.objects.filter(registration=registration, submitted_at__isnull=False)
    rows = rows.order_by("-number").prefetch_related(Prefetch("criteria", criteria))
    page = Paginator(rows, ON_A_PAGE).get_page(number)
    looks = looks_with_units(open_looks([registration.pk]).order_by("asked_at"))
    seen = units_seen(standing)
    notes = ContactNote.objects.filter(registration=registration).select_related("written_by")
    return Work(
        row=rows_for(by, [registration], today=today)[0],
        page=page,
        handed_in=tuple(_handed(one, today, seen) for one in page.object_list),
        looks=tuple(
            Look(one.token, one.asked_at, one.words)
            for one, about in looks
            if is_look_for(standing.assesses, about)
        ),
        task=next_task(registration, today=today),
        note=notes.order_by("-happened_on", "-pk").first(),
    )


def _handed(one: Submission, today: date, seen: frozenset[int] | None) -> HandedIn:
    assert one.submitted_at is not None
    by_unit: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for link in one.criteria.all():
        outcome = link.criterion.outcome
        by_unit[outcome.unit.number].append((outcome.number, link.criterion.number))
    units = {link.criterion.outcome.unit_id for link in one.criteria.all()}
    state = SubmissionState(one.state)
    return HandedIn(
        token=one.token,
        number=one.number,
        at=one.submitted_at,
        days=max(0, (today - london_date(one.submitted_at)).days),
        state_words=state.label,
        kind={
            SubmissionState.SUBMITTED: "now",
            SubmissionState.IN_ASSESSMENT: "now",
            SubmissionState.RETURNED_UNASSESSED: "warn",
            SubmissionState.RELEASED: "info",
            SubmissionState.ACKNOWLEDGED: "done",
        }.get(state, ""),
        who=OWNERS[state],
        shows=tuple(
            (unit, ", ".join(f"{first}.{second}" for first, second in sorted(found)))
            for unit, found in sorted(by_unit.items())
        ),
        open=seen is None or bool(units & seen),
    )
