"""Who may record spoken feedback, and who may hear it: it belongs to the round of judging that it is sent with."""

from datetime import date

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.rulings import Ruling
from learners.portfolio.models import EvidenceItem
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of

GIVEN = ("released", "acknowledged")  # the states of a round whose feedback its learner has (INV-13)
Heard = tuple[Ruling, QualRegistration | None, bool]


def may_hear(by: Account, item: EvidenceItem, *, on: date) -> Ruling:
    """The learner, from the moment at which it is given to them; those who assess or check a unit that it is about;
    whoever is asked to countersign it, and the lead quality assurer. Never with a conflict of interest."""
    return way_to_hear(by, item, on=on)[0]


def way_to_hear(by: Account, item: EvidenceItem, *, on: date) -> Heard:
    """The same, by which registration, and whether that they heard it is written down (INV-48)."""
    registration = _registration_of(item)
    if registration is None:
        return Ruling.no("This recording belongs to no feedback, so nobody hears it."), None, False
    rounds = registration.judgements.filter(spoken=item)
    standing = standing_of(by, registration, on=on)
    if standing.own:
        if rounds.filter(state__in=GIVEN).exists():
            return Ruling.yes(), None, False
        return (
            Ruling.no("This is not finished yet. You hear it when the feedback is given to you."),
            None,
            False,
        )
    if standing.conflict:
        return Ruling.no("A conflict of interest between you and this learner is open."), None, False
    units = set(rounds.values_list("drafts__criterion__outcome__unit", flat=True))
    if (standing.assesses | standing.checks) & units:
        return Ruling.yes(), registration, False
    asked = rounds.filter(state="countersign", countersigner__in=rows_of(by)).exists()
    if asked or standing.leads_quality:
        return Ruling.yes(), registration, True
    return (
        Ruling.no(
            "Only the learner hears this, and those who were given this unit of theirs to assess, to countersign or to "
            "check."
        ),
        None,
        False,
    )


def may_record_into(by: Account, item: EvidenceItem, *, on: date) -> Ruling:
    """Put a recording into it or take one out: whoever judges the round, as long as it is open and theirs to judge."""
    registration = _registration_of(item)
    mine = registration and registration.judgements.filter(
        spoken=item, state="open", assessor__in=rows_of(by)
    )
    if registration is None or not mine:
        return Ruling.no("Only the assessor who judges this records feedback for it, until it is sent.")
    if registration.judgements.filter(spoken=item, decided_at__isnull=False).exists():
        return Ruling.no("This was sent with an earlier round, so it stays as it is. Record another one.")
    standing = standing_of(by, registration, on=on)
    if standing.own or standing.conflict or not standing.assesses:
        return Ruling.no("This learner is not yours to assess today, so nothing more is recorded for them.")
    return Ruling.yes()


def _registration_of(item: EvidenceItem) -> QualRegistration | None:
    rows = QualRegistration.objects.filter(judgements__spoken=item).select_related("account")
    return rows.order_by("pk").first()
