"""Who may see a piece, change it, take it away, and say what it shows. Each no says why, and what to do."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.rulings import Ruling
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import BY_ASSESSOR, SHOWABLE, EvidenceKind
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from learners.registrations.states import ENDED, WORKING, RegistrationState

NOT_YOURS = "This piece is in somebody else’s portfolio. Only they can do this."
WRITTEN_FOR_YOU = (
    "Your assessor writes this. You read it, and say on its own page whether it was so. "
    "It stays in your portfolio."
)
SAY_FIRST = "The learner has not said yet who can be recognised in this piece. Until then only they see it."
RECOGNISED = "Somebody who has not agreed can be recognised in this piece. For now only the learner sees it."


@dataclass(frozen=True, slots=True)
class Through:
    """How somebody comes to a piece. allocated: to a unit of it; otherwise that they opened it is written down."""

    registration: QualRegistration
    allocated: bool


def may_add_evidence(by: Account) -> Ruling:
    """Put something into one's own portfolio."""
    if QualRegistration.objects.filter(account__in=rows_of(by), accepted_at__isnull=False).exists():
        return Ruling.yes()
    return Ruling.no(
        "Your portfolio opens when a hub has accepted you for a qualification. "
        "Look at the way to a qualification, and ask about it there."
    )


def may_change_evidence(by: Account, item: EvidenceItem) -> Ruling:
    """Its words and files. What was handed in before stays as it was."""
    if not is_own(by, item):
        return Ruling.no(NOT_YOURS)
    if item.kind in BY_ASSESSOR:
        return Ruling.no(WRITTEN_FOR_YOU)
    if item.withdrawn_at is not None:
        return Ruling.no("You took this piece out of your portfolio. Bring it back first, then change it.")
    if item.kind == EvidenceKind.WITNESS:
        return Ruling.no("These are your witness’s words. Nobody but the witness can change them.")
    return Ruling.yes()


def may_delete_evidence(by: Account, item: EvidenceItem) -> Ruling:
    """For good, with its files."""
    if not is_own(by, item):
        return Ruling.no(NOT_YOURS)
    if item.kind in BY_ASSESSOR:
        return Ruling.no(WRITTEN_FOR_YOU)
    entries = item.handed_in.all()
    if entries.filter(submission__submitted_at__isnull=False).exists():
        return Ruling.no(
            "You have handed this in, so it cannot be deleted. You can take it out of your portfolio instead. "
            "What you handed in stays as it was."
        )
    if entries.exists():
        return Ruling.no(
            "This piece is in what you are putting together to hand in. Take it out there first, then delete it here."
        )
    return Ruling.yes()


def may_withdraw_evidence(by: Account, item: EvidenceItem) -> Ruling:
    """Take it out of the portfolio, after it was handed in."""
    if not is_own(by, item):
        return Ruling.no(NOT_YOURS)
    if item.kind in BY_ASSESSOR:
        return Ruling.no(WRITTEN_FOR_YOU)
    if item.withdrawn_at is not None:
        return Ruling.no("You have taken this piece out of your portfolio already.")
    if item.handed_in.filter(submission__submitted_at__isnull=True).exists():
        return Ruling.no(
            "This piece is in what you are putting together to hand in. Take it out there first."
        )
    return Ruling.yes()


def may_bring_back_evidence(by: Account, item: EvidenceItem) -> Ruling:
    """Into the portfolio again."""
    if not is_own(by, item):
        return Ruling.no(NOT_YOURS)
    if item.kind in BY_ASSESSOR:
        return Ruling.no(WRITTEN_FOR_YOU)
    if item.withdrawn_at is None:
        return Ruling.no("This piece is in your portfolio already.")
    if item.source and _of_source(item).exists():
        return Ruling.no("You have carried this over a second time since, and that one is in your portfolio.")
    return Ruling.yes()


def may_see_evidence(by: Account, item: EvidenceItem, *, on: date) -> Ruling:
    """Its owner, and those who assess or check a unit for which it was linked (INV-47: not while somebody can be
    recognised who has not agreed)."""
    if is_own(by, item):
        if item.kind in BY_ASSESSOR and item.withdrawn_at is not None:
            return Ruling.no("Your assessor is still writing this. You read it once they share it with you.")
        return Ruling.yes()
    if (seen_through(by, item, on=on)) is None:
        return Ruling.no(
            "Only the learner sees this piece, and those who were given its learner and unit to assess or to check. "
            "Ask the lead quality assurer if that should be you."
        )
    if item.others not in SHOWABLE:
        return Ruling.no(RECOGNISED if item.others else SAY_FIRST)
    if item.withdrawn_at is not None:
        return Ruling.no(
            "The learner has taken this piece out of their portfolio. What was handed in stays there."
        )
    return Ruling.yes()


def seen_through(by: Account, item: EvidenceItem, *, on: date) -> Through | None:
    """By which registration somebody who is not the owner has to do with this piece; None: by none. A conflict of
    interest closes every way but that of another registration."""
    units: dict[int, set[int]] = {}
    for pk, unit in item.links.values_list("registration", "criterion__outcome__unit"):
        units.setdefault(pk, set()).add(unit)
    led = None
    for registration in (
        QualRegistration.objects.select_related("account").filter(pk__in=units).order_by("pk")
    ):
        standing = standing_of(by, registration, on=on)
        if standing.conflict or standing.own:
            continue
        if (standing.assesses | standing.checks) & units[registration.pk]:
            return Through(registration, allocated=True)
        if standing.leads_quality and led is None:
            led = Through(registration, allocated=False)
    return led


def may_link_evidence(by: Account, item: EvidenceItem, registration: QualRegistration) -> Ruling:
    """Say what a piece shows, for one registration."""
    if not is_own(by, item) or registration.account_id not in set(rows_of(by)):
        return Ruling.no("Only the learner says what their own piece shows.")
    if item.kind in BY_ASSESSOR and not (ruling := _may_link_theirs(item, registration)):
        return ruling
    if item.withdrawn_at is not None:
        return Ruling.no("You took this piece out of your portfolio. Bring it back first.")
    state = RegistrationState(registration.state)
    if state == RegistrationState.APPLIED:
        return Ruling.no(
            "You can do this as soon as your hub has accepted you. The hub’s coordinator is next."
        )
    if state == RegistrationState.ON_BREAK:
        return Ruling.no("You are on a break. You can go on when you are back; nothing is lost.")
    if state in ENDED:
        return Ruling.no("This way to the qualification has ended. The piece stays in your portfolio.")
    if state not in WORKING:
        return Ruling.no("All your units are signed off, so nothing more needs to be shown.")
    return Ruling.yes()


def _may_link_theirs(item: EvidenceItem, registration: QualRegistration) -> Ruling:
    """What an assessor wrote: for another qualification too, once it counts."""
    record = getattr(item, "assessor_record", None)
    if record is None:
        return Ruling.no("This is what your assessor told you about your work. By itself it shows nothing.")
    if record.counted_at is None:
        return Ruling.no("This does not count yet. Read it, and say whether it was so.")
    if record.registration_id == registration.pk:
        return Ruling.no("Your assessor said what this shows. It stands there already.")
    return Ruling.yes()


def is_own(by: Account, item: EvidenceItem) -> bool:
    """By whichever of their rows."""
    return item.account_id == by.pk or item.account_id in set(rows_of(by))


def _of_source(item: EvidenceItem) -> QuerySet[EvidenceItem]:
    return EvidenceItem.objects.filter(account=item.account_id, source=item.source, withdrawn_at=None)
