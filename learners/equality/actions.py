"""Keeping, changing and forgetting what people tell about themselves. A postcode is looked up here and then gone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from courses.delivery.models import Cohort
from learners.equality.keys import key_of, key_of_nobody
from learners.equality.models import Background, District, EqualityAnswers, PostcodeDecile
from learners.equality.policies import may_type_one_more, may_type_slips
from learners.equality.queries import first_of_all
from learners.equality.questions import VERSION
from learners.equality.rules import Postcode, first_of
from learners.equality.states import Where


@dataclass(frozen=True, slots=True)
class Told:
    """What one form says. postcode: None leaves what is known. rather_not: nothing of where one lives.

    answers: question → answer; what is left out is not kept.
    """

    postcode: Postcode | None = None
    rather_not: bool = False
    heard: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def tell_about_oneself(*, account_id: int, told: Told, now: datetime, cohort_id: int | None = None) -> None:
    """Keep both parts, each in its own store. What was told before and is left empty now is deleted, but where one
    lives, which a form cannot show. cohort_id: the dates for which one was asked."""
    account = locked_one(Account.objects.all(), account_id)
    month = first_of(london_date(now))
    entries = list(rows_of(account))
    told_before = list(Background.objects.filter(account__in=entries).order_by(first_of_all(account_id)))
    kept = told_before[0] if told_before else None
    row = kept or Background(account=account, month=month, cohort_id=cohort_id)
    if not (row.where or row.heard):
        row.month = month  # nothing was told before
    _place(row, told)
    row.heard = told.heard
    Background.objects.filter(pk__in=[one.pk for one in told_before[1:]]).delete()
    row.account = account  # also where it was told under an entry that was joined to this one
    row.save()
    others = [key_of(entry) for entry in entries if entry != account_id]
    EqualityAnswers.objects.filter(key__in=others).delete()
    _answer(key_of(account_id), told.answers, month)


@transaction.atomic
def forget_what_was_told(*, account_id: int) -> None:
    """Both parts, wholly. Figures that were made stay: they know nobody."""
    entries = list(rows_of(account_id))
    Background.objects.filter(account__in=entries).delete()
    EqualityAnswers.objects.filter(key__in=[key_of(entry) for entry in entries]).delete()


@transaction.atomic
def type_slip(*, cohort_id: int, slip: str, told: Told, by: Account, now: datetime) -> bool:
    """What is written on a paper slip, of nobody in particular. slip: names this form, so that a second press does
    nothing; then False. Nothing says who typed it: of a group of twelve that would say much."""
    cohort = locked_one(Cohort.objects.select_related("hub"), cohort_id)
    may_type_slips(by, cohort, now=now).enforce()
    slips = Background.objects.filter(cohort=cohort, slip__isnull=False)
    if Background.objects.filter(slip=slip).exists():
        return False
    may_type_one_more(cohort, typed=slips.count()).enforce()
    month = first_of(london_date(now))
    row = Background(slip=slip, cohort=cohort, month=month, heard=told.heard)
    _place(row, told)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same press, by another way, at this very moment
        return False
    _answer(key_of_nobody(), told.answers, month)
    return True


def _place(row: Background, told: Told) -> None:
    """Region and deprivation of the postcode. Where the region is not known, the letters it begins with."""
    if told.rather_not:
        row.where, row.region, row.area, row.decile = Where.RATHER_NOT, "", "", None
    elif told.postcode is not None:
        district = District.objects.filter(outcode=told.postcode.district).first()
        known = PostcodeDecile.objects.filter(postcode=told.postcode.whole).first()
        row.where = Where.TOLD
        row.region = district.region if district else ""
        row.area = "" if row.region else told.postcode.area
        row.decile = known.decile if known else None


def _answer(key: str, answers: Mapping[str, str], month: date) -> None:
    kept = EqualityAnswers.objects.filter(key=key).first()
    if not answers:
        if kept is not None:
            kept.delete()
        return
    row = kept or EqualityAnswers(key=key, month=month)
    row.questions, row.answers = VERSION, dict(answers)
    row.save()
