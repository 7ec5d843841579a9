""" "Is anything wrong with this page?": asked of everybody, read by editors."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.models import PageProblem
from tests.factories import pages

pytestmark = pytest.mark.django_db
URL = "/problem/"


def tell(client: Client, **fields: str):
    return client.post(URL, {"page": "/help/", "words": "The link is dead."} | fields)


def test_the_foot_of_every_page_leads_there(client):
    text = client.get(pages.standard("Privacy").url).content.decode()
    assert f'href="{URL}?page=/privacy/"' in text
    text = client.get(f"{URL}?page=/privacy/").content.decode()
    assert "Is anything wrong with this page?" in text and 'value="/privacy/"' in text


def test_a_report_is_kept_and_thanked_for(client):
    answer = tell(client, email="ann@example.org")
    assert answer.status_code == 302
    assert "Thank you" in client.get(answer.headers["Location"]).content.decode()
    problem = PageProblem.objects.get()
    assert (problem.page, problem.words, problem.email) == ("/help/", "The link is dead.", "ann@example.org")
    assert problem.status == "new" and problem.reported_at


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": "  "}, "Tell us what is wrong."),
        ({"words": "x" * 2001}, "longer than 2,000 characters"),
        ({"email": "nonsense"}, "does not look like an e-mail address"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, fields, said):
    answer = tell(client, **fields)
    text = answer.content.decode()
    assert answer.status_code == 422 and said in text
    assert fields.get("words", "The link is dead.").strip() in text
    assert not PageProblem.objects.exists()


@pytest.mark.parametrize(
    "page", ["https://example.org/", "//example.org/", "javascript:alert(1)", "", "x" * 200]
)
def test_only_an_address_of_ours_is_kept(client, page):
    tell(client, page=page)
    assert PageProblem.objects.get().page == "/"


def test_a_robot_is_thanked_and_not_kept(client):
    answer = tell(client, website="https://example.org/")
    assert answer.headers["Location"] == reverse("report-problem-thanks")
    assert not PageProblem.objects.exists()


def test_five_in_an_hour_from_one_place(client):
    for _ in range(5):
        assert tell(client).status_code == 302
    answer = tell(client)
    assert answer.status_code == 429 and "try again in an hour" in answer.content.decode()
    assert tell(Client(REMOTE_ADDR="198.51.100.7")).status_code == 302
    assert PageProblem.objects.count() == 6


def test_a_long_address_in_the_link_does_no_harm(client):
    assert client.get(URL, {"page": "/" + "x" * 5000 + "<script>"}).status_code == 200
    assert client.get(URL, {"page": "/\x00"}).status_code == 400
    assert tell(client, page="/" + "x" * 5000).status_code == 302
    assert len(PageProblem.objects.get().page) == 300
    assert "<script>alert" not in client.get(URL, {"page": "/<script>alert(1)</script>"}).content.decode()
