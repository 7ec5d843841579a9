"""Records about accounts: how somebody came to one, what they agreed to, how they are signed in."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session as SignedIn
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from academy.accounts.models import (
    Account,
    ConsentRecord,
    GuardianConsent,
    HandedCode,
    Invitation,
    NoticeShown,
)
from academy.accounts.roles import Role
from learners.enrolments.models import Guest
from tests.academy.keeping.people import There, row_of, somebody
from tests.learners.places import dates


def _guardian_consent(began: datetime) -> There:
    paper = default_storage.save("guardians/paper.jpg", ContentFile(b"signed"))
    made = GuardianConsent.objects.create(
        account=somebody(), guardian_name="Ola", contact="01632 960 111", scope="to take part",
        given_on=began.date() - timedelta(days=300), ends_on=began.date(), paper=paper,
        recorded_by=somebody(), recorded_at=began,
    )  # fmt: skip
    return lambda: row_of(made)() or default_storage.exists(paper)


def _consent(began: datetime) -> There:
    facts = {"account": somebody(), "channel": "email", "wording_version": "1"}
    yes = ConsentRecord.objects.create(given=True, recorded_at=began - timedelta(days=90), **facts)
    no = ConsentRecord.objects.create(given=False, recorded_at=began, **facts)
    return lambda: row_of(yes)() or row_of(no)()


def _sign_up(began: datetime) -> There:
    nia = somebody("Nia New", "new@example.org", joined_at=began, phone="01632 960 222")
    NoticeShown.objects.create(account=nia, version="1", shown_at=began)
    EmailAddress.objects.create(user=nia, email="new@example.org")
    facts = ("full_name", "email", "phone", "date_of_birth")
    return lambda: (
        any(Account.objects.filter(pk=nia.pk).values_list(*facts).get()) or EmailAddress.objects.exists()
    )


def _guest(began: datetime) -> There:
    return row_of(Guest.objects.create(last_seen_at=began))


def _invitation(began: datetime) -> There:
    made = Invitation.objects.create(
        email="jo@example.org", role=Role.TRAINER, hub=dates.hub(), invited_by=somebody(), expires_at=began
    )
    return row_of(made)


def _hub_code(began: datetime) -> There:
    made = HandedCode.objects.create(
        account=somebody(), handle="ABCD", code_hash="0" * 64, made_by=somebody(), hub=dates.hub(),
        made_at=began - timedelta(minutes=10), expires_at=began,
    )  # fmt: skip
    return row_of(made)


def _session(began: datetime) -> There:
    return row_of(SignedIn.objects.create(session_key="over", session_data="x", expire_date=began))


def _device(began: datetime) -> There:
    made = UserSession.objects.create(
        user=somebody(), ip="192.0.2.7", session_key="gone", user_agent="A phone"
    )
    UserSession.objects.filter(pk=made.pk).update(created_at=began)
    return row_of(made)


OF_ACCOUNTS: dict[str, Callable[[datetime], There]] = {
    "guardian-consents": _guardian_consent,
    "news-consents": _consent,
    "unfinished-sign-ups": _sign_up,
    "guests": _guest,
    "invitations": _invitation,
    "hub-codes": _hub_code,
    "sessions": _session,
    "signed-in-devices": _device,
}
