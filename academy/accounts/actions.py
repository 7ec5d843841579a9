"""What a person does about themselves: signing up, their name, their choices. Roles are in role_actions.py."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from academy.accounts.models import Account, ConsentRecord, NoticeShown
from academy.accounts.notices import NEWS, NEWS_CHANNELS, NEWS_WORDING_VERSION, NOTICE_VERSION
from academy.accounts.queries import is_minor, news_choices, unfinished_signups
from academy.accounts.rules import TOO_YOUNG, YOUNGEST_ALONE, age_on, clean_name
from academy.shared.audit import audit, chain_of
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.locks import locked, locked_one
from academy.shared.models import AuditDetail
from academy.shared.rulings import Refused


@dataclass(frozen=True, slots=True)
class SignupAnswers:
    """What sign-up asked. `news` maps a channel to the tick; date_of_birth only of under-18s."""

    full_name: str
    is_adult: bool
    date_of_birth: date | None = None
    phone: str = ""
    news: Mapping[str, bool] | None = None


@transaction.atomic
def complete_signup(*, account_id: int, answers: SignupAnswers, now: datetime) -> Account:
    """Write down who signed up, what they were told, and what they answered about news.

    Under 18 a tick for news counts as no. Raises Refused for somebody under 13.
    """
    account = locked_one(Account.objects.all(), account_id)
    born = None if answers.is_adult else answers.date_of_birth
    if not answers.is_adult and (born is None or age_on(born, london_date(now)) < YOUNGEST_ALONE):
        raise Refused(TOO_YOUNG)
    account.full_name = clean_name(answers.full_name)
    account.is_adult = answers.is_adult
    account.date_of_birth = born
    news = {key: asked and answers.is_adult for key, asked in (answers.news or {}).items()}
    if news.get("sms"):
        account.phone = answers.phone
    account.save(update_fields=["full_name", "is_adult", "date_of_birth", "phone"])
    NoticeShown.objects.create(account=account, version=NOTICE_VERSION, shown_at=now)
    _record_news(
        account, {channel.key: news.get(channel.key, False) for channel in NEWS_CHANNELS}, now, at_signup=True
    )
    audit(
        account, "signed_up", by=account, now=now, after={"adult": answers.is_adult, "notice": NOTICE_VERSION}
    )
    if (
        account.last_login is not None
    ):  # else their address must be confirmed first, and that brings the welcome
        enqueue("learners.reminders.send_due", kind="welcome")
    return account


@transaction.atomic
def confirm_certificate_name(*, account_id: int, name: str, now: datetime) -> Account:
    """Set the name that certificates are made out to, as the person has just read and confirmed it.

    Raises NotAName. Certificates that were issued keep the name they were issued with.
    """
    account = locked_one(Account.objects.all(), account_id)
    before = account.name_for_certificate
    account.name_for_certificate = clean_name(name)
    account.certificate_name_confirmed_at = now
    account.save(update_fields=["name_for_certificate", "certificate_name_confirmed_at"])
    if account.name_for_certificate != before:
        _audit_name(account, "certificate_name_confirmed", before, account.name_for_certificate, now)
    return account


def print_names_as_called(*, account_ids: Collection[int], by: Account, now: datetime) -> None:
    """Whoever never chose a name for certificates gets the one they are known by, as a register was signed with it.

    The caller holds the transaction. A name that somebody chose stays, and a wrong one is put right free of charge.
    """
    unnamed = Account.objects.filter(certificate_name_confirmed_at__isnull=True).exclude(full_name="")
    for account in locked(unnamed, account_ids):
        before = account.name_for_certificate
        account.name_for_certificate = account.full_name
        account.certificate_name_confirmed_at = now
        account.save(update_fields=["name_for_certificate", "certificate_name_confirmed_at"])
        _audit_name(account, "certificate_name_from_register", before, account.full_name, now, by=by)


@transaction.atomic
def change_profile(
    *, account_id: int, full_name: str, preferred_name: str, phone: str, contact_by: str, now: datetime
) -> Account:
    """The person puts their own details right. Raises NotAName."""
    account = locked_one(Account.objects.all(), account_id)
    before = account.full_name
    account.full_name = clean_name(full_name)
    account.preferred_name = clean_name(preferred_name) if preferred_name.strip() else ""
    account.phone = phone
    account.contact_by = contact_by
    account.save(update_fields=["full_name", "preferred_name", "phone", "contact_by"])
    if account.full_name != before:
        _audit_name(account, "name_changed", before, account.full_name, now)
    return account


@transaction.atomic
def choose_news(*, account_id: int, news: Mapping[str, bool], phone: str = "", now: datetime) -> None:
    """A change of mind about news: one new record for each channel whose answer is another one than before.

    A phone number comes with a yes to text messages. Raises Refused for a yes of somebody under 18.
    """
    account = locked_one(Account.objects.all(), account_id)
    if any(news.values()) and is_minor(account, london_date(now)):
        raise Refused(
            "We send news to people who are 18 or over only. You can choose it after your birthday."
        )
    if news.get("sms") and phone:
        account.phone = phone
        account.save(update_fields=["phone"])
    so_far = news_choices(account)
    _record_news(account, {key: given for key, given in news.items() if so_far.get(key, False) != given}, now)


@transaction.atomic
def forget_unfinished_signup(*, account_id: int, now: datetime) -> bool:
    """Take every name and address from an account that nobody ever confirmed; the notice promises it.

    The bare row stays, because what was shown and asked is kept. True when something was forgotten.
    """
    account = locked_one(Account.objects.all(), account_id)
    ago = now - settings.KEPT_FOR["unfinished-sign-ups"]
    if not unfinished_signups().filter(pk=account.pk, joined_at__lte=ago).exists():
        return False
    EmailAddress.objects.filter(user=account).delete()
    account.email, account.date_of_birth, account.is_active = None, None, False
    account.full_name = account.phone = ""
    account.save(update_fields=["email", "date_of_birth", "is_active", "full_name", "phone"])
    AuditDetail.objects.filter(event__chain=chain_of(account)).delete()
    audit(account, "unfinished_signup_forgotten", by=None, now=now)
    return True


def _audit_name(
    account: Account, action: str, before: str, after: str, now: datetime, *, by: Account | None = None
) -> None:
    audit(account, action, by=by or account, now=now, before={"name": before}, after={"name": after})


def _record_news(
    account: Account, news: Mapping[str, bool], now: datetime, *, at_signup: bool = False
) -> None:
    ConsentRecord.objects.bulk_create(
        ConsentRecord(
            account=account,
            purpose=NEWS,
            channel=channel,
            given=given,
            wording_version=NEWS_WORDING_VERSION,
            at_signup=at_signup,
            recorded_at=now,
        )
        for channel, given in news.items()
    )
