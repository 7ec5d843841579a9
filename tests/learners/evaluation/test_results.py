"""What those who run the dates see, and what they never see."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from learners.enrolments.models import Enrolment
from learners.evaluation.models import Evaluation
from learners.evaluation.results_queries import QUOTES_ON_A_PAGE, results
from learners.evaluation.states import Kind
from tests.cast import BACKEND
from tests.learners.evaluation import voices
from tests.learners.evaluation.voices import END, EVENING, LATER
from tests.learners.places import dates

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NAMES = [f"P{number} Person" for number in range(7)]


@pytest.fixture(autouse=True)
def evening(time_machine, settings) -> None:
    settings.EVALUATION_FEWEST = 3
    time_machine.move_to(EVENING, tick=False)


@pytest.fixture
def jo(client: Client) -> Client:
    """The trainer of voices.group, signed in."""
    sign_in(client)
    return client


def sign_in(client: Client) -> None:
    client.force_login(dates.trainer(email="jo@example.org"), BACKEND)


def page(client: Client, cohort, **query) -> str:
    answer = client.get(reverse("cohort-feedback", args=[cohort.pk]), query)
    assert answer.status_code == 200
    body = answer.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", body[body.index("<main") :]).split())


def rows(client: Client, cohort, **query) -> list[list[str]]:
    answer = client.get(reverse("cohort-feedback", args=[cohort.pk]), {"as": "csv", **query})
    assert answer["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_nothing_is_shown_of_fewer_than_three_without_a_name(jo: Client) -> None:
    cohort, places = voices.group(*NAMES[:4])
    for place in places[:2]:
        voices.says(place, relevance=1, helped=f"Secret of {place.account}.")
    seen = page(jo, cohort)
    assert "2 of 4 people have answered" in seen
    assert "2 answers without a name are not shown yet" in seen
    assert "Secret" not in seen
    assert "of 5, from" not in seen
    assert len(rows(jo, cohort)) == 1  # the headings
    voices.says(places[2], relevance=1, helped="Secret of the third.")
    seen = page(jo, cohort)
    assert seen.count("Secret") == 3
    assert "1.0 of 5, from 3 people" in seen
    assert len(rows(jo, cohort)) == 4


def test_the_next_voice_after_a_batch_changes_nothing(jo: Client) -> None:
    """Otherwise whoever looks before and after one person has answered knows what they said."""
    cohort, places = voices.group(*NAMES)
    for place in places[:3]:
        voices.says(place, relevance=5)
    before = rows(jo, cohort)
    for place in places[3:5]:
        voices.says(place, relevance=1, better="Everything.")
        assert rows(jo, cohort) == before
        assert "5.0 of 5, from 3 people" in page(jo, cohort)
    voices.says(places[5], relevance=1)
    assert len(rows(jo, cohort)) == 7
    assert "3.0 of 5, from 6 people" in page(jo, cohort)


def test_what_is_left_over_is_shown_when_nobody_can_answer_any_more(jo: Client, time_machine) -> None:
    cohort, places = voices.group(*NAMES[:4])
    for place in places:
        voices.says(place)
    assert len(rows(jo, cohort)) == 4
    time_machine.move_to(END + timedelta(days=30))
    assert len(rows(jo, cohort)) == 5
    assert "The page is closed now" in page(jo, cohort)


def test_too_few_stay_hidden_for_ever(jo: Client, time_machine) -> None:
    cohort, places = voices.group(*NAMES[:4])
    voices.says(places[0], relevance=5, named=True, helped="I am here.")
    voices.says(places[1], relevance=1, helped="Secret.")
    time_machine.move_to(END + timedelta(days=31))
    sign_in(jo)
    seen = page(jo, cohort)
    assert "Secret" not in seen
    assert "1 answer without a name is not shown because there are too few" in seen
    # the sum is of what is shown: nobody can take the named mark away and be left with the other
    assert "5.0 of 5, from 1 person" in seen


def test_a_name_stands_only_where_it_was_put(jo: Client) -> None:
    cohort, places = voices.group("Amara Bello", "Ben Low", "Cy Late", "Di Fourth")
    voices.says(places[0], named=True, helped="The tea.")
    for place in places[1:]:
        voices.says(place, helped="The talks.")
    seen = page(jo, cohort)
    assert "Amara Bello" in seen
    assert not [name for name in ("Ben Low", "Cy Late", "Di Fourth") if name in seen]
    names = [row[0] for row in rows(jo, cohort)[1:]]
    assert sorted(names) == ["", "", "", "Amara Bello"]
    voices.says(places[0], named=False, by=places[0].account, helped="The tea.")
    assert "Amara Bello" not in page(jo, cohort)
    assert len(rows(jo, cohort)) == 4  # it waits for a batch like any other


def test_a_higher_bar_hides_what_was_let_out_under_a_lower_one(jo: Client, settings) -> None:
    cohort, places = voices.group(*NAMES[:3])
    for place in places:
        voices.says(place, helped="Secret.")
    settings.EVALUATION_FEWEST = 5
    assert "Secret" not in page(jo, cohort)
    assert len(rows(jo, cohort)) == 1


def test_how_sure_people_are_is_told_in_the_words_that_were_asked(jo: Client) -> None:
    cohort, places = voices.group(*NAMES[:3])
    voices.outcomes(cohort)
    for place, pairs in zip(places, [((1, 4), (3, 3)), ((2, 5), (None, 4)), ((3, 3), (3, 4))], strict=True):
        voices.says(place, confidence=pairs)
    voices.outcomes(cohort, ["something newer"])
    seen = page(jo, cohort)
    assert "I can say what organising is Before: 2.0 of 5 Now: 4.0 of 5 2 of 3 people are surer now." in seen
    assert "Before: 3.0 of 5 Now: 3.5 of 5 1 of 2 people are surer now." in seen
    assert "something newer" not in seen
    assert rows(jo, cohort)[0][5:9] == [
        "say what organising is: before", "say what organising is: now",
        "listen so that people say more: before", "listen so that people say more: now",
    ]  # fmt: skip


def test_what_came_of_it(jo: Client, time_machine) -> None:
    cohort, places = voices.group(*NAMES[:3])
    assert "They are asked three months after the last session, from Wednesday 3 March" in page(
        jo, cohort, about="later"
    )
    time_machine.move_to(LATER)
    sign_in(jo)
    voices.says_later(places[0], listened=True, listened_to=12, acted=False)
    voices.says_later(places[1], listened=True, acted=True, acted_with=40, story="=A crossing.")
    assert "A crossing." not in page(jo, cohort, about="later")
    voices.says_later(places[2], listened=False, would_help="Somebody to go with.")
    seen = page(jo, cohort, about="later")
    assert "Listened to people 2 of 3 people With about 12 people in all, as 1 person counted." in seen
    assert "Acted together 1 of 2 people With about 40 people" in seen
    assert "Organised with others Nobody said yes or no." in seen
    assert "A crossing." in seen and "Somebody to go with." in seen
    found = rows(jo, cohort, about="later")
    assert sorted(row[7] for row in found[1:]) == ["", "", "'=A crossing."]  # no formula in a spreadsheet
    assert "Nobody has answered yet." in page(jo, cohort)  # at the end, nobody did


def test_before_the_day_there_is_nothing_to_see(jo: Client, time_machine) -> None:
    cohort, _ = voices.group("Amara Bello")
    time_machine.move_to(END - timedelta(days=3))
    assert "They are asked at the end of the last session, on Thursday 3 December" in page(jo, cohort)


def test_only_those_who_run_the_dates_see_it(client: Client) -> None:
    cohort, (place,) = voices.group("Amara Bello")
    address = reverse("cohort-feedback", args=[cohort.pk])
    assert client.get(address).status_code == 302
    other = dates.trainer(email="other@example.org")  # of the same hub, not on these dates
    elsewhere = dates.coordinator(dates.hub("mill"), email="mel@example.org")
    for who in (place.account, other, elsewhere):
        client.force_login(who, BACKEND)
        for query in ({}, {"as": "csv"}, {"about": "later"}):
            refused = client.get(address, query)
            assert refused.status_code == 403
            assert "These dates belong to" in refused.content.decode()
    client.force_login(dates.coordinator(), BACKEND)
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405
    assert client.get(reverse("cohort-feedback", args=[cohort.pk + 99])).status_code == 404


def test_many_words_are_paged(jo: Client) -> None:
    cohort, places = voices.group(*[f"P{number:02} Person" for number in range(11)])
    for place in places:
        voices.says(place, named=True, helped=f"Help {place.pk}.", better=f"Better {place.pk}.")
    first, second = page(jo, cohort), page(jo, cohort, page="2")
    assert len(re.findall(r"Help \d+\.|Better \d+\.", first)) == QUOTES_ON_A_PAGE
    assert len(re.findall(r"Better \d+\.", second)) == 2
    assert "Nobody wrote anything." not in page(jo, cohort, page="x")


@pytest.mark.parametrize("many", [4, 12])
def test_the_page_asks_the_same_of_the_database_for_few_and_many(
    jo: Client, many: int, django_assert_num_queries
) -> None:
    cohort, places = voices.group(*[f"P{number:02} Person" for number in range(many)])
    voices.outcomes(cohort)
    for place in places:
        voices.says(place, helped="The tea.", named=place is places[0])
    # questions, answers, who is on it, who has answered, whether it was online
    with django_assert_num_queries(5):
        found = results(cohort, Kind.END, now=EVENING)
        assert found.heard.answered == many
        assert found.quotes.object_list
    # and session, account, roles (of the page and of its head), cohort, who needs a card
    jo.get(reverse("cohort-feedback", args=[cohort.pk]))
    with django_assert_num_queries(11):
        jo.get(reverse("cohort-feedback", args=[cohort.pk]))


def test_the_order_of_the_rows_tells_no_order_of_answering(jo: Client) -> None:
    cohort, places = voices.group(*NAMES[:6])
    for place in places:
        voices.says(place, better=f"Better {place.pk}.")
    keys = list(Evaluation.objects.order_by("pk").values_list("better", flat=True))
    assert [row[-2] for row in rows(jo, cohort)[1:]] == keys
    assert Enrolment.objects.filter(pk__in=[place.pk for place in places]).count() == 6
