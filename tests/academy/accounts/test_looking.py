"""Looking at a learner's pages to help them: nothing can be done there, and everything is written down."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from academy.accounts.looking import as_they_see_it
from academy.accounts.looking_actions import begin_look, end_look
from academy.accounts.looking_models import Looking
from academy.accounts.looking_policies import may_look
from academy.accounts.models import Account
from academy.shared import clock
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.read_only import is_read_only
from academy.shared.rulings import Refused
from cms.pages.body import kept
from tests.access.table import TABLE
from tests.cast import BACKEND, Cast
from tests.chains import broken_links
from tests.learners import qualifying

STAFF = ["second_manager", "trainer", "coordinator", "assessor", "quality", "editor", "manager"]
PASS = ("look-stop", "account_logout")  # which end it
pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def looking(client: Client, cast: Cast) -> Looking:
    """The manager looks at Amara's pages."""
    client.force_login(cast.manager, BACKEND)
    client.post(reverse("look-as", args=(cast.learner.pk,)), {"reason": "She cannot find lesson 2"})
    return Looking.objects.get()


def noted(account: Account) -> list[str]:
    return list(AuditEvent.objects.filter(chain=chain_of(account)).values_list("action", flat=True))


def test_the_manager_sees_what_the_learner_sees(client: Client, cast: Cast, looking: Looking) -> None:
    page = client.get(reverse("my-learning")).content.decode()
    assert "You see this as <b>Amara Bello</b> does" in page and "Stop looking" in page
    assert "Mo Manager" not in page
    assert noted(cast.learner) == ["look_begun", "page_looked_at"]
    assert broken_links(chain_of(cast.learner)) == []


def test_stopping_ends_it_and_is_written_down(client: Client, cast: Cast, looking: Looking) -> None:
    assert client.post(reverse("look-stop")).url == reverse("person", args=(cast.learner.pk,))  # type: ignore[attr-defined]
    assert "You see this as" not in client.get(reverse("my-learning")).content.decode()
    assert noted(cast.learner) == ["look_begun", "look_ended"]
    client.post(reverse("look-stop"))
    assert noted(cast.learner) == ["look_begun", "look_ended"]


def test_signing_out_ends_it_too(client: Client, cast: Cast, looking: Looking) -> None:
    assert client.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in client.session
    assert noted(cast.learner) == ["look_begun", "look_ended"]


def test_what_is_printed_on_a_certificate_is_not_seen(client: Client, cast: Cast, looking: Looking) -> None:
    registration = qualifying.registered(cast.learner, cast.harbour, cast.second_manager)
    address = reverse("registration", args=[registration.token])
    page = client.get(address).content.decode()
    assert "for them alone" in page
    assert "17 May 1990" not in page and "Unique learner number" not in page
    client.post(reverse("look-stop"))
    mine = Client()
    mine.force_login(cast.learner, BACKEND)
    assert "17 May 1990" in mine.get(address).content.decode()


