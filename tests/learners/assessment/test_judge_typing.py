"""What an assessor types beside the evidence: kept as they go on, and not lost when somebody else was there first."""

from datetime import timedelta

import pytest
from django.test import Client

from academy.accounts.roles import Role
from learners.assessment.actions import claim
from learners.assessment.rules import CHECKS
from learners.registrations.models import QualRegistration
from tests.browsing import words_of
from tests.cast import BACKEND, Cast, hold, person
from tests.learners import judging, qualifying
from tests.learners.assessment.rounds import address, answers, draft_of, taken
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
JSON = {"Accept": "application/json"}


def test_saving_keeps_it_and_goes_on(asa: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    first, second = draft_of(judgement), draft_of(judgement, 1)
    answer = asa.post(address(judgement, first.criterion_id), {**answers(first), "then": "next"})
    assert answer["Location"].startswith(address(judgement, second.criterion_id))
    first.refresh_from_db()
    assert (first.outcome, first.revision) == ("met", 1)
    page = words_of(asa, answer["Location"])
    assert "<b>1</b> met" in page and "Three talks, each with an open question (page 1)." in page


def test_a_script_hears_when_it_was_kept_and_what_is_missing(
    asa: Client, cast: Cast, amara: QualRegistration
) -> None:
    judgement = taken(amara, cast.assessor)
    draft = draft_of(judgement)
    answer = asa.post(address(judgement, draft.criterion_id), answers(draft, rationale="Three"), headers=JSON)
    assert answer.json() == {
        "saved_at": NOON.isoformat(),
        "revision": 1,
        "missing": "",
        "counts": [1, 0, 1],
    }
    told = asa.post(
        address(judgement, draft.criterion_id), answers(draft, revision=1, rationale=""), headers=JSON
    ).json()
    assert told["missing"].startswith("Write why") and told["counts"] == [0, 0, 2]


def test_all_five_by_one_press(asa: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    draft = draft_of(judgement)
    asa.post(address(judgement, draft.criterion_id), {"revision": 0, "all": "yes"})
    draft.refresh_from_db()
    assert draft.checks == {one.key: True for one in CHECKS}


def test_a_no_becomes_the_learners_next_step(asa: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    draft = draft_of(judgement)
    sent = answers(draft, outcome="not_yet") | {"check-sufficient": "no"}
    asa.post(address(judgement, draft.criterion_id), sent)
    draft.refresh_from_db()
    assert draft.next_step == next(one.no for one in CHECKS if one.key == "sufficient")
    own = answers(draft, outcome="not_yet", next_step="Record one more talk.") | {"check-sufficient": "no"}
    asa.post(address(judgement, draft.criterion_id), own)
    draft.refresh_from_db()
    assert draft.next_step == "Record one more talk."


def test_what_is_missing_stands_beside_its_field(asa: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    draft = draft_of(judgement)
    sent = answers(draft) | {"check-valid": "no", "rationale": ""}
    asa.post(address(judgement, draft.criterion_id), sent)
    page = words_of(asa, address(judgement, draft.criterion_id))
    assert "With a no (valid) it is not yet met." in page and "Write why, and where" in page
    assert "2 criteria are still to be judged." in page


def test_a_page_from_another_tab_shows_both_texts(asa: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    draft = draft_of(judgement)
    here = address(judgement, draft.criterion_id)
    asa.post(here, answers(draft, rationale="Written in the other tab."))
    late = answers(draft, rationale="Written in this tab.")
    told = asa.post(here, late, headers=JSON)
    assert told.status_code == 409 and "another tab" in told.json()["error"]
    answer = asa.post(here, late)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Written in the other tab." in page and ">Written in this tab.</textarea>" in page
    assert 'name="revision" value="1"' in page
    draft.refresh_from_db()
    assert draft.rationale == "Written in the other tab."
    asa.post(here, late | {"revision": 1})
    draft.refresh_from_db()
    assert draft.rationale == "Written in this tab."


def test_what_somebody_else_took_keeps_what_was_typed(
    client: Client, cast: Cast, amara: QualRegistration, monkeypatch: pytest.MonkeyPatch
) -> None:
    judgement = taken(amara, cast.assessor)
    draft = draft_of(judgement)
    ben = person("Ben Second")
    hold(ben, Role.ASSESSOR, cast.harbour)
    qualifying.assessor(ben, cast.manager)
    qualifying.allocated(amara, ben, unit=judging.unit_of(amara))
    later = NOON + timedelta(hours=3)
    assert judgement.submission_id is not None
    claim(submission_id=judgement.submission_id, by=ben, now=later)
    monkeypatch.setattr("academy.shared.clock.now", lambda: later)
    client.force_login(cast.assessor, backend=BACKEND)
    sent = answers(draft, rationale="Mine, typed on.")
    answer = client.post(address(judgement, draft.criterion_id), sent)
    assert answer.status_code == 403
    assert ">Mine, typed on.</textarea>" in answer.content.decode()
    told = client.post(address(judgement, draft.criterion_id), sent, headers=JSON)
    assert told.status_code == 403 and told.json()["error"]


def test_what_was_taken_over_says_by_whom(asa: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    draft = draft_of(judgement)
    other = judging.opened(amara, person("Ben Second"), criteria=[])
    draft.open = False
    draft.save()
    judging.DraftDecision.objects.create(judgement=other, registration=amara, criterion=draft.criterion)
    read = words_of(asa, address(judgement, draft.criterion_id))
    assert "Somebody else has taken this criterion since" in read and "<textarea" not in read
    answer = asa.post(address(judgement, draft.criterion_id), answers(draft, rationale="Mine, typed on."))
    page = answer.content.decode()
    assert answer.status_code == 409 and "Ben Second" in page
    assert ">Mine, typed on.</textarea>" in page


def test_another_piece_can_be_used_too(asa: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    draft, other = draft_of(judgement), draft_of(judgement, 1)
    ref = f"entry:{other.pieces[0]['entry']}"
    here = address(judgement, draft.criterion_id)
    assert f'<option value="{ref}">2. A safety plan</option>' in words_of(asa, here)
    asa.post(here, {**answers(draft), "add": ref, "then": "add"})
    draft.refresh_from_db()
    assert [one["entry"] for one in draft.pieces] == [
        draft.pieces[0]["entry"],
        other.pieces[0]["entry"],
    ]
    assert f'name="use-{ref}"' in words_of(asa, here)


def test_nonsense_in_the_form_is_no_fault(asa: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    draft = draft_of(judgement)
    here = address(judgement, draft.criterion_id)
    nonsense = {
        "revision": "x" * 50,
        "outcome": "failed",
        "check-valid": "perhaps",
        "use-entry:x": "yes",
        "use-": "yes",
        "use-entry:" + "9" * 40: "yes",
        "then": "add",
        "add": "entry:none",
        "shown": "entry:0",
    }
    assert asa.post(here, nonsense).status_code == 302
    assert asa.post(here, {"use-entry:987654": "yes", "revision": 1}).status_code == 409
    assert asa.get(here, {"piece": "record:x", "file": "-1", "page": "many"}).status_code == 200
