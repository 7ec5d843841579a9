"""A second step at sign-in for those who work here: setting it up, showing it, and losing it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from academy.accounts.code_actions import hand_code
from academy.accounts.mfa_adapter import MFAAdapter
from academy.accounts.models import Account
from academy.accounts.second_factor_actions import forget_second_factor
from academy.shared import clock
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.qualifications.models import QualificationVersion
from courses.qualifications.staff_models import QualificationRole
from tests.academy.accounts.conftest import code_in
from tests.academy.accounts.proving import APP, EMAIL, HUB, PASSKEY, proved
from tests.cast import Cast
from tests.courses.qualifications.versions import opened

pytestmark = [pytest.mark.django_db, pytest.mark.both]

Browser = Callable[[Account], Client]
PAGE, STAFF = "/second-factor/", "/people/"
LED = "/second-factor/?next=%2Fpeople%2F"


@pytest.fixture(autouse=True)
def _required(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    cache.clear()


@pytest.fixture
def cora(as_: Browser, cast: Cast) -> Client:
    """Signed in by a code to her address; no second factor yet."""
    for one in (cast.coordinator, cast.trainer, cast.manager):
        EmailAddress.objects.create(user=one, email=str(one.email), verified=True, primary=True)
    return proved(as_(cast.coordinator), cast.coordinator, EMAIL)


def now_shown(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(counters())[0]))


def with_app(account: Account) -> str:
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    return secret


def test_an_app_is_set_up_on_the_way_to_the_page_that_was_wanted(cora: Client, cast: Cast) -> None:
    assert cora.get(STAFF)["Location"] == LED
    page = cora.get(LED).content.decode()
    assert "You work here" in page and "Add a passkey" in page and "Use an app" in page
    form = cora.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r'<code class="whole">([A-Z2-7]+)</code>', form)
    assert found
    answer = cora.post("/accounts/2fa/totp/activate/", {"code": now_shown(found[1])})
    assert answer["Location"] == PAGE
    done = cora.get(PAGE).content.decode()
    assert "Your second step is set up" in done and "See your spare codes" in done
    assert f'href="{STAFF}"' in done
    assert cora.get(STAFF).status_code == 200
    assert cora.get("/accounts/2fa/recovery-codes/").status_code == 200


def test_without_the_setting_nobody_is_asked(cora: Client, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    assert cora.get(STAFF).status_code == 200
    assert cora.get(PAGE)["Location"] == "/profile/"


def test_ones_own_learning_stays_open(cora: Client) -> None:
    for address in ("/my-learning/", "/profile/", "/messages/", "/hubs/"):
        assert cora.get(address).status_code == 200, address


def test_what_is_sent_is_refused_with_the_reason_and_changes_nothing(cora: Client, cast: Cast) -> None:
    answer = cora.post("/people/invite/", {"email": "x@example.org", "role": "trainer", "sure": "yes"})
    assert answer.status_code == 403
    words = answer.content.decode()
    assert "a second step at sign-in" in words and "nothing was changed" in words
    assert cora.get(STAFF, headers={"Sec-Fetch-Mode": "cors"}).status_code == 403


def test_with_an_app_the_session_of_before_has_to_show_it(cora: Client, cast: Cast) -> None:
    secret = with_app(cast.coordinator)
    assert cora.get(STAFF)["Location"] == LED
    page = cora.get(LED).content.decode()
    assert "Type the code from your app" in page and "Add a passkey" not in page
    answer = cora.post("/accounts/2fa/reauthenticate/", {"code": now_shown(secret), "next": STAFF})
    assert answer["Location"] == STAFF
    assert cora.get(STAFF).status_code == 200


def test_a_passkey_is_enough_by_itself_and_a_spare_code_works_once(cora: Client, cast: Cast) -> None:
    proved(cora, cast.coordinator, PASSKEY)
    assert cora.get(STAFF).status_code == 200
    proved(cora, cast.coordinator, EMAIL)
    with_app(cast.coordinator)
    spare = RecoveryCodes.activate(cast.coordinator).get_unused_codes()[0]
    assert "Use a spare code" in cora.get(LED).content.decode()
    assert cora.post("/accounts/2fa/reauthenticate/", {"code": spare, "next": STAFF})["Location"] == STAFF
    proved(cora, cast.coordinator, EMAIL)
    assert cora.post("/accounts/2fa/reauthenticate/", {"code": spare, "next": STAFF}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/recovery-codes/download/",
    ],
)
def test_who_can_only_read_the_mail_changes_no_factor_that_is_there(
    cora: Client, cast: Cast, address: str
) -> None:
    with_app(cast.coordinator)
    RecoveryCodes.activate(cast.coordinator)
    assert cora.get(address)["Location"].startswith(PAGE)
    assert cora.post(address, {}).status_code == 403
    assert Authenticator.objects.filter(user=cast.coordinator).count() == 2


def test_signing_in_with_the_app_is_strong_at_once(
    client: Client, cora: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    secret, fresh = with_app(cast.trainer), Client()
    fresh.post("/accounts/login/", {"login": str(cast.trainer.email), "next": "/to-ring/"})
    step = fresh.post("/accounts/login/code/confirm/", {"code": code_in(mailoutbox[0]), "next": "/to-ring/"})
    assert "/accounts/2fa/authenticate/" in step["Location"]
    fresh.post("/accounts/2fa/authenticate/", {"code": now_shown(secret)})
    assert fresh.get("/people/codes/").status_code == 200


def test_somebody_with_only_a_task_for_a_qualification_works_here_too(as_: Browser, cast: Cast) -> None:
    version: QualificationVersion = opened(cast.manager)
    client = proved(as_(cast.stranger), cast.stranger, EMAIL)
    assert client.get("/assessors/").status_code == 403
    QualificationRole.objects.create(
        person=cast.stranger,
        qualification=version.qualification,
        task="centre_admin",
        starts_on=clock.today(),
        given_by=cast.manager,
        given_at=clock.now(),
    )
    assert client.get("/assessors/")["Location"] == "/second-factor/?next=%2Fassessors%2F"
    proved(client, cast.stranger, APP)
    assert client.get("/assessors/").status_code == 200


def test_a_session_by_a_hubs_code_sets_up_nothing_before_showing_who_it_is(
    cora: Client, cast: Cast, client: Client
) -> None:
    """A coordinator can make a code for a trainer: it must not make the coordinator's phone the trainer's passkey."""
    code = hand_code(account_id=cast.trainer.pk, hub_id=cast.harbour.pk, by=cast.coordinator, now=clock.now())
    fresh = Client()
    fresh.post("/accounts/hub-code/", {"code": code})
    assert "First show that it is you" in fresh.get("/second-factor/?next=/today/").content.decode()
    for address in ("webauthn/add/", "totp/activate/"):
        assert fresh.get(f"/accounts/2fa/{address}")["Location"].startswith("/confirm-yourself/?next=")
        assert fresh.post(f"/accounts/2fa/{address}", {}).status_code == 403


@pytest.mark.parametrize(
    "address", ["/accounts/email/", "/accounts/password/set/", "/accounts/2fa/webauthn/add/"]
)
def test_a_learner_by_a_hubs_code_changes_their_own_ways_by_one_of_them(
    as_: Browser, cast: Cast, address: str, settings: Any
) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    client = proved(as_(cast.learner), cast.learner, HUB)
    assert client.get(address)["Location"].startswith("/confirm-yourself/?next=")
    assert client.post(address, {"email": "hub@example.org", "action_add": ""}).status_code == 403
    proved(client, cast.learner, HUB, EMAIL)
    assert client.get(address).status_code == 200
    without = proved(as_(cast.neighbour), cast.neighbour, HUB)
    assert without.get(address).status_code == 200, "whoever has no way of their own can add their first"


def test_lost_phone_and_spare_codes(cora: Client, cast: Cast, as_: Browser) -> None:
    with_app(cast.coordinator)
    RecoveryCodes.activate(cast.coordinator)
    page = f"/people/{cast.coordinator.pk}/second-factor/"
    mo = proved(as_(cast.manager), cast.manager, PASSKEY)
    assert "Phone and spare codes lost" in mo.get(f"/people/{cast.coordinator.pk}/").content.decode()
    assert mo.post(page, {"why": ""}).status_code == 422
    assert Authenticator.objects.filter(user=cast.coordinator).count() == 2
    assert mo.post(page, {"why": "Met at the hub"})["Location"] == f"/people/{cast.coordinator.pk}/"
    assert not Authenticator.objects.filter(user=cast.coordinator).exists()
    last = AuditEvent.objects.filter(chain=chain_of(cast.coordinator)).latest("seq")
    assert (last.action, last.actor_id) == ("second_factor_forgotten", cast.manager.pk)
    assert mo.post(page, {"why": "Again"}).status_code == 302, "nothing is left: harmless"


@pytest.mark.parametrize(
    ("by", "of", "reason"),
    [
        ("coordinator", "trainer", "Ask them, best by phone"),
        ("manager", "manager", "Nobody does it for themselves"),
        ("learner", "manager", "Ask them, best by phone"),
    ],
)
def test_who_makes_a_second_step_forgotten(cast: Cast, by: str, of: str, reason: str) -> None:
    person = getattr(cast, of)
    with_app(person)
    with pytest.raises(Refused, match=reason):
        forget_second_factor(account_id=person.pk, why="I know them", by=getattr(cast, by), now=clock.now())
    assert Authenticator.objects.filter(user=person).exists()


def test_secrets_are_locked_and_open_after_the_key_has_changed(cast: Cast, settings: Any) -> None:
    secret = with_app(cast.trainer)
    kept = Authenticator.objects.get(user=cast.trainer)
    assert kept.data["secret"].startswith("fernet:") and secret not in str(kept.data)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, for this test"
    assert kept.wrap().validate_code(now_shown(secret))
    settings.SECRET_KEY_FALLBACKS = []
    cache.clear()
    assert not kept.wrap().validate_code(now_shown(secret))
    adapter = MFAAdapter()
    assert adapter.decrypt("PLAINOFBEFORE") == "PLAINOFBEFORE"
    assert adapter.decrypt(kept.data["secret"]) != adapter.decrypt(kept.data["secret"]), "nothing to guess"