def test_a_page_that_is_kept_in_the_cache_opens_though_nothing_can_be_written(
    looking: Looking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def throws_away(name: str) -> None:
        Account.objects.filter(pk=0).delete()
        raise AssertionError

    monkeypatch.setattr("cms.pages.body.cache.get", throws_away)
    request = RequestFactory().get("/")
    request.user = looking.by
    answer = as_they_see_it(
        request, looking, lambda _: HttpResponse(kept("body", 1, 1, lambda: "words")), (), {}
    )
    assert answer.content == b"words"  # type: ignore[attr-defined]
    assert not is_read_only()


def test_another_fault_of_the_database_is_not_said_to_be_for_the_learner_alone(looking: Looking) -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        raise OperationalError("the connection is closed")

    request = RequestFactory().get("/")
    request.user = looking.by
    with pytest.raises(OperationalError):
        as_they_see_it(request, looking, broken, (), {})


def test_inv_08_nothing_can_be_sent_while_looking(client: Client, cast: Cast, looking: Looking) -> None:
    """Whatever the address: the refusal comes before anything is looked up."""
    paths = {name: path for name in TABLE if name not in PASS and (path := _any_path(name))}
    assert len(paths) > 200
    assert {name for name, path in paths.items() if client.post(path).status_code != 403} == set()
    assert noted(cast.learner) == ["look_begun"]


def _any_path(name: str) -> str | None:
    """With made-up parts, on which the refusal does not depend; None for an address of another shape."""
    for args in ((), (1,), ("x",), ("x", 1), (1, 1), (1, "x"), ("x", "y"), ("x", "y", 1), (1, 1, 1)):
        with suppress(NoReverseMatch):
            return reverse(name, args=args)
    return None


@pytest.mark.parametrize(
    "name",
    ["profile", "portfolio", "about-me", "access-need", "account_email", "mfa_index", "messages", "people"],
)
def test_what_is_for_the_learner_alone_stays_closed(client: Client, looking: Looking, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 403
    assert "for Amara Bello alone" in answer.content.decode()


def test_a_page_that_would_write_something_is_refused(looking: Looking) -> None:
    def writes(request: HttpRequest) -> HttpResponse:
        return HttpResponse(Account.objects.update(phone="07700 900000"))

    request = RequestFactory().get("/")
    request.user = looking.by
    with pytest.raises(Refused, match="for Amara Bello alone"):
        as_they_see_it(request, looking, writes, (), {})
    assert request.user == looking.by
    assert not Account.objects.filter(phone="07700 900000").exists()
    Account.objects.filter(pk=looking.account_id).update(
        phone="07700 900001"
    )  # what comes after is taken again


def test_it_ends_by_itself(
    client: Client, cast: Cast, looking: Looking, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr("academy.accounts.looking.clock.now", lambda: later)
    assert "You see this as" not in client.get(reverse("my-learning")).content.decode()
    looking.refresh_from_db()
    assert looking.ended_at == looking.until


def test_it_ends_when_the_role_does(client: Client, cast: Cast, looking: Looking) -> None:
    cast.manager.roles.update(ends_on=clock.today())
    assert "You see this as" not in client.get(reverse("my-learning")).content.decode()
    assert noted(cast.learner)[-1] == "look_ended"


def test_the_learner_reads_who_looked_and_why(client: Client, cast: Cast, looking: Looking) -> None:
    mine = Client()
    mine.force_login(cast.learner, BACKEND)
    page = mine.get(reverse("profile")).content.decode()
    assert "Who looked at your pages" in page and "She cannot find lesson 2" in page and "Mo Manager" in page


def test_a_reason_is_needed(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager, BACKEND)
    answer = client.post(reverse("look-as", args=(cast.learner.pk,)), {"reason": "  "})
    assert answer.status_code != 302 and "Say why you look" in answer.content.decode()
    with pytest.raises(Refused, match="Say why"):
        begin_look(account_id=cast.learner.pk, reason=" ", by=cast.manager, now=clock.now())


@pytest.mark.parametrize("who", STAFF)
def test_nobody_looks_as_somebody_who_works_here(cast: Cast, who: str) -> None:
    assert not may_look(cast.manager, getattr(cast, who), on=clock.today())


@pytest.mark.parametrize(
    "who", ["trainer", "coordinator", "assessor", "quality", "editor", "learner", "stranger"]
)
def test_nobody_but_the_manager_looks(cast: Cast, who: str) -> None:
    assert not may_look(getattr(cast, who), cast.neighbour, on=clock.today())


def test_not_a_superuser_nor_a_closed_account(cast: Cast) -> None:
    Account.objects.filter(pk=cast.learner.pk).update(is_superuser=True)
    Account.objects.filter(pk=cast.neighbour.pk).update(is_active=False)
    for who in (cast.learner, cast.neighbour):
        who.refresh_from_db()
        assert not may_look(cast.manager, who, on=clock.today())


def test_the_database_keeps_who_looked(cast: Cast) -> None:
    now: datetime = clock.now()
    looking = begin_look(account_id=cast.learner.pk, reason="Help", by=cast.manager, now=now)
    for facts in ({"reason": "Another"}, {"until": now + timedelta(hours=5)}, {"by": cast.trainer}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Looking.objects.filter(pk=looking.pk).update(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Looking.objects.filter(pk=looking.pk)._raw_delete("default")  # type: ignore[attr-defined]
    end_look(looking_id=looking.pk, by=cast.manager, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Looking.objects.filter(pk=looking.pk).update(ended_at=None)
