"""The pages on which people answer, by a link and without signing in."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from learners.enrolments.models import Enrolment
from learners.evaluation.actions import OTHER_QUESTIONS
from learners.evaluation.forms import NOTHING_SAID
from learners.evaluation.models import Answered, Evaluation, FollowUp
from learners.evaluation.queries import answer_href
from learners.evaluation.states import Kind
from tests.cast import BACKEND
from tests.learners.evaluation import voices
from tests.learners.evaluation.voices import END, EVENING, LATER

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def evening(time_machine) -> None:
    time_machine.move_to(EVENING, tick=False)


def link(place: Enrolment, kind: Kind = Kind.END) -> str:
    return answer_href(place, kind)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def chosen(response, name: str) -> str:
    """The value of the radio button or the text field with this name."""
    boxes = [box for box in re.findall(r"<input[^>]*>", text(response)) if f'name="{name}"' in box]
    radio = [box for box in boxes if " checked" in box or 'type="radio"' not in box]
    return re.search(r'value="([^"]*)"', radio[0])[1] if radio else ""  # type: ignore[index]


def test_whoever_has_the_link_answers_without_signing_in(client: Client) -> None:
    cohort, (place,) = voices.group("Amara Bello")
    asked = voices.outcomes(cohort)
    page = client.get(link(place))
    assert page.status_code == 200
    assert "I can listen so that people say more" in text(page)
    assert "Amara" not in text(page)  # a link that was passed on tells no name
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    facts = {"outcomes": asked.pk, "relevance": "4", "before_0": "2", "after_0": "5", "named": "no"}
    done = client.post(link(place), facts, follow=True)
    assert done.status_code == 200
    assert "We have what you said" in text(done)
    assert "You left your name out" in text(done)
    said = Evaluation.objects.get()
    assert (said.relevance, said.confidence, said.said_by) == (4, [[2, 5], [None, None]], None)


def test_leaving_the_name_out_is_what_is_chosen_first(client: Client) -> None:
    _, (place,) = voices.group("Amara Bello")
    assert chosen(client.get(link(place)), "named") == "no"


def test_nothing_said_is_not_sent_and_nothing_is_lost(client: Client) -> None:
    _, (place,) = voices.group("Amara Bello")
    empty = client.post(link(place), {"named": "no"})
    assert empty.status_code == 422
    assert NOTHING_SAID in text(empty)
    assert not Answered.objects.exists()
    wrong = client.post(link(place), {"named": "yes", "relevance": "9", "helped": "The tea."})
    assert wrong.status_code == 422
    assert "from 1 to 5" in text(wrong)
    assert "The tea." in text(wrong)
    long = client.post(link(place), {"named": "no", "helped": "x" * 2001})
    assert "2000 characters or fewer" in text(long)
    nobody = client.post(link(place), {"relevance": "5"})
    assert "Say whether you want your name on it." in text(nobody)
    assert not Evaluation.objects.exists()


def test_questions_that_change_in_between_are_shown_again_with_what_was_said(client: Client) -> None:
    cohort, (first, second) = voices.group("Amara Bello", "Ben Low")
    voices.outcomes(cohort)
    voices.says(first)
    new = voices.outcomes(cohort, ["do something else"])
    again = client.post(
        link(second), {"outcomes": new.pk, "relevance": "3", "helped": "The tea.", "named": "no"}
    )
    assert again.status_code == 422
    assert OTHER_QUESTIONS in text(again)
    assert "The tea." in text(again)
    assert "do something else" not in text(again)
    assert "say what organising is" in text(again)
    good = {"outcomes": chosen(again, "outcomes"), "relevance": "3", "named": "no"}
    assert client.post(link(second), good).status_code == 302


@pytest.mark.parametrize("outcomes", ["", "x", "-1", "9" * 30, "²", "9" * 5000])
def test_a_number_that_was_not_on_the_page(client: Client, outcomes: str) -> None:
    cohort, (place,) = voices.group("Amara Bello")
    voices.outcomes(cohort)
    facts = {"outcomes": outcomes, "relevance": "3", "named": "no"}
    assert client.post(link(place), facts).status_code == 422


def test_pressed_twice_it_is_kept_once_and_the_second_press_says_thank_you(client: Client) -> None:
    _, (place,) = voices.group("Amara Bello")
    for _ in range(2):
        done = client.post(link(place), {"relevance": "3", "named": "no"}, follow=True)
        assert "We have what you said" in text(done)
    assert Evaluation.objects.count() == Answered.objects.count() == 1


def test_signed_in_one_sees_and_changes_what_bears_ones_name(client: Client) -> None:
    _, (place, other) = voices.group("Amara Bello", "Ben Low")
    voices.says(place, named=True, relevance=2, helped="The tea.")
    assert "sign in first" in text(client.get(link(place)))
    assert "The tea." not in text(client.get(f"{link(place)}?change=yes"))
    client.force_login(other.account, BACKEND)
    assert "The tea." not in text(client.get(f"{link(place)}?change=yes"))
    client.force_login(place.account, BACKEND)
    assert "See or change what you said" in text(client.get(link(place)))
    page = client.get(f"{link(place)}?change=yes")
    assert "The tea." in text(page)
    assert chosen(page, "relevance") == "2"
    assert chosen(page, "named") == "yes"
    client.post(f"{link(place)}?change=yes", {"relevance": "4", "helped": "The tea.", "named": "no"})
    said = Evaluation.objects.get()
    assert (said.relevance, said.said_by) == (4, None)
    assert "You left your name out" in text(client.get(link(place)))


def test_after_the_page_has_closed_a_name_stays_as_it_is(client: Client, time_machine) -> None:
    _, (place,) = voices.group("Amara Bello")
    voices.says(place, named=True, relevance=2)
    time_machine.move_to(END + timedelta(days=31))
    client.force_login(place.account, BACKEND)
    assert "cannot be changed any more" in text(client.get(f"{link(place)}?change=yes"))
    client.post(link(place), {"relevance": "5", "named": "no"})
    assert Evaluation.objects.get().relevance == 2


def test_too_early_too_late_and_a_broken_link_say_so(client: Client, time_machine) -> None:
    _, (place,) = voices.group("Amara Bello")
    time_machine.move_to(END - timedelta(days=1))
    early = client.get(link(place))
    assert early.status_code == 200
    assert "It is too early. This page opens on Thursday 3 December 2026." in text(early)
    assert client.post(link(place), {"relevance": "5", "named": "no"}).status_code == 403
    time_machine.move_to(END + timedelta(days=31))
    assert "This page closed on" in text(client.get(link(place)))
    assert not Answered.objects.exists()
    broken = client.get("/evaluate/1:nothing/")
    assert broken.status_code == 404
    assert "This link does not work" in text(broken)
    assert client.get(link(place).replace("/evaluate/", "/follow-up/")).status_code == 404


def test_who_joined_online_is_asked_about_the_link_and_the_sound(client: Client) -> None:
    cohort, (place,) = voices.group("Amara Bello")
    assert "The room, the food" in text(client.get(link(place)))
    cohort.sessions.update(venue=None, online_url="https://meet.example.org/x")
    assert "Joining online" in text(client.get(link(place)))


def test_what_came_of_it(client: Client, time_machine) -> None:
    time_machine.move_to(LATER)
    _, (place,) = voices.group("Amara Bello")
    page = client.get(link(place, Kind.LATER))
    assert "Have you listened to people?" in text(page)
    wrong = client.post(
        link(place, Kind.LATER), {"acted": "no", "acted_with": "4", "listened_to": "many", "named": "no"}
    )
    assert wrong.status_code == 422
    assert "You said no above." in text(wrong)
    assert "Type a number from 1 to 9999" in text(wrong)
    facts = {"listened_to": "12", "organised": "no", "story": "A crossing.", "named": "no"}
    done = client.post(link(place, Kind.LATER), facts, follow=True)
    assert "We have what you said" in text(done)
    said = FollowUp.objects.get()
    assert (said.listened, said.listened_to, said.organised, said.acted) == (True, 12, False, None)
    assert (said.story, said.said_by) == ("A crossing.", None)


def test_what_came_of_it_can_be_changed_with_a_name(client: Client, time_machine) -> None:
    time_machine.move_to(LATER)
    _, (place,) = voices.group("Amara Bello")
    voices.says_later(place, named=True, listened=True, listened_to=3, acted=False)
    client.force_login(place.account, BACKEND)
    page = client.get(f"{link(place, Kind.LATER)}?change=yes")
    assert [chosen(page, name) for name in ("listened", "listened_to", "acted")] == ["yes", "3", "no"]
    client.post(link(place, Kind.LATER), {"listened": "yes", "listened_to": "8", "named": "yes"})
    said = FollowUp.objects.get()
    assert (said.listened_to, said.acted, said.said_by) == (8, None, place)


def test_the_page_asks_the_database_the_same_however_many_have_spoken(
    client: Client, django_assert_max_num_queries
) -> None:
    cohort, places = voices.group("Amara Bello", "Ben Low", "Cy Late")
    voices.outcomes(cohort)
    for place in places[1:]:
        voices.says(place)
    # place; named answer; answered; questions; outcomes of the course; whether it is online
    with django_assert_max_num_queries(6):
        client.get(link(places[0]))


def test_my_learning_leads_there_until_it_is_said(client: Client) -> None:
    _, (place,) = voices.group("Amara Bello")
    client.force_login(place.account, BACKEND)
    assert link(place) in text(client.get("/my-learning/"))
    client.post(link(place), {"relevance": "3", "named": "no"})
    assert link(place) not in text(client.get("/my-learning/"))
