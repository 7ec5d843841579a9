"""Codes that a hub hands over: made face to face, ten minutes, one use, five wrong tries."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from academy.accounts.code_actions import hand_code, use_handed_code
from academy.accounts.models import Account, HandedCode
from academy.accounts.roles import Role
from academy.shared import clock
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from tests.cast import Cast, hold

pytestmark = [pytest.mark.django_db, pytest.mark.both]

Browser = Callable[[Account], Client]
PAGE = "/accounts/hub-code/"


def handed(cast: Cast, to: Account | None = None, by: Account | None = None) -> str:
    return hand_code(
        account_id=(to or cast.neighbour).pk,
        hub_id=cast.harbour.pk,
        by=by or cast.coordinator,
        now=clock.now(),
    )


def use(code: str) -> Account:
    return use_handed_code(code=code, now=clock.now())


def wrong(code: str) -> str:
    """The same first half, another second half."""
    return code[:5] + ("2222" if code[5:] != "2222" else "3333")


def test_somebody_without_an_address_signs_in(client: Client, cast: Cast) -> None:
    code = handed(cast)
    assert len(code) == 9
    answer = client.post(PAGE, {"code": code.lower().replace("-", " "), "next": "/profile/"})
    assert answer["Location"] == "/profile/"
    assert "Yusuf Khan" in client.get("/profile/").content.decode()
    actions = AuditEvent.objects.filter(chain=chain_of(cast.neighbour)).values_list("action", "actor_id")
    assert list(actions) == [
        ("sign_in_code_handed", cast.coordinator.pk),
        ("sign_in_code_used", cast.neighbour.pk),
    ]


def test_only_the_hash_is_kept(cast: Cast) -> None:
    code = handed(cast).replace("-", "")
    row = HandedCode.objects.get()
    assert row.handle == code[:4] and code[4:] not in row.code_hash and len(row.code_hash) == 64


def test_it_works_once(client: Client, cast: Cast) -> None:
    code = handed(cast)
    use(code)
    page = client.post(PAGE, {"code": code})
    assert page.status_code == 422 and "was used already" in page.content.decode()


def test_it_works_for_ten_minutes(client: Client, cast: Cast) -> None:
    with time_machine.travel("2026-11-20 12:00Z", tick=False) as now:
        late, right = handed(cast), handed(cast, cast.learner)
        now.shift(10 * 60 - 1)
        assert use(right) == cast.learner
        now.shift(1)
        page = client.post(PAGE, {"code": late}).content.decode()
        assert "has run out" in page and "Ask your hub for a new one" in page


def test_five_wrong_tries_use_it_up(client: Client, cast: Cast) -> None:
    code = handed(cast)
    for _ in range(5):
        assert "We do not know that code" in client.post(PAGE, {"code": wrong(code)}).content.decode()
    assert HandedCode.objects.get().wrong_tries == 5, "counted although each try was refused"
    assert "typed wrongly too often" in client.post(PAGE, {"code": code}).content.decode()


def test_four_wrong_tries_do_not(cast: Cast) -> None:
    code = handed(cast)
    for _ in range(4):
        with pytest.raises(Refused):
            use(wrong(code))
    assert use(code) == cast.neighbour


@pytest.mark.parametrize("typed", ["", "    ", "ABC", "0000-0000", "🙂🙂🙂🙂", "x" * 20])
def test_nonsense_is_answered_kindly(client: Client, cast: Cast, typed: str) -> None:
    handed(cast)
    response = client.post(PAGE, {"code": typed})
    assert response.status_code == 422
    assert HandedCode.objects.get().wrong_tries == 0


def test_a_new_code_stops_the_one_before(cast: Cast) -> None:
    old, new = handed(cast), handed(cast)
    with pytest.raises(Refused, match="has run out"):
        use(old)
    assert use(new) == cast.neighbour


def test_a_closed_account_stays_closed(cast: Cast) -> None:
    code = handed(cast)
    Account.objects.filter(pk=cast.neighbour.pk).update(is_active=False)
    with pytest.raises(Refused, match="closed"):
        use(code)


def test_a_role_given_meanwhile_stops_the_code(cast: Cast) -> None:
    """Else a trainer could sign in as somebody who has just become a manager."""
    code = handed(cast, by=cast.trainer)
    hold(cast.neighbour, Role.MANAGER)
    with pytest.raises(Refused, match="does not work any more"):
        use(code)
    assert HandedCode.objects.get().used_at is None


def test_a_role_ended_meanwhile_stops_the_codes_of_its_holder(cast: Cast) -> None:
    code = handed(cast, by=cast.trainer)
    cast.trainer.roles.update(ends_on=clock.today())
    with pytest.raises(Refused, match="does not work any more"):
        use(code)


def test_guessing_is_slowed_down(client: Client, cast: Cast) -> None:
    answers = [client.post(PAGE, {"code": f"AAAA-{number:04}"}).status_code for number in range(31)]
    assert answers[:30] == [422] * 30 and answers[30] == 429
    cache.clear()


def test_the_wanted_page_is_never_another_site(client: Client, cast: Cast) -> None:
    assert (
        client.post(PAGE, {"code": handed(cast), "next": "https://evil.example/"})["Location"]
        == "/my-learning/"
    )


def test_who_is_signed_in_just_goes_on(as_: Browser, cast: Cast) -> None:
    assert as_(cast.learner).get(f"{PAGE}?next=/hubs/")["Location"] == "/hubs/"


# --- who may hand one over ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", ["learner", "neighbour", "minor"])
@pytest.mark.parametrize("by", ["coordinator", "trainer"])
def test_a_hub_hands_codes_to_its_people(cast: Cast, by: str, to: str) -> None:
    assert use(handed(cast, getattr(cast, to), getattr(cast, by))) == getattr(cast, to)


def test_a_coordinator_helps_a_trainer(cast: Cast) -> None:
    assert use(handed(cast, cast.trainer)) == cast.trainer


@pytest.mark.parametrize(
    ("to", "by", "reason"),
    [
        ("coordinator", "coordinator", "for yourself"),
        ("trainer", "trainer", "for yourself"),
        ("stranger", "coordinator", "does not belong to Harbour Road"),
        ("learner", "other_coordinator", "trainers and its coordinator"),
        ("learner", "manager", "trainers and its coordinator"),
        ("learner", "assessor", "trainers and its coordinator"),
        ("learner", "stranger", "trainers and its coordinator"),
        ("coordinator", "trainer", "too wide for a code"),
        ("assessor", "trainer", "Only the hub's coordinator"),
    ],
)
def test_every_refusal_has_its_reason(cast: Cast, to: str, by: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        handed(cast, getattr(cast, to), getattr(cast, by))
    assert not HandedCode.objects.exists()


@pytest.mark.parametrize("who", ["manager", "editor", "quality"])
def test_nobody_signs_in_for_those_above_a_hub(cast: Cast, who: str) -> None:
    account = getattr(cast, who)
    Account.objects.filter(pk=account.pk).update(hub=cast.harbour)
    account.refresh_from_db()
    with pytest.raises(Refused, match="too wide for a code"):
        handed(cast, account)


def test_a_role_at_another_hub_is_out_of_reach(cast: Cast) -> None:
    hold(cast.trainer, Role.TRAINER, cast.millfield)
    with pytest.raises(Refused, match="another hub too"):
        handed(cast, cast.trainer)


def test_a_role_that_ended_hands_out_nothing(cast: Cast) -> None:
    cast.trainer.roles.update(ends_on=clock.today() - timedelta(days=1))
    with pytest.raises(Refused):
        handed(cast, by=cast.trainer)


def test_a_closed_account_gets_no_code(cast: Cast) -> None:
    Account.objects.filter(pk=cast.neighbour.pk).update(is_active=False)
    cast.neighbour.refresh_from_db()
    with pytest.raises(Refused, match="closed"):
        handed(cast)


# --- the screens -------------------------------------------------------------------------------------------------


def test_the_trainer_finds_asks_and_shows_the_code_once(as_: Browser, cast: Cast) -> None:
    trainer = as_(cast.trainer)
    found = trainer.get("/people/codes/?q=yus").content.decode()
    address = f"/people/{cast.neighbour.pk}/code/harbour-road/"
    assert address in found and "Amara" not in found
    everybody = trainer.get("/people/codes/").content.decode()
    assert "Bea Other" not in everybody and "Cora" not in everybody and "@example.org" not in everybody
    assert "They are here: make the code" in trainer.get(address).content.decode()
    assert not HandedCode.objects.exists(), "asking makes nothing"
    shown = trainer.post(address)
    assert "no-store" in shown["Cache-Control"]
    code = str(shown.context["code"]) if shown.context else _code_in(shown.content.decode())
    assert use(code) == cast.neighbour


def test_the_screen_says_why_not(as_: Browser, cast: Cast) -> None:
    page = as_(cast.trainer).get(f"/people/{cast.coordinator.pk}/code/harbour-road/")
    assert page.status_code == 200 and "too wide for a code" in page.content.decode()
    refused = as_(cast.trainer).post(f"/people/{cast.coordinator.pk}/code/harbour-road/")
    assert refused.status_code == 403 and "too wide for a code" in refused.content.decode()
    elsewhere = as_(cast.trainer).get(f"/people/{cast.stranger.pk}/code/millfield/")
    assert elsewhere.status_code == 403 and "You do not work at Millfield" in elsewhere.content.decode()


def test_a_young_persons_code_works_like_any_other(cast: Cast) -> None:
    assert use(handed(cast, cast.minor)).date_of_birth == date(2011, 5, 1)


def _code_in(page: str) -> str:
    return page.split('class="handed"')[1].split(">")[1].split("<")[0]
