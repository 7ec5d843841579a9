"""Rows of the staff file for the tests, written as if they had been recorded then."""

from datetime import UTC, date, datetime

from academy.accounts.models import Account
from courses.qualifications.models import Unit
from courses.qualifications.staff_models import AssessorStatus, OccupationalCompetence
from courses.qualifications.staff_states import AssessorLevel, Award

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOON.date()
LONG_AGO = date(2025, 1, 6)


def status(person: Account, level: AssessorLevel, by: Account, **facts: object) -> AssessorStatus:
    """As a trainee: with the countersigner that is given, until the end of next year."""
    known: dict[AssessorLevel, dict[str, object]] = {
        AssessorLevel.QUALIFIED: {"award": Award.CAVA, "award_seen_on": LONG_AGO},
        AssessorLevel.TRAINEE: {"works_towards_until": date(2027, 12, 31)},
        AssessorLevel.LAPSED: {},
    }
    made = {"starts_on": LONG_AGO, "recorded_by": by, "recorded_at": NOON, **known[level], **facts}
    return AssessorStatus.objects.create(person=person, level=level, **made)


def knows(
    person: Account, *units: Unit, by: Account, since: date = LONG_AGO, until: date | None = None
) -> None:
    for unit in units:
        OccupationalCompetence.objects.create(
            person=person,
            unit=unit,
            basis="Organised in Saltby for ten years",
            starts_on=since,
            ends_on=until,
            recorded_by=by,
            recorded_at=NOON,
        )
