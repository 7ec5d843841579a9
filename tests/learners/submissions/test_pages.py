"""The learner's pages of handing in, from what there is to show to the declaration."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.signed_in_how import Way
from academy.shared.rulings import Ruling
from learners.portfolio.states import Others
from learners.registrations.models import QualRegistration
from learners.registrations.states import RegistrationState
from learners.submissions.declaration import CURRENT
from learners.submissions.models import Submission, SubmissionItem
from learners.submissions.states import SubmissionState
from tests.cast import BACKEND, Cast
from tests.learners import qualifying
from tests.learners.submissions.work import draft, gives_back, handed_in, linked, photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
GOOD = {"version": CURRENT.version, "ai_used": "no", "own_work": "on", "help_words": ""}
OWN, HUB = (Way.EMAIL, Ruling.yes()), (Way.HUB, Ruling.no("You signed in with a code from your hub."))


@pytest.fixture
def learner(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Amara, in a session of her own."""
    client.force_login(cast.learner, backend=BACKEND)
    opened_by(monkeypatch, OWN)
    return client


def opened_by(monkeypatch: pytest.MonkeyPatch, how: tuple[Way, Ruling]) -> None:
    monkeypatch.setattr("learners.submissions.views.way_of", lambda request: how[0])
    monkeypatch.setattr("learners.submissions.views.may_sign", lambda request, now: how[1])


def words(client: Client, name: str, token: str, status: int = 200, query: str = "") -> str:
    answer = client.get(reverse(name, args=[token]) + query)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return re.sub(r"\s+", " ", answer.content.decode())


def test_what_i_need_to_show(learner: Client, amara: QualRegistration) -> None:
    linked(amara, "Ready one")
    linked(amara, "Thin one", at=1, others=Others.SOMEBODY)
    handed_in([linked(amara, "Sent one", at=3)])
    page = words(learner, "to-show", amara.token)
    for said in (
        "Ready to hand in",
        "Needs more",
        "Nothing yet",
        "Handed in",
        "Your assessor is Asa Assessor.",
    ):
        assert said in page
    assert "Somebody can be recognised in it who has not agreed" in page
    assert "1 piece is ready" in page
    assert "Has to be shown by: observation" in page
    assert reverse("hand-in", args=[amara.token]) in page


def test_nothing_yet_says_why_there_is_no_button(learner: Client, amara: QualRegistration) -> None:
    page = words(learner, "to-show", amara.token)
    assert "There is nothing to hand in yet." in page
    assert 'aria-disabled="true" aria-describedby="no-hand-in"' in page
    assert "Nothing to choose from yet" in words(learner, "hand-in", amara.token)


def test_on_a_break_every_page_says_why(learner: Client, cast: Cast, amara: QualRegistration) -> None:
    draft([linked(amara)])
    amara.state, amara.before_break = RegistrationState.ON_BREAK, RegistrationState.IN_PROGRESS
    amara.save()
    assert "You are on a break" in words(learner, "to-show", amara.token)
    assert "You are on a break" in words(learner, "hand-in", amara.token)
    assert "You are on a break" in words(learner, "hand-in-check", amara.token, 403)
    assert "You are on a break" in words(learner, "hand-in-declare", amara.token, 403)
    assert "You are on a break" in words(learner, "look-ask", amara.token)


def test_from_choosing_to_handed_in(learner: Client, amara: QualRegistration) -> None:
    first, second = linked(amara, "First"), photo(amara)
    third = linked(amara, "Third", at=3)
    at = reverse("hand-in", args=[amara.token])
    page = words(learner, "hand-in", amara.token, query="?choose=ready")
    assert len(re.findall(r"<input[^>]* checked", page)) == 3
    answer = learner.post(at, {"link": [first.pk, third.pk]})
    assert answer.headers["Location"] == reverse("hand-in-check", args=[amara.token])
    page = words(learner, "hand-in-check", amara.token)
    assert "You hand in 2 pieces for 2 lines" in page
    assert "Your assessor has to watch you do this." in page
    answer = learner.post(reverse("hand-in-check", args=[amara.token]), {"words": "Have a look"})
    assert answer.headers["Location"] == reverse("hand-in-declare", args=[amara.token])
    page = words(learner, "hand-in-declare", amara.token)
    assert CURRENT.words in page
    made = Submission.objects.get()
    answer = learner.post(reverse("hand-in-declare", args=[amara.token]), {**GOOD, "draft": made.token})
    assert answer.headers["Location"] == reverse("submission", args=[made.token])
    again = learner.post(reverse("hand-in-declare", args=[amara.token]), {**GOOD, "draft": made.token})
    assert again.headers["Location"] == reverse("submission", args=[made.token])
    made.refresh_from_db()
    assert (made.state, made.words, made.signed_how) == (SubmissionState.SUBMITTED, "Have a look", "email")
    assert second.item.pk not in made.items.values_list("item", flat=True)
    page = words(learner, "submission", made.token)
    assert "Your assessor looks at it next" in page
    assert str(made.digest) in page


def test_ticking_nothing_or_nonsense(learner: Client, amara: QualRegistration) -> None:
    linked(amara)
    at = reverse("hand-in", args=[amara.token])
    nonsense: list[dict[str, list[str]]] = [{}, {"link": ["x", "²", "-1", "9" * 30]}]
    for sent in nonsense:
        answer = learner.post(at, sent)
        assert answer.status_code == 422
        assert "Tick at least one piece" in answer.content.decode()


