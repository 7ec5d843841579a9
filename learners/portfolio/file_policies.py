"""Who may open, add, exchange and take away a file of a piece."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared import clock
from academy.shared.rulings import Ruling
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.spoken_policies import may_record_into, way_to_hear
from learners.portfolio.states import BY_ASSESSOR, SHOWABLE, EvidenceKind, FileState
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of

MOST_FILES = 20  # of one piece
OWN_ALONE = "Only the person whose portfolio this is can change it."
GONE_ALREADY = "This file was deleted already."


@dataclass(frozen=True, slots=True)
class Door:
    """By what somebody comes to a file. `through`: the registration, unless it is their own. `noted`: whether that they
    opened it goes into the audit trail (INV-48)."""

    ruling: Ruling
    through: QualRegistration | None = None
    noted: bool = False


def is_own(by: Account, item: EvidenceItem) -> bool:
    return item.account_id in set(rows_of(by))


def may_open(by: Account, file: EvidenceFile, *, on: date) -> Ruling:
    """The learner, those who assess or check a unit that it was linked to or handed in for, whoever is asked to
    countersign what was judged there, and the lead quality assurer; never while somebody can be recognised in it who
    has not agreed (INV-47)."""
    return door_to(by, file, on=on).ruling


def door_to(by: Account, file: EvidenceFile, *, on: date) -> Door:
    """As may_open, and by what. A conflict of interest closes every door but that of another registration."""
    if file.item.kind == EvidenceKind.FEEDBACK:
        return Door(*way_to_hear(by, file.item, on=on))
    being_written = file.item.kind in BY_ASSESSOR and file.item.withdrawn_at is not None
    if is_own(by, file.item) and not being_written:
        return Door(Ruling.yes())
    if being_written:
        may = may_write_into(by, file.item, on=on)
        return Door(may, _record_of(file.item)[0] if may else None)
    if file.item.others not in SHOWABLE:
        return Door(
            Ruling.no(
                "Somebody may be recognised in this piece, so only the learner sees it, until they have covered it "
                "or everybody in it has agreed."
            )
        )
    leads = None
    for registration in _registrations(file):
        standing = standing_of(by, registration, on=on)
        if standing.conflict:
            continue
        units = _units(file, registration)
        if (standing.assesses | standing.checks) & units:
            return Door(Ruling.yes(), registration)
        if _countersigns(by, registration, units):
            return Door(Ruling.yes(), registration, noted=True)
        if standing.leads_quality:
            leads = registration
    if leads is not None:
        return Door(Ruling.yes(), leads, noted=True)
    return Door(
        Ruling.no(
            "Only the learner opens this file, and those who were given this unit of theirs to assess or to check. "
            "Ask the lead quality assurer if that should be you."
        )
    )


def _countersigns(by: Account, registration: QualRegistration, units: Collection[int]) -> bool:
    """Whether they are asked to countersign what was judged in one of these units (ids), and have not answered yet."""
    return registration.judgements.filter(
        state="countersign",
        countersigner__in=rows_of(by),
        decisions__criterion__outcome__unit__in=units,
    ).exists()


def _registrations(file: EvidenceFile) -> QuerySet[QualRegistration]:
    """For which it is linked, or was handed in."""
    linked = Q(evidence_links__item=file.item_id)
    if file.item.withdrawn_at is not None:
        linked = Q(pk__in=[])
    handed_in = Q(submissions__files__file=file.pk, submissions__submitted_at__isnull=False)
    recorded = Q(records__item=file.item_id)
    return (
        QualRegistration.objects.filter(linked | handed_in | recorded)
        .select_related("account")
        .distinct()
        .order_by("pk")
    )


def _units(file: EvidenceFile, registration: QualRegistration) -> set[int]:
    """The units that it is to show something of, in this registration: of a piece that was taken out, those for which
    it was handed in."""
    unit = "criterion__outcome__unit"
    found: set[int] = set()
    if file.item.withdrawn_at is None:
        found |= set(registration.evidence_links.filter(item=file.item_id).values_list(unit, flat=True))
    of_record = registration.records.filter(item=file.item_id).values_list(f"criteria__{unit}", flat=True)
    found |= {pk for pk in of_record if pk is not None}
    entries = file.handed_in.filter(
        submission__registration=registration, submission__submitted_at__isnull=False
    )
    found |= {pk for pk in entries.values_list(f"entry__links__{unit}", flat=True) if pk is not None}
    return found


def may_write_into(by: Account, item: EvidenceItem, *, on: date) -> Ruling:
    """Put files into what an assessor writes and take them out: only whoever writes it, as long as they do."""
    if item.kind == EvidenceKind.FEEDBACK:
        return may_record_into(by, item, on=on)
    registration, writer = _record_of(item)
    if registration is None or writer is None or not writer & set(rows_of(by)):
        return Ruling.no("Only the assessor who writes this puts files into it.")
    standing = standing_of(by, registration, on=on)
    if standing.own or standing.conflict or not standing.assesses:
        return Ruling.no("This learner is not yours to assess today, so nothing more is put into this.")
    if item.withdrawn_at is None:
        return Ruling.no("The learner has this now. Take it back first, then change its files.")
    return Ruling.yes()


def _record_of(item: EvidenceItem) -> tuple[QualRegistration | None, frozenset[int] | None]:
    """The registration that a record belongs to, and the ids of its assessor's rows."""
    record = getattr(item, "assessor_record", None)
    if record is None:
        return None, None
    return record.registration, frozenset(rows_of(record.assessor))


def may_add_file(by: Account, item: EvidenceItem) -> Ruling:
    if item.kind in BY_ASSESSOR:
        if not (ruling := may_write_into(by, item, on=clock.today())):
            return ruling
        return _has_place(item)
    if not is_own(by, item):
        return Ruling.no(OWN_ALONE)
    if item.withdrawn_at is not None:
        return Ruling.no("This piece was withdrawn. Make a new one for this file.")
    return _has_place(item)


def _has_place(item: EvidenceItem) -> Ruling:
    if item.files.filter(removed_at__isnull=True).exclude(state=FileState.REFUSED).count() >= MOST_FILES:
        return Ruling.no(f"This piece has {MOST_FILES} files already. Make a new piece for the others.")
    return Ruling.yes()


def may_take_away(by: Account, file: EvidenceFile) -> Ruling:
    """Delete its content, or put another in its place. What an assessor is to judge stays, unless they gave it back."""
    if file.item.kind in BY_ASSESSOR:
        if not (ruling := may_write_into(by, file.item, on=clock.today())):
            return ruling
    elif not is_own(by, file.item):
        return Ruling.no(OWN_ALONE)
    if file.removed_at is not None:
        return Ruling.no(GONE_ALREADY)
    if file.handed_in.exclude(Q(submission__state="returned") | Q(submission__state="draft")).exists():
        return Ruling.no(
            "You handed this file in. If somebody can be recognised in it, ask your assessor to give it back first."
        )
    return Ruling.yes()


def can_be_covered(file: EvidenceFile) -> Ruling:
    """Whether there is a picture in which something can be covered. Whose it is, may_take_away says."""
    if not file.type.startswith("image/"):
        return Ruling.no(
            "Only a photo can be covered. Record or save this file again without the faces or names."
        )
    if file.state == FileState.CHECKING:
        return Ruling.no("We are still checking this photo. You can cover it in a minute or two.")
    if file.state == FileState.REFUSED:
        return Ruling.no("This photo was not kept, so there is nothing to cover. Send another one.")
    return Ruling.yes()
