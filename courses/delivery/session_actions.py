"""Adding, moving and cancelling sessions. With every change that calendars must hear of, `sequence` grows."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort, Session, Venue, moment
from courses.delivery.policies import may_cancel_session, may_change_cohort, may_change_session
from courses.delivery.rules import MOST_SESSIONS, Meeting, fault_in_meeting, overlap


@transaction.atomic
def add_session(*, cohort_id: int, meeting: Meeting, by: Account, now: datetime) -> Session:
    """One more session of these dates."""
    cohort = _locked(cohort_id)
    may_change_cohort(by, cohort, now=now).enforce()
    if cohort.sessions.live().count() >= MOST_SESSIONS:
        raise Refused(f"These dates have {MOST_SESSIONS} sessions already. Make new dates for the others.")
    session = put_session(cohort, meeting, now=now)
    follow_sessions(cohort)
    audit(cohort, "session_added", by=by, now=now, about=session, hub_id=cohort.hub_id, after=_facts(session))
    return session


@transaction.atomic
def move_session(*, session_id: int, meeting: Meeting, by: Account, now: datetime) -> Session:
    """To another day, time or place. The same as before changes nothing, and no calendar hears of it."""
    session = _locked_session(session_id)
    cohort = session.cohort
    may_change_session(by, session, now=now).enforce()
    before = _facts(session)
    if meeting == meeting_of(session):
        return session
    _place(session, meeting, now=now)
    session.sequence += 1
    session.save()
    follow_sessions(cohort)
    audit(
        cohort,
        "session_moved",
        by=by,
        now=now,
        about=session,
        hub_id=cohort.hub_id,
        before=before,
        after=_facts(session),
    )
    return session


@transaction.atomic
def cancel_session(*, session_id: int, by: Account, now: datetime, why: str = "") -> Session:
    """This one is not held; the others are. A second time changes nothing."""
    session = _locked_session(session_id)
    cohort = session.cohort
    if session.cancelled_at is not None:
        may_change_cohort(by, cohort, now=now).enforce()
        return session
    others = cohort.sessions.live().exclude(pk=session.pk).count()
    may_cancel_session(by, session, others=others, now=now).enforce()
    strike(session, now=now)
    follow_sessions(cohort)
    audit(cohort, "session_cancelled", by=by, now=now, about=session, hub_id=cohort.hub_id, reason=why)
    return session


def put_session(cohort: Cohort, meeting: Meeting, *, now: datetime) -> Session:
    """The row of one more session. The caller has locked the cohort, and calls follow_sessions when all are there."""
    highest = cohort.sessions.aggregate(highest=Max("number"))["highest"] or 0
    session = Session(cohort=cohort, number=highest + 1)
    _place(session, meeting, now=now)
    session.save()
    return session


def strike(session: Session, *, now: datetime) -> None:
    """Mark it as not held, in calendars too. The caller has locked its cohort."""
    session.cancelled_at = session.changed_at = now
    session.sequence += 1
    session.save()


def follow_sessions(cohort: Cohort) -> None:
    """Let the cohort begin and end with its live sessions. The caller has locked it."""
    spans = cohort.sessions.live().values_list("starts_at", "ends_at")
    cohort.starts_at = min((begins for begins, _ in spans), default=None)
    cohort.ends_at = max((ends for _, ends in spans), default=None)
    cohort.save(update_fields=["starts_at", "ends_at"])


def meeting_of(session: Session) -> Meeting:
    """When and where, as it was said."""
    return Meeting(
        session.day, session.begins, session.ends, session.venue_id, session.online_url, session.required
    )


def span_of(meeting: Meeting, zone: str) -> tuple[datetime, datetime]:
    """Its beginning and end as moments. Refused in words when the clocks skip one of them."""
    try:
        return moment(meeting.day, meeting.begins, zone), moment(meeting.day, meeting.ends, zone)
    except ValueError as fault:
        raise Refused(f"{fault} Choose another time.") from None


def _place(session: Session, meeting: Meeting, *, now: datetime) -> None:
    """Put it there and then, if that can be."""
    cohort = session.cohort
    if fault := fault_in_meeting(meeting, today=london_date(now)):
        raise Refused(fault)
    zone = cohort.hub.timezone
    begins, ends = span = span_of(meeting, zone)
    if begins <= now:
        raise Refused("That time is over already. Choose one that is still to come.")
    for other in cohort.sessions.live().exclude(pk=session.pk):
        if overlap(span, (other.starts_at, other.ends_at)):
            raise Refused(
                f"There is a session on {other.day:%A} {other.day.day} {other.day:%B} "
                f"from {other.begins:%H:%M} to {other.ends:%H:%M} already. Choose a time beside it."
            )
    if meeting.venue_id is not None:
        _check_venue(meeting.venue_id, session)
    session.day, session.begins, session.ends, session.zone = meeting.day, meeting.begins, meeting.ends, zone
    session.starts_at, session.ends_at = begins, ends
    session.venue_id, session.online_url = meeting.venue_id, meeting.online_url
    session.required = meeting.required
    session.changed_at = now


def _check_venue(venue_id: int, session: Session) -> None:
    venue = Venue.objects.filter(pk=venue_id, hub=session.cohort.hub_id).first()
    if venue is None:
        raise Refused("That place belongs to another hub. Choose one of this hub's, or add a new one.")
    if venue.closed_at is not None and session.venue_id != venue.pk:
        raise Refused(f"{venue.name} is no longer used. Choose another place.")


def _locked(cohort_id: int) -> Cohort:
    return locked_one(Cohort.objects.select_related("course", "hub"), cohort_id)


def _locked_session(session_id: int) -> Session:
    """The session, after its cohort was locked."""
    cohort = _locked(Session.objects.values_list("cohort", flat=True).get(pk=session_id))
    session = locked_one(Session.objects.all(), session_id)
    session.cohort = cohort
    return session


def _facts(session: Session) -> dict[str, str | int | None]:
    return {
        "number": session.number,
        "day": session.day.isoformat(),
        "begins": f"{session.begins:%H:%M}",
        "ends": f"{session.ends:%H:%M}",
        "venue": session.venue_id,
        "online": session.online_url,
    }
