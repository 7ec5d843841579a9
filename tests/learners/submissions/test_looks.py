"""A look at a draft: asked by the learner, answered in words, and nothing is judged."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.roles import Role
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from learners.assessment.queue_queries import waiting_for
from learners.portfolio.states import Others
from learners.registrations.models import QualRegistration
from learners.submissions.look_actions import answer_look, ask_look
from learners.submissions.models import DraftLook
from learners.submissions.policies import LOOKS_AT_ONCE
from tests.cast import BACKEND, Cast, hold, person
from tests.learners import qualifying
from tests.learners.qualifying import NOON
from tests.learners.submissions.work import linked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def asks(registration: QualRegistration, *items: int, words: str = "Is it clear?") -> DraftLook:
    return ask_look(
        registration_id=registration.pk, items=items, words=words, by=registration.account, now=NOON
    )


def test_asked_answered_and_read(client: Client, cast: Cast, amara: QualRegistration) -> None:
    link = linked(amara, "Three talks")
    client.force_login(cast.learner, backend=BACKEND)
    at = reverse("look-ask", args=[amara.token])
    assert "Three talks" in client.get(at).content.decode()
    answer = client.post(at, {"pieces": [link.item.pk], "words": "Is it clear?"})
    look = DraftLook.objects.get()
    page = reverse("draft-look", args=[look.token])
    assert answer.headers["Location"] == page
    assert "Your assessor answers next" in client.get(page).content.decode()
    assert [one.token for one in waiting_for(cast.assessor, now=NOON)] == [look.token]
    client.force_login(cast.assessor, backend=BACKEND)
    assert "asks for a look" in client.get(page).content.decode()
    assert client.post(page, {"answer": " "}).status_code == 422
    assert client.post(page, {"answer": "Good. Say how you felt."}).status_code == 302
    assert client.post(page, {"answer": "Once more"}).status_code == 422
    assert waiting_for(cast.assessor, now=NOON) == []
    client.force_login(cast.learner, backend=BACKEND)
    assert "Say how you felt." in client.get(page).content.decode()
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {"look_asked", "look_answered"}
    amara.refresh_from_db()
    assert amara.moved_at == NOON


def test_pressing_twice_asks_once(amara: QualRegistration) -> None:
    link = linked(amara)
    assert asks(amara, link.item.pk) == asks(amara, link.item.pk)
    assert asks(amara, link.item.pk, words="Something else?").pk != DraftLook.objects.earliest("pk").pk


def test_pressing_again_for_somebody_else_is_refused(cast: Cast, amara: QualRegistration) -> None:
    """What is open already is given back to the learner alone."""
    item = linked(amara).item
    asks(amara, item.pk)
    for other in (cast.assessor, cast.stranger):
        with pytest.raises(Refused):
            ask_look(registration_id=amara.pk, items=[item.pk], words="Is it clear?", by=other, now=NOON)


def test_inv_47_nobody_looks_at_a_piece_with_somebody_in_it(
    client: Client, cast: Cast, amara: QualRegistration
) -> None:
    hidden, shown = linked(amara, "At the gate", others=Others.SOMEBODY), linked(amara, "Fine")
    with pytest.raises(Refused, match="At the gate"):
        asks(amara, hidden.item.pk, shown.item.pk)
    client.force_login(cast.learner, backend=BACKEND)
    page = client.get(reverse("look-ask", args=[amara.token])).content.decode()
    assert re.search(r"Not in this list.*At the gate", page)
    look = asks(amara, shown.item.pk)
    shown.item.others = Others.SOMEBODY
    shown.item.save()
    client.force_login(cast.assessor, backend=BACKEND)
    page = client.get(reverse("draft-look", args=[look.token])).content.decode()
    assert "Fine" not in page
    assert "only the learner sees just now" in page


def test_what_cannot_be_asked(cast: Cast, amara: QualRegistration) -> None:
    other = qualifying.registered(cast.neighbour, cast.harbour, cast.manager)
    theirs = linked(other)
    with pytest.raises(Refused, match="at least one"):
        asks(amara, theirs.item.pk)
    links = [linked(amara, f"Piece {number}", at=number % 4) for number in range(11)]
    with pytest.raises(Refused, match="at most 10"):
        asks(amara, *(one.item.pk for one in links))
    for number in range(LOOKS_AT_ONCE):
        asks(amara, links[number].item.pk)
    with pytest.raises(Refused, match="Wait until one is answered"):
        asks(amara, links[9].item.pk)


def test_only_an_assessor_of_the_learner_answers(client: Client, cast: Cast, amara: QualRegistration) -> None:
    look = asks(amara, linked(amara).item.pk)
    for who in (cast.learner, cast.manager, cast.coordinator, cast.quality, cast.stranger):
        with pytest.raises(Refused):
            answer_look(look_id=look.pk, answer="Yes", by=who, now=NOON)
    for who in (cast.manager, cast.coordinator, cast.stranger):
        client.force_login(who, backend=BACKEND)
        assert client.get(reverse("draft-look", args=[look.token])).status_code == 403


def test_the_assessor_of_another_unit_sees_no_draft(client: Client, cast: Cast) -> None:
    registration = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    first, second = (qualifying.criteria(registration)[place].outcome.unit for place in (0, 3))
    qualifying.allocated(registration, cast.assessor, first)
    other = person("Olu Assessor")
    hold(other, Role.ASSESSOR, cast.harbour)
    qualifying.allocated(registration, other, second)
    link = linked(registration)
    look = asks(registration, link.item.pk)
    assert [one.token for one in waiting_for(cast.assessor, now=NOON)] == [look.token]
    assert waiting_for(other, now=NOON) == []
    client.force_login(other, backend=BACKEND)
    assert client.get(reverse("draft-look", args=[look.token])).status_code == 403
    link.delete()
    assert len(waiting_for(other, now=NOON)) == len(waiting_for(cast.assessor, now=NOON)) == 1
