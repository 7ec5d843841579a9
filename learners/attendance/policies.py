"""Who may mark, sign and amend a register, and when. A no says why and what to do."""

from datetime import datetime, timedelta

from academy.accounts.models import Account
from academy.shared.clock import LONDON, london_date
from academy.shared.rulings import Ruling
from courses.delivery.models import Cohort, CohortTrainer, Session
from courses.delivery.policies import leads
from courses.delivery.states import CohortState
from courses.delivery.words import hour_words, short_day_words
from learners.attendance.states import Mark
from learners.enrolments.place_policies import runs

DOORS_OPEN = timedelta(minutes=30)  # before a session begins
MOST_PHOTOS, MOST_AT_ONCE = 12, 5  # of the sheet of one session
KEPT_ON_PHONE = "What you marked stays on this phone."


def may_open_register(by: Account, cohort: Cohort, *, now: datetime) -> Ruling:
    """See a register, with what people need on the day."""
    if runs(by, cohort, now=now):
        return Ruling.yes()
    return Ruling.no(
        "Registers are for the trainers of these dates and the coordinator of "
        f"{cohort.hub.name}. Ask one of them to put you on as a trainer."
    )


def may_send_marks(by: Account, session: Session, *, now: datetime) -> Ruling:
    """As above; also a trainer who was taken off after the session, for what their phone still holds."""
    if ruling := may_open_register(by, session.cohort, now=now):
        return ruling
    was = CohortTrainer.objects.filter(cohort=session.cohort, account=by, removed_at__gt=session.starts_at)
    if was.exists():
        return Ruling.yes()
    return Ruling.no(f"{ruling.reason} {KEPT_ON_PHONE}")


def has_register(session: Session) -> Ruling:
    """A session that is held, of dates that are not a draft."""
    cohort = session.cohort
    if session.cancelled_at is not None:
        return Ruling.no("This session was cancelled, so it has no register.")
    if cohort.state == CohortState.DRAFT:
        return Ruling.no("These dates are still being prepared. Open them for booking first.")
    if cohort.cancelled_at is not None and cohort.cancelled_at <= session.starts_at:
        return Ruling.no(f"These dates were cancelled: {cohort.cancelled_why} There is no register.")
    return Ruling.yes()


def may_mark(session: Session, mark: str, *, signed: bool, now: datetime) -> Ruling:
    """On screen. What a phone sends late is kept in any case: see `merge_marks`."""
    if not (ruling := has_register(session)):
        return ruling
    if signed:
        return Ruling.no("This register is signed. Press “Change the register” and say why.")
    if london_date(now) < session.day and mark != Mark.TOLD_US:
        return Ruling.no(
            f"This session is on {session.day:%A} {session.day.day} {session.day:%B}. "
            "Until then you can only mark who told us that they cannot come."
        )
    return Ruling.yes()


def may_check_in(session: Session, *, signed: bool, now: datetime) -> Ruling:
    """Can people say for themselves that they are here, with the code that the trainer shows?"""
    if not (ruling := has_register(session)):
        return ruling
    if signed:
        return Ruling.no("The register of this session is signed. Tell the trainer that you are here.")
    opens = session.starts_at - DOORS_OPEN
    if now < opens:
        there = opens.astimezone(LONDON)
        return Ruling.no(
            f"Checking in opens half an hour before the session: on {short_day_words(there.date())} "
            f"at {hour_words(there.time())}."
        )
    if now >= session.ends_at:
        return Ruling.no("This session is over, so nobody can check in. Tell the trainer that you were here.")
    return Ruling.yes()


def may_sign(session: Session, *, unmarked: list[str], now: datetime) -> Ruling:
    """unmarked: the names of those on the register who have no mark."""
    if not (ruling := has_register(session)):
        return ruling
    if session.starts_at > now:
        return Ruling.no("This session has not begun. You can sign its register once it has.")
    if unmarked:
        return Ruling.no(f"You can sign when everyone is marked. {_left(unmarked)}")
    return Ruling.yes()


def may_amend(*, signed: bool, reason: str, changed: bool) -> Ruling:
    """Change a signed register (INV-32)."""
    if not signed:
        return Ruling.no("This register is not signed yet. Mark it and sign it; no reason is needed.")
    if not changed:
        return Ruling.no("Nothing is different from what was signed. Change a mark, or leave it as it is.")
    if not reason.strip():
        return Ruling.no("Say why the register is changed, such as “Mo was here, I missed him”.")
    return Ruling.yes()


def may_add_photo(session: Session, *, there: int, more: int, now: datetime) -> Ruling:
    """Photos of the signed sheet: from the day itself on, and also when the register is signed already."""
    if not (ruling := has_register(session)):
        return ruling
    if london_date(now) < session.day:
        return Ruling.no("There is no sheet to show yet. Add photos of it on the day, or after.")
    if there + more > MOST_PHOTOS:
        return Ruling.no(
            f"One session has {MOST_PHOTOS} photos at most. Delete one that shows the wrong sheet first."
        )
    return Ruling.yes()


def may_remove_photo(by: Account, session: Session, *, signed: bool, now: datetime) -> Ruling:
    """Whoever runs the dates; what lies beside a signed register is evidence, so then the coordinator."""
    if not (ruling := may_open_register(by, session.cohort, now=now)):
        return ruling
    if signed and not leads(by, session.cohort.hub, now=now):
        return Ruling.no(
            "The register is signed, and these photos belong to it. "
            f"Ask the coordinator of {session.cohort.hub.name} if one shows the wrong sheet."
        )
    return Ruling.yes()


def _left(names: list[str]) -> str:
    if len(names) == 1:
        return f"1 person is left: {names[0]}."
    if len(names) <= 3:
        return f"{len(names)} people are left: {', '.join(names[:-1])} and {names[-1]}."
    return f"{len(names)} people are left: {', '.join(names[:3])} and {len(names) - 3} more."
