"""What learners, witnesses and assessors read about a statement."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.templating import date_words, time_words
from courses.qualifications.models import Criterion
from learners.portfolio.models import EvidenceItem, EvidenceLink, WitnessStatement
from learners.registrations.models import QualRegistration
from learners.registrations.states import WITH_PORTFOLIO


@dataclass(frozen=True, slots=True)
class StatementState:
    """kind: that of a tag. next: what happens next, and who is next."""

    label: str
    kind: str
    next: str


@dataclass(frozen=True, slots=True)
class UnitAsked:
    """A unit, with the criteria (id, number such as 1.2, text) that a witness can tell about."""

    title: str
    criteria: tuple[tuple[int, str, str], ...]


def state_of(statement: WitnessStatement, *, now: datetime) -> StatementState:
    """In words for the learner."""
    name = statement.name
    if statement.confirmed_at:
        on = date_words(statement.confirmed_at)
        return StatementState("Confirmed", "done", f"{name} confirmed it on {on}. You can use it now.")
    if statement.declined_at:
        why = f" They wrote: “{statement.declined_why}”" if statement.declined_why else ""
        return StatementState("Said no", "stop", f"{name} cannot be your witness.{why} Ask somebody else.")
    if statement.item.withdrawn_at:
        return StatementState("Taken back", "", "Nobody is asked any more.")
    if statement.trouble:
        return StatementState(
            "Not delivered",
            "stop",
            f"{statement.trouble} Write the right address below, and we send it again.",
        )
    if now >= statement.expires_at:
        return StatementState("Ran out", "warn", f"The link for {name} ran out. You can send it again.")
    if statement.mailed_at is None:
        return StatementState("On its way", "info", f"We write to {name} in the next few minutes.")
    told = f"We wrote to {name} on {date_words(statement.mailed_at)} at {time_words(statement.mailed_at)}."
    return StatementState(
        "Asked",
        "now",
        f"{told} Next: {name} answers. The link works until {date_words(statement.expires_at)}.",
    )


def statement_of_item(token: str) -> WitnessStatement | None:
    """By the address of its piece: the witness's own address is never shown to anybody else."""
    found = WitnessStatement.objects.filter(item__token=token)
    return found.select_related(
        "item", "learner", "written_by", "registration__version__qualification"
    ).first()


def statement_of_link(token: str) -> WitnessStatement | None:
    """By the address in the message to the witness."""
    found = WitnessStatement.objects.filter(token=token)
    return found.select_related(
        "item", "learner", "written_by", "registration__version__qualification"
    ).first()


def criteria_asked(item: EvidenceItem) -> tuple[str, ...]:
    """What the learner hopes that it shows: numbers and words."""
    links = EvidenceLink.objects.filter(item=item).select_related("criterion__outcome__unit")
    rows = sorted((one.criterion for one in links), key=_place)
    return tuple(f"{_number(one)} {one.text}" for one in rows)


def open_registrations(by: Account) -> list[QualRegistration]:
    """Of this person, for which a witness can be asked; the newest first."""
    mine = QualRegistration.objects.filter(account__in=rows_of(by), state__in=WITH_PORTFOLIO)
    return list(mine.select_related("version__qualification", "hub").order_by("-pk"))


def units_to_ask(registration: QualRegistration) -> tuple[UnitAsked, ...]:
    """The units that the learner takes, each with what has to be shown. One query."""
    found = Criterion.objects.filter(outcome__unit__in=registration.units.values("unit"))
    rows = sorted(found.select_related("outcome__unit"), key=_place)
    units = groupby(rows, key=lambda one: one.outcome.unit)
    return tuple(
        UnitAsked(
            f"Unit {unit.number}: {unit.title}",
            tuple((one.pk, f"{one.outcome.number}.{one.number}", one.text) for one in criteria),
        )
        for unit, criteria in units
    )


def _place(criterion: Criterion) -> tuple[int, int, int]:
    return (criterion.outcome.unit.number, criterion.outcome.number, criterion.number)


def _number(criterion: Criterion) -> str:
    return f"Unit {criterion.outcome.unit.number}, {criterion.outcome.number}.{criterion.number}"
