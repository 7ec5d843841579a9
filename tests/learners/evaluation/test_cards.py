"""Cards with which people without e-mail answer in the room."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.states import PlaceState
from learners.evaluation.card_queries import CARDS_ON_A_PAGE, cards
from learners.evaluation.models import Evaluation
from learners.evaluation.queries import answer_href
from learners.evaluation.states import Kind
from tests.cast import BACKEND
from tests.learners.evaluation import voices
from tests.learners.evaluation.voices import END, EVENING
from tests.learners.places import dates

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def evening(time_machine) -> None:
    time_machine.move_to(EVENING, tick=False)


def without_email(*places: Enrolment) -> None:
    Account.objects.filter(pk__in=[place.account_id for place in places]).update(email=None)


def seen(client: Client, cohort: Cohort, who: Account) -> str:
    client.force_login(who, BACKEND)
    answer = client.get(reverse("feedback-cards", args=[cohort.pk]))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return " ".join(answer.content.decode().split())


def test_a_card_leads_to_the_questions_of_whoever_has_no_address(client: Client, settings) -> None:
    settings.BASE_URL = "https://academy.example"
    cohort, (amara, yusuf) = voices.group("Amara Bello", "Yusuf Khan")
    without_email(yusuf)
    _, found = cards(cohort, number="1")
    assert [(one.name, one.href) for one in found] == [
        ("Yusuf Khan", f"https://academy.example{answer_href(yusuf, Kind.END)}")
    ]
    page = seen(client, cohort, dates.trainer(email="jo@example.org"))
    assert "Yusuf Khan" in page and "Amara Bello" not in page
    assert page.count("<svg") and "It leads to the questions for Yusuf Khan." in page
    client.logout()
    client.post(found[0].href.removeprefix("https://academy.example"), {"relevance": "5", "named": "no"})
    assert Evaluation.objects.get().relevance == 5


def test_cards_do_not_say_who_has_answered(client: Client) -> None:
    cohort, places = voices.group("Amara Bello", "Yusuf Khan")
    without_email(*places)
    jo = dates.trainer(email="jo@example.org")
    before = re.sub(r'nonce-?[^"]*"|value="[^"]*"', "", seen(client, cohort, jo))
    voices.says(places[0])
    after = re.sub(r'nonce-?[^"]*"|value="[^"]*"', "", seen(client, cohort, jo))
    assert before == after


def test_only_of_those_who_may_answer(client: Client) -> None:
    cohort, (came, away, gone, double) = voices.group("Amara Bello", "Ben Low", "Cy Left", "Di Double")
    without_email(came, away, gone, double)
    Enrolment.objects.filter(pk=away.pk).update(state=PlaceState.NO_SHOW)
    Enrolment.objects.filter(pk=gone.pk).update(state=PlaceState.CANCELLED_BY_LEARNER, seat=None)
    kept = Account.objects.create_user(email="kept@example.org", full_name="Di Kept", is_adult=True)
    Account.objects.filter(pk=double.account_id).update(joined_to=kept, is_active=False)
    assert [one.name for one in cards(cohort, number="1")[1]] == [
        "Amara Bello"
    ]  # Di is reached by the other row


def test_who_prints_them_and_until_when(client: Client, time_machine) -> None:
    cohort, (place,) = voices.group("Amara Bello")
    address = reverse("feedback-cards", args=[cohort.pk])
    assert client.get(address).status_code == 302
    other = dates.trainer(email="other@example.org")
    elsewhere = dates.coordinator(dates.hub("mill"), email="mel@example.org")
    for who in (place.account, other, elsewhere):
        client.force_login(who, BACKEND)
        assert client.get(address).status_code == 403
    cora = dates.coordinator()
    time_machine.move_to(END - timedelta(days=1))
    without_email(place)
    assert "from 3pm on Thursday 3 December on" in seen(client, cohort, cora)
    time_machine.move_to(END + timedelta(days=30))
    client.force_login(cora, BACKEND)
    late = client.get(address)
    assert late.status_code == 403
    assert "Nobody can answer any more" in late.content.decode()
    Cohort.objects.filter(pk=cohort.pk).update(state="cancelled", cancelled_at=END, cancelled_why="Flood.")
    assert "not held" in client.get(address).content.decode()


def test_who_has_an_address_needs_none(client: Client) -> None:
    cohort, _ = voices.group("Amara Bello")
    assert "Nobody needs a card." in seen(client, cohort, dates.coordinator())
    assert (
        "no e-mail address" not in client.get(reverse("cohort-feedback", args=[cohort.pk])).content.decode()
    )


def test_the_page_of_what_people_said_leads_there_while_there_is_time(client: Client, time_machine) -> None:
    cohort, (place,) = voices.group("Amara Bello")
    without_email(place)
    client.force_login(dates.coordinator(), BACKEND)
    feedback = reverse("cohort-feedback", args=[cohort.pk])
    assert "1 person has no e-mail address." in client.get(feedback).content.decode()
    time_machine.move_to(END + timedelta(days=30))
    client.force_login(dates.coordinator(), BACKEND)
    assert "no e-mail address" not in client.get(feedback).content.decode()


def test_many_are_paged_with_the_same_queries(django_assert_num_queries) -> None:
    cohort, places = voices.group(*[f"P{number:02} Person" for number in range(CARDS_ON_A_PAGE + 1)], mark="")
    without_email(*places)
    with django_assert_num_queries(2):
        page, found = cards(cohort, number="1")
    assert len(found) == CARDS_ON_A_PAGE and page.paginator.num_pages == 2
