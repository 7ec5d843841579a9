"""All groups of a hub beside each other."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from learners.evaluation.overview_queries import GROUPS_ON_A_PAGE, groups
from tests.cast import BACKEND, hold, person
from tests.learners.evaluation import voices
from tests.learners.evaluation.voices import EVENING, says
from tests.learners.places import dates

pytestmark = [pytest.mark.django_db, pytest.mark.both]
FEEDBACK = "/dates/feedback/"


@pytest.fixture(autouse=True)
def evening(time_machine, settings) -> None:
    settings.EVALUATION_FEWEST = 3
    time_machine.move_to(EVENING, tick=False)


def signed_in(client: Client, who) -> Client:
    client.force_login(who, BACKEND)
    return client


def cora() -> Account:
    """Of the harbour alone."""
    return dates.coordinator(email="cora@example.org")


def manager() -> Account:
    mo = person("Mo Manager")
    hold(mo, Role.MANAGER)
    return mo


def page(client: Client, **query) -> str:
    answer = client.get(FEEDBACK, query)
    assert answer.status_code == 200
    body = answer.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", body[body.index("<main") :]).split())


def rows(client: Client, **query) -> list[list[str]]:
    answer = client.get(FEEDBACK, {"as": "csv", **query})
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_each_group_stands_in_a_row_with_what_may_be_shown(client: Client) -> None:
    cohort, places = voices.group(*[f"P{number} Person" for number in range(4)])
    voices.outcomes(cohort)
    for place in places[:3]:
        says(place, relevance=4, trainer=None, confidence=((1, 3), (3, 3)))
    few, (one, _) = voices.group("Amara Bello", "Ben Low", title="small group")
    says(one, relevance=1)
    seen = page(signed_in(client, dates.coordinator()))
    assert (
        "Introduction to Community Organising Harbour Road, Thursday 3 December 2026 3 of 4 4.0 from 3"
        in seen
    )
    assert "nobody said" in seen and "50 %" in seen
    assert "small group Harbour Road, Thursday 3 December 2026 1 of 2 too few to show" in seen
    assert reverse("cohort-feedback", args=[few.pk]) in client.get(FEEDBACK).content.decode()
    found = rows(client)
    assert found[0][:6] == ["Course", "Code", "Hub", "Last day", "Were there", "Answered"]
    assert sorted(row[4:] for row in found[1:]) == [
        ["2", "1", "", "", "", "", "0", "0"],
        ["4", "3", "4.0", "", "", "", "3", "6"],
    ]


def test_only_ones_own_groups(client: Client) -> None:
    _, (here,) = voices.group("Amara Bello", title="of the harbour")
    _, (there,) = voices.group("Ben Low", title="of the mill", at=dates.hub("mill"))
    for place in (here, there):
        says(place)
    mel = dates.coordinator(dates.hub("mill"), email="mel2@example.org")
    other = dates.trainer(email="other@example.org")
    expected = {
        cora(): (True, False),
        mel: (False, True),
        manager(): (True, True),
        dates.trainer(email="jo@example.org"): (True, True),  # trains both
        other: (False, False),
    }
    for who, both in expected.items():
        seen = page(signed_in(client, who))
        assert ("of the harbour" in seen, "of the mill" in seen) == both, who
        assert len(rows(client)) == 1 + sum(both)
    assert "Nobody has said anything yet." in page(client)
    refused = signed_in(client, here.account).get(FEEDBACK)
    assert refused.status_code == 403
    assert "for the people who run courses" in refused.content.decode()


def test_a_manager_chooses_a_hub_and_nobody_one_that_is_not_theirs(client: Client) -> None:
    _, (here,) = voices.group("Amara Bello", title="of the harbour")
    _, (there,) = voices.group("Ben Low", title="of the mill", at=dates.hub("mill"))
    for place in (here, there):
        says(place)
    signed_in(client, manager())
    assert "of the mill" not in page(client, hub="harbour")
    assert len(rows(client, hub="harbour")) == 2
    assert "of the mill" in page(client, hub="nowhere")
    seen = page(signed_in(client, cora()), hub="mill")
    assert "of the harbour" in seen and "of the mill" not in seen


def test_a_group_of_which_nobody_answered_is_not_listed(client: Client) -> None:
    voices.group("Amara Bello")
    assert "Nobody has said anything yet." in page(signed_in(client, dates.coordinator()))


@pytest.mark.parametrize("many", [2, 6])
def test_the_same_queries_for_few_groups_and_many(many: int, django_assert_num_queries) -> None:
    for number in range(many):
        names = [f"G{number}x{one} Person" for one in range(3)]
        cohort, places = voices.group(*names, title=f"group {number}", mark="")
        for place in places:
            says(place)
    by = dates.coordinator()
    with django_assert_num_queries(5):  # roles, how many, those of this page, answers, who was there
        _, found = groups(by, hub="", now=EVENING, number="1")
    assert [one.answered for one in found] == [3] * many


def test_many_groups_are_paged(client: Client) -> None:
    for number in range(GROUPS_ON_A_PAGE + 1):
        _, (place,) = voices.group(f"G{number} Person", title=f"group {number:02}", mark="")
        says(place)
    signed_in(client, dates.coordinator())
    assert "group 25" in page(client) and "group 00" not in page(client)  # the latest first
    assert "group 00" in page(client, page="2")
    assert len(rows(client)) == GROUPS_ON_A_PAGE + 2
