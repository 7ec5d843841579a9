"""The page of a refusal: it says why, and gives back what was typed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse

from academy.shared.refused_views import MOST, refused, typed_in
from tests.cast import BACKEND
from tests.learners.assessment.attacks import conflict
from tests.learners.assessment.record_world import at_work

RULES = RequestFactory()


def test_what_was_typed_can_be_copied_from_it() -> None:
    sent = {
        "words": "She asked <b>five</b> people.",
        "token": "a8s7df",
        "old_password": "correct horse battery",
        "code": "12 34 56",
        "csrfmiddlewaretoken": "x y",
    }
    answer = refused(RULES.post("/x/", sent), PermissionDenied("Somebody else does this."))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Somebody else does this." in page
    assert "She asked &lt;b&gt;five&lt;/b&gt; people.</textarea>" in page
    for hidden in ("a8s7df", "correct horse", "12 34 56", "x y"):
        assert hidden not in page
    assert page.count("<textarea") == 1


def test_who_only_looked_has_typed_nothing() -> None:
    page = refused(RULES.get("/x/", {"q": "two words"}), PermissionDenied()).content.decode()
    assert "What you typed" not in page and "ask your hub to give you access" in page


def test_it_does_not_grow_for_ever() -> None:
    request = RULES.post("/x/")
    many = QueryDict(mutable=True)
    many.setlist("words", [f"word {number}" for number in range(99)] + ["word 1"])
    request.POST = many  # type: ignore[assignment]
    assert typed_in(request) == [f"word {number}" for number in range(MOST)]


@pytest.mark.django_db
def test_an_observation_is_not_lost_when_a_conflict_closes_the_record() -> None:
    cast, one = at_work()
    conflict(cast, one, cast.assessor)
    browser = Client()
    browser.force_login(cast.assessor, backend=BACKEND)
    sent = {"activity": "She spoke with five people.", "p0-text": "She waited for the answer."}
    answer = browser.post(reverse("record-begin", args=[one.token, "observed"]), sent)
    page = answer.content.decode()
    assert answer.status_code == 403 and "conflict of interest" in page
    assert "She spoke with five people." in page and "She waited for the answer." in page
