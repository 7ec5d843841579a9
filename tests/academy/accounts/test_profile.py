"""One's own details: names, how we reach somebody, news, and the ways of signing in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from academy.accounts.actions import choose_news, confirm_certificate_name
from academy.accounts.models import Account, ConsentRecord
from academy.accounts.queries import may_be_sent_news, news_choices
from academy.accounts.rules import NotAName
from academy.shared import clock
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from tests.academy.accounts.conftest import code_in
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both]

Browser = Callable[[Account], Client]
DETAILS = {
    "full_name": "Amara B. Bello",
    "preferred_name": "Ama",
    "phone": "07700 900123",
    "contact_by": "phone",
}


def test_details_are_saved_and_the_name_is_in_the_trail(as_: Browser, cast: Cast) -> None:
    assert as_(cast.learner).post("/profile/", DETAILS)["Location"] == "/profile/"
    me = Account.objects.get(pk=cast.learner.pk)
    assert (me.full_name, me.short_name, me.phone, me.contact_by) == (
        "Amara B. Bello",
        "Ama",
        "07700900123",
        "phone",
    )
    (event,) = AuditEvent.objects.filter(chain=chain_of(me))
    assert event.action == "name_changed"
    assert event.detail.before == {"name": "Amara Bello"}


def test_saving_the_same_writes_nothing_into_the_trail(as_: Browser, cast: Cast) -> None:
    as_(cast.learner).post("/profile/", {**DETAILS, "full_name": "Amara Bello"})
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"full_name": ""}, "Write your name."),
        ({"full_name": "!!!"}, "at least one letter"),
        ({"preferred_name": "\u202eama"}, "cannot be printed"),
        ({"phone": "no"}, "10 to 15 digits"),
        ({"phone": ""}, "Write your number, so that we can ring you"),
        ({"contact_by": "pigeon"}, "Select a valid choice"),
    ],
)
def test_faults_are_named_and_nothing_is_lost(
    as_: Browser, cast: Cast, changes: dict[str, str], said: str
) -> None:
    response = as_(cast.learner).post("/profile/", {**DETAILS, **changes})
    page = response.content.decode()
    assert response.status_code == 422 and said in page
    assert "preferred_name" in changes or 'value="Ama"' in page
    assert Account.objects.get(pk=cast.learner.pk).full_name == "Amara Bello"


# --- news --------------------------------------------------------------------------------------------------------


def test_a_change_of_mind_is_a_new_row(as_: Browser, cast: Cast) -> None:
    browser = as_(cast.learner)
    browser.post("/profile/news/", {"news-email": "on"})
    browser.post("/profile/news/", {"news-email": "on"})
    browser.post("/profile/news/", {})
    rows = ConsentRecord.objects.filter(account=cast.learner).order_by("pk")
    assert [(row.channel, row.given, row.at_signup) for row in rows] == [
        ("email", True, False),
        ("email", False, False),
    ]
    assert news_choices(cast.learner) == {"email": False}


def test_text_messages_come_with_a_number(as_: Browser, cast: Cast) -> None:
    browser = as_(cast.learner)
    assert browser.post("/profile/news/", {"news-sms": "on"}).status_code == 422
    browser.post("/profile/news/", {"news-sms": "on", "news-phone": "07700 900123"})
    assert may_be_sent_news(Account.objects.get(pk=cast.learner.pk), "sms", clock.today())
    assert Account.objects.get(pk=cast.learner.pk).phone == "07700900123"


def test_young_people_are_not_asked_and_may_not_say_yes(as_: Browser, cast: Cast) -> None:
    page = as_(cast.minor).get("/profile/").content.decode()
    assert "no news to people under 18" in page and "news-email" not in page
    assert as_(cast.minor).post("/profile/news/", {"news-email": "on"}).status_code == 403
    with pytest.raises(Refused, match="18 or over"):
        choose_news(account_id=cast.minor.pk, news={"email": True}, now=clock.now())
    assert not ConsentRecord.objects.filter(account=cast.minor).exists()


# --- the name on certificates --------------------------------------------------------------------------------------


def test_the_name_on_certificates_is_confirmed(cast: Cast) -> None:
    now = clock.now()
    account = confirm_certificate_name(account_id=cast.learner.pk, name=" Amara  Ngozi Bello ", now=now)
    assert account.name_for_certificate == "Amara Ngozi Bello"
    assert account.certificate_name_confirmed_at == now
    later = now + timedelta(days=1)
    again = confirm_certificate_name(account_id=cast.learner.pk, name="Amara Ngozi Bello", now=later)
    assert again.certificate_name_confirmed_at == later
    assert AuditEvent.objects.filter(chain=chain_of(account)).count() == 1, "the same name is no news"


@pytest.mark.parametrize("name", ["", "   ", "42", "a" * 121, "A\nB\u0007"])
def test_what_is_no_name_is_refused(cast: Cast, name: str) -> None:
    with pytest.raises(NotAName):
        confirm_certificate_name(account_id=cast.learner.pk, name=name, now=clock.now())
    cast.learner.refresh_from_db()
    assert cast.learner.certificate_name_confirmed_at is None


def test_the_screen_explains_what_happens_to_certificates_of_before(as_: Browser, cast: Cast) -> None:
    browser = as_(cast.learner)
    assert "keep the name that is printed" not in browser.get("/profile/certificate-name/").content.decode()
    assert browser.post("/profile/certificate-name/", {"name": "Amara B"})["Location"] == "/profile/"
    assert "Amara B" in browser.get("/profile/").content.decode()
    page = browser.get("/profile/certificate-name/").content.decode()
    assert "keep the name that is printed" in page and "/my-learning/" in page
    assert browser.post("/profile/certificate-name/", {"name": "1"}).status_code == 422


# --- ways of signing in --------------------------------------------------------------------------------------------


def test_the_page_leads_to_every_way_of_signing_in(as_: Browser, cast: Cast) -> None:
    page = as_(cast.neighbour).get("/profile/").content.decode()
    for path in ("/accounts/email/", "/accounts/password/set/", "/accounts/2fa/", "/accounts/sessions/"):
        assert f'href="{path}"' in page


def test_somebody_without_an_address_adds_one(
    as_: Browser, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    browser = as_(cast.neighbour)
    asked = browser.post("/accounts/email/", {"email": "yusuf@example.org", "action_add": "yes"})
    assert asked["Location"] == "/accounts/confirm-email/"
    assert "Use this address" in browser.get(asked["Location"]).content.decode()
    browser.post("/accounts/confirm-email/", {"code": code_in(mailoutbox[0])})
    assert Account.objects.get(pk=cast.neighbour.pk).email == "yusuf@example.org"


def test_three_wrong_codes_for_a_new_address_lead_back(
    as_: Browser, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    browser = as_(cast.neighbour)
    browser.post("/accounts/email/", {"email": "yusuf@example.org", "action_add": "yes"})
    for _ in range(3):
        answer = browser.post("/accounts/confirm-email/", {"code": "wrong"})
    assert answer["Location"] == "/accounts/email/"
    assert "three wrong codes" in browser.get("/accounts/email/").content.decode()


def test_a_passkey_is_one_more_way_in_and_locks_nobody_out(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    key = {"name": "Passkey 1", "credential": {}}
    Authenticator.objects.create(user=cast.learner, type=Authenticator.Type.WEBAUTHN, data=key)
    client.post("/accounts/login/", {"login": "amara@example.org"})
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(mailoutbox[0])})
    assert answer["Location"] == "/my-learning/", "the passkey is at home; the code is enough"


def test_the_app_asks_for_a_second_step(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    secret = {"secret": "JBSWY3DPEHPK3PXP"}
    Authenticator.objects.create(user=cast.learner, type=Authenticator.Type.TOTP, data=secret)
    client.post("/accounts/login/", {"login": "amara@example.org", "next": "/hubs/"})
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(mailoutbox[0]), "next": "/hubs/"})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    page = client.get(answer["Location"])
    assert page.status_code == 200 and "One more step" in page.content.decode()
    assert client.get("/profile/").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/email/",
        "/accounts/password/set/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/logout/",
    ],
)
def test_every_page_about_signing_in_is_in_our_frame(as_: Browser, cast: Cast, path: str) -> None:
    EmailAddress.objects.create(user=cast.learner, email="amara@example.org", verified=True, primary=True)
    response = as_(cast.learner).get(path)
    page = response.content.decode()
    assert response.status_code == 200, response.headers
    assert 'class="skip"' in page and 'class="footer"' in page and page.count("<h1") == 1
    assert "style=" not in page and "{%" not in page and "{{" not in page
    scripts = [part for part in page.split("<script")[1:] if "src=" not in part.split(">")[0]]
    assert all("importmap" in part or "application/json" in part for part in scripts), "no inline script"


def test_codes_by_app_from_turning_on_to_a_spare_code(
    as_: Browser, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    browser = as_(cast.learner)
    EmailAddress.objects.create(user=cast.learner, email="amara@example.org", verified=True, primary=True)
    secret = browser.get("/accounts/2fa/totp/activate/").context["form"].secret
    done = browser.post("/accounts/2fa/totp/activate/", {"code": _shown_by_the_app(secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    spare = browser.get(done["Location"])
    codes = spare.context["unused_codes"]
    assert len(codes) == 10 and "10 of 10 are left" in spare.content.decode()
    assert codes[0] in browser.get("/accounts/2fa/recovery-codes/download/").content.decode()
    assert "See your spare codes" in browser.get("/accounts/2fa/").content.decode()
    browser.post("/accounts/logout/")
    browser.post("/accounts/login/", {"login": "amara@example.org", "next": "/hubs/"})
    browser.post("/accounts/login/code/confirm/", {"code": code_in(mailoutbox[-1]), "next": "/hubs/"})
    wrong = browser.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert "That is not the code that is shown now" in wrong
    assert browser.post("/accounts/2fa/authenticate/", {"code": codes[0]})["Location"] == "/hubs/"
    assert "9 of 10 are left" in _reauthenticated(browser, codes[1])
    assert browser.get("/accounts/2fa/totp/deactivate/").status_code == 200


def _shown_by_the_app(secret: str) -> str:
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    return str(auth.format_hotp_value(auth.hotp_value(secret, counter)))


def _reauthenticated(browser: Client, code: str) -> str:
    """The page of spare codes, which asks first whether it is really you."""
    asked = browser.get("/accounts/2fa/recovery-codes/")
    if asked.status_code == 302:
        assert "Is it you?" in browser.get(asked["Location"]).content.decode()
        browser.post("/accounts/2fa/reauthenticate/", {"code": code, "next": "/accounts/2fa/recovery-codes/"})
    return browser.get("/accounts/2fa/recovery-codes/").content.decode()
