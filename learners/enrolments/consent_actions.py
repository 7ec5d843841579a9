"""A parent or guardian agrees that somebody under age takes part, and the places that were kept are booked."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from academy.accounts.models import Account, GuardianConsent
from academy.accounts.queries import is_minor
from academy.accounts.rules import ADULT, clean_name
from academy.shared.clock import london_date
from academy.shared.locks import locked
from academy.shared.photos import Photo, forget_photo, keep_photo
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.enrolments.consent import SCOPE, years_after
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import audit_place, confirm_agreed
from learners.enrolments.place_policies import may_record_consent
from learners.enrolments.states import PlaceState

FOLDER = "guardians"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who agreed and how to reach them."""

    guardian_name: str
    contact: str


def record_consent(
    *, place_id: int, agreement: Agreement, by: Account, now: datetime, photo: Photo | None = None
) -> GuardianConsent:
    """Write down who agreed, for a year and at the latest until the 18th birthday. Every place that waited for it is
    booked. A second time with the same name changes nothing, but for the photo of the paper, where there was none."""
    paper = keep_photo(photo, folder=FOLDER) if photo is not None else ""
    kept = False
    try:
        with transaction.atomic():
            consent = _record(place_id, agreement, paper, by, now)
        kept = consent.paper == paper
    finally:
        if paper and not kept:  # it was refused, or there was a photo already
            forget_photo(paper)
    return consent


def _record(place_id: int, agreement: Agreement, paper: str, by: Account, now: datetime) -> GuardianConsent:
    account_id, cohort_id = Enrolment.objects.values_list("account", "cohort").get(pk=place_id)
    place, waiting = _locked_places(place_id, account_id, cohort_id)
    may_record_consent(by, place, now=now).enforce()
    account, today = place.account, london_date(now)
    if not is_minor(account, today):
        raise Refused(f"{account} is 18 or over, so nobody has to agree for them.")
    name, contact = clean_name(agreement.guardian_name), agreement.contact.strip()
    if not contact:
        raise Refused("Write how to reach the parent or guardian: a phone number or an e-mail address.")
    consent = write_agreement(account, name, contact, by=by, now=now, paper=paper)
    for one in waiting:
        audit_place(one, "guardian_agreed", by, now, reason=SCOPE)
        confirm_agreed(one, by=by, now=now)
    return consent


def write_agreement(
    account: Account, name: str, contact: str, *, by: Account, now: datetime, paper: str = ""
) -> GuardianConsent:
    """The row itself: the one that is there, or a new one. The caller has locked what the person is on."""
    today = london_date(now)
    until = _until(account, today)
    same = GuardianConsent.objects.filter(
        account=account, guardian_name=name, contact=contact, withdrawn_at=None, ends_on=until
    )
    if (known := same.first()) is not None:
        if paper and not known.paper:
            known.paper = paper
            known.save(update_fields=["paper"])
        return known
    return GuardianConsent.objects.create(
        account=account,
        guardian_name=name,
        contact=contact,
        scope=SCOPE,
        given_on=today,
        ends_on=until,
        paper=paper,
        recorded_by=by,
        recorded_at=now,
    )


def _locked_places(place_id: int, account_id: int, cohort_id: int) -> tuple[Enrolment, list[Enrolment]]:
    """The place, and those of the same person that wait for a guardian; their cohorts first, lowest id first."""
    mine = Enrolment.objects.filter(account=account_id)
    wanted = mine.filter(state=PlaceState.REQUESTED)
    ids = {cohort_id, *wanted.values_list("cohort", flat=True)}
    rows = Cohort.objects.select_related("course", "hub")
    cohorts = {cohort.pk: cohort for cohort in locked(rows, [pk for pk in ids if pk is not None])}
    places = locked(
        mine.filter(cohort__in=cohorts).select_related("account", "course"),
        {place_id, *wanted.values_list("pk", flat=True)},
    )
    for place in places:
        place.cohort = cohorts[place.cohort_id]  # type: ignore[index]
    asked = next(place for place in places if place.pk == place_id)
    return asked, [place for place in places if place.state == PlaceState.REQUESTED]


def _until(account: Account, today: date) -> date:
    a_year = years_after(today, 1)
    return min(a_year, years_after(account.date_of_birth, ADULT)) if account.date_of_birth else a_year
