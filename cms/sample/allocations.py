"""Who assesses and checks the sample learners beside Asif, and the interests that two people have declared."""

from datetime import datetime, timedelta

from academy.accounts.models import Account
from academy.shared.clock import london_date
from cms.sample.qualifications import TITLE
from learners.registrations.allocation_actions import allocate
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.conflict_actions import decide_conflict, declare_conflict
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs, Nature

BEGAN = timedelta(days=70)  # ago


def load_allocations(*, now: datetime) -> None:
    """Once. Asif's friend has him as assessor, so the lead has something to decide; Femi waits for an assessor."""
    if ConflictDeclaration.objects.exists():
        return
    quentin, asif, tilda = (
        Account.objects.get(email=f"{name}@example.org") for name in ("quality", "assessor", "trainee")
    )
    idris = _of("Idris Cole")
    last = idris.units.select_related("unit").order_by("unit__number").last()
    assert last is not None
    for person, task, unit in (
        (quentin, AllocatedAs.QUALITY, None),
        (tilda, AllocatedAs.ASSESSOR, last.unit_id),
    ):
        allocate(
            registration_id=idris.pk,
            person_id=person.pk,
            task=task,
            unit_id=unit,
            starts_on=london_date(now - BEGAN),
            by=quentin,
            now=now - BEGAN,
        )
    _declared(asif, _of("Greta Brandt").account, Nature.FRIEND, "We share an allotment.", now)
    dealt_with = _declared(tilda, _of("Moses Adu").account, Nature.FAMILY, "He is my cousin.", now)
    decide_conflict(
        conflict_id=dealt_with.pk,
        mitigation="Tilda assesses none of his units.",
        scrutineer_id=asif.pk,
        by=quentin,
        now=now,
    )


def _of(name: str) -> QualRegistration:
    return QualRegistration.objects.select_related("account").get(
        account__full_name=name, version__qualification__title=TITLE
    )


def _declared(who: Account, other: Account, nature: Nature, words: str, now: datetime) -> ConflictDeclaration:
    return declare_conflict(
        person_id=who.pk, other_id=other.pk, hub_id=None, nature=nature, words=words, by=who, now=now
    )
