"""The pages of the door: the trainer's code, and the phone that is not signed in."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from courses.delivery.models import Session
from learners.attendance.door_codes import code_of, words_of
from learners.attendance.here_views import FULL, MANY, NEVER, OLD, SLOW, TRIES, WORD_TRIES
from learners.attendance.models import AttendanceMark, CheckInRequest, WalkIn
from learners.attendance.queries import standings
from learners.enrolments.door_code import door_code
from tests.cast import BACKEND
from tests.learners.attendance.registers import EVENING, MORNING, group, session_of
from tests.learners.places import dates

pytestmark = pytest.mark.django_db

MOST = 12  # queries of any page


@pytest.fixture(autouse=True)
def _on_the_day():
    cache.clear()
    with time_machine.travel(MORNING, tick=False):
        yield


def sign_in(client: Client, who: Account) -> Client:
    client.force_login(who, backend=BACKEND)
    return client


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def door(session: Session, *, at: datetime = MORNING) -> str:
    return reverse("here", args=[code_of(session.pk, at=at)])


def ticket_of(answer) -> str:
    return field_of(answer, "ticket")


def field_of(answer, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', answer.content.decode())
    assert found is not None
    return found.group(1)


def say(client: Client, session: Session, who: str, **more):
    address = door(session)
    return client.post(address, {"who": who, "ticket": ticket_of(client.get(address)), **more})


# --- the trainer's page


def test_the_trainer_shows_a_code_that_leads_to_the_door(client: Client) -> None:
    cohort, _, jo = group("Amara Bello")
    session = session_of(cohort)
    page = sign_in(client, jo).get(reverse("register-code", args=[session.uid]))
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    said = words(page)
    assert "<svg" in said and words_of(session.pk, at=MORNING) in said
    assert door(session) in said and "/here/</b>" in said
    assert "Amara" not in said, "never who is there"
    assert '<noscript><meta http-equiv="refresh"' in said
    with time_machine.travel(MORNING + timedelta(minutes=1), tick=False):
        assert words_of(session.pk, at=MORNING) not in words(
            client.get(reverse("register-code", args=[session.uid]))
        )


@pytest.mark.parametrize(
    ("now", "why"),
    [(MORNING - timedelta(hours=2), "opens half an hour before"), (EVENING, "This session is over")],
)
def test_outside_its_hours_there_is_no_code(client: Client, now: datetime, why: str) -> None:
    cohort, _, jo = group("Amara Bello")
    with time_machine.travel(now, tick=False):
        page = sign_in(client, jo).get(reverse("register-code", args=[session_of(cohort).uid]))
        assert why in words(page) and "<svg viewBox" not in words(page)
        assert words_of(session_of(cohort).pk, at=now) not in words(page)


def test_only_who_runs_the_dates_sees_the_code(client: Client) -> None:
    cohort, (amara,), _ = group("Amara Bello")
    address = reverse("register-code", args=[session_of(cohort).uid])
    assert client.get(address).status_code == 302
    assert sign_in(client, amara.account).get(address).status_code == 403
    elsewhere = dates.coordinator(dates.hub("elsewhere"), "cora@example.org")
    assert sign_in(client, elsewhere).get(address).status_code == 403


# --- the phone at the door


def test_a_known_and_an_unknown_name_get_the_same_answer() -> None:
    cohort, (amara,), _ = group("Amara Bello")
    session = session_of(cohort)
    pages = [say(Client(), session, name) for name in ("Amara Bello", "Kimya Cello")]
    bare = [re.sub(r"Amara Bello|Kimya Cello", "X", words(page)) for page in pages]
    assert bare[0] == bare[1] and "The trainer has your name" in bare[0]
    assert [page.status_code for page in pages] == [200, 200]
    assert [sorted(page.headers) for page in pages][0] == sorted(pages[1].headers)
    assert standings(session.pk)[amara.pk].mark == "present"
    assert CheckInRequest.objects.get().name == "Kimya Cello"
    seen = words(Client().get(door(session)))
    assert "Amara" not in seen and "Kimya" not in seen


def test_also_when_the_trainer_has_too_many_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learners.attendance.here_actions.MOST_WAITING", 1)
    cohort, (amara,), _ = group("Amara Bello")
    session = session_of(cohort)
    say(Client(), session, "Somebody Else")
    pages = [say(Client(), session, name) for name in ("Amara Bello", "Kimya Cello")]
    bare = [re.sub(r"Amara Bello|Kimya Cello|value=\"[^\"]{20,}\"", "X", words(page)) for page in pages]
    assert bare[0] == bare[1] and FULL in bare[0] and [page.status_code for page in pages] == [400, 400]
    assert standings(session.pk)[amara.pk].mark == "present"
    assert CheckInRequest.objects.get().name == "Somebody Else"


def test_a_number_is_answered_for_certain(client: Client) -> None:
    cohort, (amara,), _ = group("Amara Bello")
    session = session_of(cohort)
    answer = say(client, session, door_code(amara.pk))
    assert "You are marked as here" in words(answer)
    assert "Amara" not in words(answer)
    again = say(client, session, door_code(amara.pk))
    assert "You are marked as here" in words(again)
    assert AttendanceMark.objects.count() == 1
    wrong = say(client, session, "123 456" if door_code(amara.pk) != "123 456" else "654 321")
    assert wrong.status_code == 400 and "We know no place here with this number" in words(wrong)


def test_who_is_signed_in_presses_once(client: Client) -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    page = sign_in(client, amara.account).get(door(session))
    assert "I am Amara Bello, and I am here" in words(page)
    answer = client.post(door(session), {"me": "yes", "ticket": ticket_of(page)})
    assert "You are marked as here" in words(answer)
    others = sign_in(Client(), jo)
    page = others.get(door(session))
    assert "and I am here" not in words(page)
    refused = others.post(door(session), {"me": "yes", "ticket": ticket_of(page)})
    assert refused.status_code == 400 and "You have no place on these dates" in words(refused)
    nobody = Client()
    refused = nobody.post(door(session), {"me": "yes", "ticket": ticket_of(nobody.get(door(session)))})
    assert refused.status_code == 400, "a visitor says a name"


def test_what_was_typed_is_kept_when_something_is_wrong(client: Client) -> None:
    cohort, _, _ = group("Amara Bello")
    answer = say(client, session_of(cohort), "12345")
    assert answer.status_code == 400 and 'value="12345"' in words(answer)
    assert "A name needs at least one letter" in words(answer)


def test_an_old_code_a_wrong_one_and_a_slow_hand_are_told_why(client: Client) -> None:
    cohort, _, _ = group("Amara Bello")
    session = session_of(cohort)
    before = client.get(door(session, at=MORNING - timedelta(minutes=2)))
    assert before.status_code == 403 and OLD in words(before)
    never = client.get(reverse("here", args=["1-2-abc"]))
    assert never.status_code == 403 and NEVER in words(never)
    page = client.get(door(session))
    with time_machine.travel(MORNING + timedelta(minutes=9), tick=False):
        kept = client.post(door(session), {"who": "", "ticket": ticket_of(page)})
        assert kept.status_code == 400 and ticket_of(kept) == ticket_of(page), "a mistake gives no more time"
        later = client.post(door(session), {"who": "Amara Bello", "ticket": ticket_of(page)})
        assert later.status_code == 200
    with time_machine.travel(MORNING + timedelta(minutes=11), tick=False):
        slow = client.post(door(session), {"who": "Amara Bello", "ticket": ticket_of(page)})
        assert slow.status_code == 403 and SLOW in words(slow)
    for forged in ("", "x", "1:abc:def"):
        assert NEVER in words(client.post(door(session), {"who": "Amara Bello", "ticket": forged}))


def test_a_code_of_one_session_says_nothing_at_another(client: Client) -> None:
    """The form counts for the session of its ticket, whatever stands in the address."""
    cohort, (amara,), _ = group("Amara Bello")
    other = dates.cohort(4)
    ticket = ticket_of(client.get(door(session_of(other))))
    client.post(door(session_of(cohort)), {"who": "Amara Bello", "ticket": ticket})
    assert standings(session_of(cohort).pk) == {}
    assert CheckInRequest.objects.get().session == session_of(other)


def test_the_three_words_lead_to_the_same_page(client: Client) -> None:
    cohort, _, _ = group("Amara Bello")
    session, address = session_of(cohort), reverse("here-words")
    assert client.get(address).status_code == 200
    answer = client.get(address, {"words": words_of(session.pk, at=MORNING)}, follow=True)
    assert "Are you here?" in words(answer)
    wrong = client.get(address, {"words": "one two three"})
    assert wrong.status_code == 400 and "These are not the words of this minute" in words(wrong)
    assert client.get(address, {"words": ""}).status_code == 400


def test_guessing_ends(client: Client) -> None:
    cohort, (amara,), _ = group("Amara Bello")
    session = session_of(cohort)
    for _ in range(WORD_TRIES):
        client.get(reverse("here-words"), {"words": "one two three"})
    assert client.get(reverse("here-words"), {"words": words_of(session.pk, at=MORNING)}).status_code == 429
    ticket = ticket_of(client.get(door(session)))
    for number in range(TRIES):
        client.post(door(session), {"who": f"{number:06}", "ticket": ticket})
    stopped = client.post(door(session), {"who": "Amara Bello", "ticket": ticket})
    assert stopped.status_code == 429 and MANY in words(stopped) and 'value="Amara Bello"' in words(stopped)


# --- on the register


def test_the_register_asks_the_trainer_who_it_is(client: Client) -> None:
    cohort, (amara, ben), jo = group("Amara Bello", "Ben Whitlow")
    session = session_of(cohort)
    for name in ("Amara B", "Kit Lawal", "Zed Nobody"):
        say(Client(), session, name)
    page = sign_in(client, jo).get(reverse("register", args=[session.uid]))
    assert "3 people wait for you at the door" in words(page)
    first, kit, zed = CheckInRequest.objects.all()
    assert f'value="{amara.pk}">It is Amara Bello</button>' in words(page)
    assert '<option value="">Choose a name</option>' in words(page), "nobody is chosen by a careless press"
    answer = client.post(
        reverse("register-asked", args=[session.uid, first.pk]), {"who": amara.pk}, follow=True
    )
    assert "Amara Bello is marked as here." in words(answer)
    client.post(reverse("register-asked", args=[session.uid, zed.pk]), {"who": "nobody"})
    form = client.get(
        reverse("register-walk-in", args=[session.uid]), {"name": kit.name, "asked": str(kit.pk)}
    )
    key = field_of(form, "key")
    sent = {"name": kit.name, "asked": kit.pk, "key": key, "room": "on"}
    client.post(reverse("register-walk-in", args=[session.uid]), sent)
    assert WalkIn.objects.get().enrolment.account.full_name == "Kit Lawal"
    assert not CheckInRequest.objects.filter(settled_as="").exists()
    assert "wait for you at the door" not in words(client.get(reverse("register", args=[session.uid])))


def test_refusals_on_the_register(client: Client) -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    other = session_of(dates.cohort(4))
    say(Client(), session, "Kit Lawal")
    asked = CheckInRequest.objects.get()
    sign_in(client, jo)
    for who in ("", "x", "9" * 30):
        assert (
            client.post(reverse("register-asked", args=[session.uid, asked.pk]), {"who": who}).status_code
            == 403
        )
    elsewhere = reverse("register-asked", args=[other.uid, asked.pk])
    assert sign_in(Client(), dates.coordinator()).post(elsewhere, {"who": "nobody"}).status_code == 404
    mine = sign_in(Client(), amara.account)
    assert (
        mine.post(reverse("register-asked", args=[session.uid, asked.pk]), {"who": "nobody"}).status_code
        == 403
    )
    asked.refresh_from_db()
    assert asked.settled_as == ""


def test_phones_hear_that_somebody_waits(client: Client) -> None:
    cohort, _, jo = group("Amara Bello")
    session = session_of(cohort)
    say(Client(), session, "Kit Lawal")
    sign_in(client, jo)
    answer = client.post(reverse("register-marks", args=[session.uid]), {"presses": "[]", "owner": jo.pk})
    assert answer.json()["asking"] == 1


@pytest.mark.parametrize("people", [2, 12])
def test_the_pages_ask_the_same_for_few_and_for_many(
    client: Client, people: int, django_assert_max_num_queries
) -> None:
    cohort, _, jo = group(*(f"Person{number} Bello" for number in range(people)))
    session = session_of(cohort)
    for number in range(people):
        say(Client(), session, f"Unknown{number}x Bello")
    sign_in(client, jo).get(reverse("register-code", args=[session.uid]))
    with django_assert_max_num_queries(MOST):
        client.get(reverse("register", args=[session.uid]))
    with django_assert_max_num_queries(8):
        client.get(reverse("register-code", args=[session.uid]))
    with django_assert_max_num_queries(3):
        Client().get(door(session))
    with django_assert_max_num_queries(1):
        Client().get(reverse("here-words"), {"words": words_of(session.pk, at=MORNING)})


def test_one_finds_the_number_on_the_page_of_ones_place(client: Client) -> None:
    cohort, (amara,), jo = group("Amara Bello")
    page = sign_in(client, amara.account).get(reverse("date-page", args=[cohort.token]))
    assert door_code(amara.pk) in words(page)
    assert door_code(amara.pk) not in words(
        sign_in(Client(), jo).get(reverse("date-page", args=[cohort.token]))
    )
