"""Making versions and opening them. The root that is locked, and whose chain is written, is the version."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.qualifications.models import (
    AwardingOrganisation,
    Criterion,
    LearningOutcome,
    Qualification,
    QualificationVersion,
)
from courses.qualifications.policies import may_look_after_specifications, may_move_version, may_reword
from courses.qualifications.queries import faults_in
from courses.qualifications.spec_rows import copy_units
from courses.qualifications.states import VersionState


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What an edition says about itself; see QualificationVersion for units and empty values."""

    reference: str = ""
    edition: str = ""
    level: str = ""
    credits: int | None = None
    guided_hours: int | None = None
    total_hours: int | None = None
    fewest_credits: int | None = None
    least_age: int = 16
    registers_from: date | None = None
    registers_until: date | None = None
    certifies_until: date | None = None
    attempts: int | None = None
    attempt_days: int | None = None


@transaction.atomic
def add_qualification(
    *, organisation: str, title: str, summary: str, facts: VersionFacts, by: Account, now: datetime
) -> QualificationVersion:
    """A qualification with an empty first version. Pressing twice gives the same one."""
    may_look_after_specifications(by, now=now).enforce()
    _check(facts)
    awarding, _ = AwardingOrganisation.objects.get_or_create(name=organisation.strip())
    known = Qualification.objects.filter(awarding_organisation=awarding, title__iexact=title.strip()).first()
    if known is not None:
        first = known.versions.filter(state=VersionState.DRAFT, units__isnull=True).first()
        if first is not None and _facts(first) == facts:
            return first
        raise Refused(f"{known} is there already. Make a new version of it.")
    qualification = Qualification.objects.create(
        awarding_organisation=awarding,
        title=title.strip(),
        slug=_slug(title),
        summary=summary.strip(),
        is_sample=awarding.is_sample,
    )
    version = QualificationVersion.objects.create(
        qualification=qualification, number=1, made_at=now, **asdict(facts)
    )
    audit(version, "version_made", by=by, now=now, after=_plain(facts))
    return version


@transaction.atomic
def change_version(*, version_id: int, facts: VersionFacts, by: Account, now: datetime) -> None:
    """Put right what the edition says about itself. Ages, dates and attempts hold for what happens from now on."""
    version = _locked(version_id, by, now)
    _check(facts)
    before = _facts(version)
    if before == facts:
        return
    for name, value in asdict(facts).items():
        setattr(version, name, value)
    version.save()
    audit(version, "version_changed", by=by, now=now, before=_plain(before), after=_plain(facts))


@transaction.atomic
def new_version(*, version_id: int, by: Account, now: datetime) -> QualificationVersion:
    """A draft with the same words, to change. One that nobody has opened yet is given back instead of a second."""
    source = _locked(version_id, by, now)
    siblings = QualificationVersion.objects.filter(qualification=source.qualification)
    waiting = siblings.filter(state=VersionState.DRAFT, based_on=source).first()
    if waiting is not None:
        return waiting
    number = (siblings.aggregate(last=Max("number"))["last"] or 0) + 1
    version = QualificationVersion.objects.create(
        qualification=source.qualification,
        number=number,
        made_at=now,
        based_on=source,
        **asdict(_facts(source)),
    )
    copy_units(source, version)
    audit(version, "version_made", by=by, now=now, after={"based_on": source.pk})
    return version


@transaction.atomic
def open_version(*, version_id: int, by: Account, now: datetime) -> None:
    """Open it for registration. The version that was open before closes; its learners finish on it."""
    version = _locked(version_id, by, now)
    if version.state == VersionState.OPEN:
        return
    may_move_version(version, VersionState.OPEN, faults_in(version)).enforce()
    for other in QualificationVersion.objects.filter(
        qualification=version.qualification, state=VersionState.OPEN
    ):
        _move(locked_one(QualificationVersion.objects.all(), other.pk), VersionState.CLOSED, by, now)
    version.opened_at = version.opened_at or now
    _move(version, VersionState.OPEN, by, now)


@transaction.atomic
def close_version(*, version_id: int, by: Account, now: datetime) -> None:
    """No new learners. Who is on it can finish."""
    version = _locked(version_id, by, now)
    if version.state == VersionState.CLOSED:
        return
    may_move_version(version, VersionState.CLOSED).enforce()
    _move(version, VersionState.CLOSED, by, now)


@transaction.atomic
def freeze_version(*, version_id: int, now: datetime) -> None:
    """A decision is about to use its words: from here on the database keeps them (INV-52). A repeat changes nothing."""
    version = locked_one(QualificationVersion.objects.all(), version_id)
    if version.frozen_at is None:
        version.frozen_at = now
        version.save(update_fields=["frozen_at"])
        audit(version, "version_frozen", by=None, now=now)


@transaction.atomic
def reword(
    *, version_id: int, by: Account, now: datetime, outcome_id: int = 0, criterion_id: int = 0, text: str
) -> None:
    """Other words for one outcome or one criterion, while no decision has used them."""
    version = _locked(version_id, by, now)
    may_reword(version).enforce()
    words = " ".join(text.split())
    if not words:
        raise Refused("Write the words. To leave something out, make a new version and read its sheet.")
    row: LearningOutcome | Criterion
    if criterion_id:
        row = Criterion.objects.get(pk=criterion_id, version=version)
    else:
        row = LearningOutcome.objects.get(pk=outcome_id, version=version)
    if row.text == words:
        return
    before, row.text = row.text, words
    row.save(update_fields=["text"])
    audit(version, "words_changed", by=by, now=now, about=row, before={"text": before}, after={"text": words})


def _locked(version_id: int, by: Account, now: datetime) -> QualificationVersion:
    rows = QualificationVersion.objects.select_related("qualification__awarding_organisation")
    version = locked_one(rows, version_id)
    may_look_after_specifications(by, now=now).enforce()
    return version


def _move(version: QualificationVersion, to: VersionState, by: Account, now: datetime) -> None:
    version.state = to
    version.save(update_fields=["state", "opened_at"])
    audit(version, f"version_{to}", by=by, now=now)


def _check(facts: VersionFacts) -> None:
    if facts.registers_from and facts.registers_until and facts.registers_until < facts.registers_from:
        raise Refused("The last day to register is before the first. Check the two days.")
    if facts.registers_until and facts.certifies_until and facts.certifies_until < facts.registers_until:
        raise Refused("The last certification date is before the last day to register. Check the two days.")
    if facts.attempts == 0:
        raise Refused("Learners need at least one attempt. Leave it empty for as many as it takes.")


def _facts(version: QualificationVersion) -> VersionFacts:
    return VersionFacts(**{name: getattr(version, name) for name in VersionFacts.__slots__})


def _plain(facts: VersionFacts) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(facts).items()
    }


def _slug(title: str) -> str:
    slug, number = slugify(title)[:70] or "qualification", 1
    free = slug
    while Qualification.objects.filter(slug=free).exists():
        number += 1
        free = f"{slug}-{number}"
    return free
