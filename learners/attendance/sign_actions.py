"""Signing and amending a register, and what follows for places and cohort. The root that is locked is the cohort."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from academy.accounts.actions import print_names_as_called
from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.jobs import enqueue
from academy.shared.locks import locked, locked_one
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort, Session
from courses.delivery.states import TRANSITIONS as COHORT_TRANSITIONS
from courses.delivery.states import CohortState
from learners.attendance.actions import Wanted, locked_session, write_marks
from learners.attendance.models import RegisterSignoff
from learners.attendance.policies import may_amend, may_open_register, may_sign
from learners.attendance.queries import (
    all_signed,
    length_of,
    line_of,
    on_the_register,
    registers_of,
    signed_version,
    standings,
)
from learners.attendance.rules import THERE, outcome
from learners.completion.actions import settle
from learners.enrolments.models import Enrolment
from learners.enrolments.states import BOOKED, TRANSITIONS, PlaceState

Line = dict[str, Any]


@transaction.atomic
def sign_register(*, session_id: int, by: Account, now: datetime) -> RegisterSignoff:
    """Sign what is marked: version 1, for ever. Pressing twice gives the same version."""
    session = locked_session(session_id)
    may_open_register(by, session.cohort, now=now).enforce()
    lines = _lines(session)
    before = signed_version(session.pk)
    if before is not None:
        if before.lines == lines:
            return before
        raise Refused(
            f"{before.signed_name} has signed this register, and marks have come in since that differ from it. "
            "Press “Change the register” and say why."
        )
    unmarked = [line["name"] for line in lines if not line["mark"]]
    may_sign(session, unmarked=unmarked, now=now).enforce()
    return _sign(session, lines, version=1, reason="", by=by, now=now)


@transaction.atomic
def amend_register(
    *, session_id: int, wanted: Sequence[Wanted], reason: str, by: Account, now: datetime
) -> RegisterSignoff:
    """A new version with its reason; the old one stays (INV-32). The same form sent twice makes one version."""
    session = locked_session(session_id)
    may_open_register(by, session.cohort, now=now).enforce()
    before = signed_version(session.pk)
    may_amend(signed=before is not None, reason=reason, changed=True).enforce()
    assert before is not None
    write_marks(session, wanted, by=by, now=now, signed=False)
    lines = _lines(session)
    if before.lines == lines and (before.reason, before.signed_by_id) == (reason.strip(), by.pk):
        return before
    may_amend(signed=True, reason=reason, changed=before.lines != lines).enforce()
    unmarked = [line["name"] for line in lines if not line["mark"]]
    may_sign(session, unmarked=unmarked, now=now).enforce()
    return _sign(session, lines, version=before.version + 1, reason=reason.strip(), by=by, now=now)


def _lines(session: Session) -> list[Line]:
    stands = standings(session.pk)
    return [line_of(place, stands.get(place.pk)) for place in on_the_register(session.cohort_id)]


def _sign(
    session: Session, lines: list[Line], *, version: int, reason: str, by: Account, now: datetime
) -> RegisterSignoff:
    signoff = RegisterSignoff.objects.create(
        session=session,
        version=version,
        signed_by=by,
        signed_name=str(by),
        signed_at=now,
        reason=reason,
        length=length_of(session),
        there=sum(line["mark"] in THERE for line in lines),
        lines=lines,
    )
    settle_places(session.cohort, now=now)
    here = {line["account"] for line in lines if line["mark"] in THERE}
    print_names_as_called(account_ids=here, by=by, now=now)
    audit(
        session.cohort,
        "register_signed" if version == 1 else "register_amended",
        by=by,
        now=now,
        about=signoff,
        hub_id=session.cohort.hub_id,
        reason=reason,
        after={"session": session.pk, "version": version, "there": signoff.there},
    )
    _close(session.cohort, now=now)
    if version > 1:
        enqueue("learners.certificates.look_again", cohort_id=session.cohort_id)
    return signoff


def settle_places(cohort: Cohort, *, now: datetime) -> None:
    """What the signed registers make of every place, once all of them are signed. The caller has locked the cohort."""
    registers = [one.signed for one in registers_of(cohort.pk)]
    ids = Enrolment.objects.counted().filter(cohort=cohort, state__in=BOOKED).values_list("pk", flat=True)
    for place in locked(Enrolment.objects.all(), ids):
        result = outcome(place.pk, registers)
        if result is None:
            return
        if (state := PlaceState(result.value)) != place.state:
            assert state in TRANSITIONS[PlaceState(place.state)], f"{place.state} cannot become {state}"
            before, place.state = place.state, state
            place.save(update_fields=["state"])
            audit(
                place,
                "register_settled",
                by=None,
                now=now,
                hub_id=cohort.hub_id,
                before={"state": before},
                after={"state": place.state},
            )
        settle(enrolment_id=place.pk, now=now)


def _close(cohort: Cohort, *, now: datetime) -> bool:
    """Over and all registers signed: closed. The clock may be a minute behind the trainer."""
    if cohort.state == CohortState.IN_PROGRESS and cohort.ends_at is not None and cohort.ends_at <= now:
        _move(cohort, CohortState.DELIVERED, now)
    if cohort.state != CohortState.DELIVERED or not all_signed(cohort.pk):
        return False
    _move(cohort, CohortState.CLOSED, now)
    return True


def _move(cohort: Cohort, to: CohortState, now: datetime) -> None:
    assert to in COHORT_TRANSITIONS[CohortState(cohort.state)], f"{cohort.state} cannot become {to}"
    cohort.state = to
    cohort.save(update_fields=["state"])
    audit(cohort, f"cohort_{to}", by=None, now=now, hub_id=cohort.hub_id)


@transaction.atomic
def close_cohort(*, cohort_id: int, now: datetime) -> bool:
    """Settle and close dates that are over and signed, as when their last open session was cancelled."""
    cohort = locked_one(Cohort.objects.select_related("course", "hub"), cohort_id)
    if cohort.state != CohortState.DELIVERED or not all_signed(cohort.pk):
        return False
    settle_places(cohort, now=now)
    return _close(cohort, now=now)


def close_cohorts(*, now: datetime) -> None:
    """The sweep, each in its own transaction."""
    for pk in (
        Cohort.objects.filter(state=CohortState.DELIVERED).order_by("pk").values_list("pk", flat=True)[:1000]
    ):
        close_cohort(cohort_id=pk, now=now)