def test_problems_stand_with_the_way_to_mend_them(learner: Client, amara: QualRegistration) -> None:
    draft([linked(amara, "At the gate", others=Others.SOMEBODY)])
    page = words(learner, "hand-in-check", amara.token)
    assert "Put this right first" in page
    assert "You can go on once everything" in page
    answer = learner.get(reverse("hand-in-declare", args=[amara.token]))
    assert answer.headers["Location"] == reverse("hand-in-check", args=[amara.token])


def test_inv_47_the_screen_hands_in_nothing_in_which_somebody_is_recognised(
    learner: Client, amara: QualRegistration
) -> None:
    made = draft([linked(amara, others=Others.SOMEBODY)])
    answer = learner.post(reverse("hand-in-declare", args=[amara.token]), {**GOOD, "draft": made.token})
    assert answer.status_code == 422
    assert "has not agreed" in answer.content.decode()
    assert not SubmissionItem.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"own_work": ""}, "Tick the box if it is true"),
        ({"ai_used": ""}, "Say whether you used an AI tool"),
        ({"ai_used": "yes", "help_words": ""}, "Say which AI tool you used"),
        ({"version": "1999-01"}, "have changed"),
        ({"draft": "no-such-draft"}, "has changed"),
        ({"help_words": "x" * 1001}, "at most 1000"),
    ],
)
def test_inv_17_the_screen_takes_no_half_declaration(
    sent: dict[str, str], said: str, learner: Client, amara: QualRegistration
) -> None:
    made = draft([linked(amara)])
    data = {**GOOD, "draft": made.token, "help_words": "My sister read it", **sent}
    answer = learner.post(reverse("hand-in-declare", args=[amara.token]), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert data["help_words"] in page
    made.refresh_from_db()
    assert made.state == SubmissionState.DRAFT


def test_inv_17_a_session_opened_by_a_hub_declares_nothing(
    learner: Client, amara: QualRegistration, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, at = draft([linked(amara)]), reverse("hand-in-declare", args=[amara.token])
    opened_by(monkeypatch, HUB)
    page = words(learner, "hand-in-declare", amara.token)
    assert "You signed in with a code from your hub." in page
    assert "Hand in now" not in page
    confirm = f"{reverse('confirm-yourself')}?next={at}"
    assert confirm in page
    data = {**GOOD, "draft": made.token, "ai_used": "yes", "help_words": "A chatbot, for spelling"}
    answer = learner.post(at, data)
    assert answer.headers["Location"] == confirm
    made.refresh_from_db()
    assert made.state == SubmissionState.DRAFT
    opened_by(monkeypatch, OWN)
    page = words(learner, "hand-in-declare", amara.token)
    assert "A chatbot, for spelling" in page
    assert len(re.findall(r"<input[^>]* checked", page)) == 1


def test_inv_19_nobody_else_gets_at_these_pages(client: Client, cast: Cast, amara: QualRegistration) -> None:
    made = draft([linked(amara)])
    for who in (cast.assessor, cast.coordinator, cast.manager, cast.stranger):
        client.force_login(who, backend=BACKEND)
        for name in ("to-show", "hand-in", "hand-in-check", "hand-in-declare", "handed-in", "look-ask"):
            assert "learner’s own" in words(client, name, amara.token, 403)
            if name not in ("to-show", "handed-in"):
                assert client.post(reverse(name, args=[amara.token]), GOOD).status_code == 403
    made.refresh_from_db()
    assert made.state == SubmissionState.DRAFT


def test_a_given_back_piece_leads_to_what_to_do(learner: Client, cast: Cast, amara: QualRegistration) -> None:
    made = handed_in([linked(amara, "At the gate")])
    gives_back(made, cast.assessor)
    page = words(learner, "submission", made.token)
    for said in ("I can see a face.", "Cover the face", "It does not count as a try", "Asa Assessor wrote"):
        assert said in page
    assert "I can see a face." in words(learner, "handed-in", amara.token)
    assert "Given back to you" in words(learner, "to-show", amara.token)


def test_as_many_queries_for_many_pieces_as_for_few(learner: Client, amara: QualRegistration) -> None:
    linked(amara)
    few = {name: _queries(learner, name, amara) for name in ("to-show", "hand-in")}
    for number in range(30):
        linked(amara, f"Piece {number}", at=number % 4)
    handed_in([linked(amara, f"Sent {number}", at=3) for number in range(5)])
    assert {name: _queries(learner, name, amara) for name in few} == few
    assert few["to-show"] <= 32
    assert few["hand-in"] <= 30


def _queries(client: Client, name: str, registration: QualRegistration) -> int:
    with CaptureQueriesContext(connection) as counted:
        words(client, name, registration.token)
    return len(counted)


def test_an_empty_list_says_what_will_stand_there(learner: Client, amara: QualRegistration) -> None:
    assert "Nothing handed in yet" in words(learner, "handed-in", amara.token)
    other = qualifying.registered(amara.account, amara.hub, amara.account, RegistrationState.WITHDRAWN)
    assert "This registration is over" in words(learner, "to-show", other.token)
