"""The page on which an assessor judges: the evidence beside the criteria, and what is kept of what they type."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.models import AuditEvent
from courses.qualifications.staff_states import AssessorLevel, QualificationTask
from learners.assessment.actions import claim
from learners.assessment.bench_queries import bench_of
from learners.assessment.rules import CHECKS
from learners.assessment.states import JudgementState
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import Others
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.models import QualRegistration
from learners.registrations.states import Nature
from tests.cast import BACKEND, Cast, hold, make_cast, person
from tests.learners import judging, qualifying
from tests.learners.assessment.rounds import address, answers, assessor_of, draft_of, taken
from tests.learners.qualifying import NOON, TODAY
from tests.learners.submissions.work import handed_in, linked, photo, with_file

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.clock.now", lambda: NOON)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    """Amara, under way, with Asa as assessor, who is in the staff file."""
    made = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.allocated(made, cast.assessor)
    assessor_of(made, cast.manager)
    return made


@pytest.fixture
def asa(client: Client, cast: Cast) -> Client:
    client.force_login(cast.assessor, backend=BACKEND)
    return client


def words_of(client: Client, href: str, status: int = 200) -> str:
    answer = client.get(href)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_evidence_stands_beside_the_criteria(asa: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    page = words_of(asa, reverse("judge", args=[judgement.token]))
    for words in ("1. Three talks", "2. A safety plan", "I listened more than I talked.", "Five checks"):
        assert words in page
    assert "<b>0</b> met, <b>0</b> not yet, <b>2</b> to judge" in page
    assert "What the learner does next" in page and "See the end" in page


def test_what_was_handed_in_is_shown_as_it_was(asa: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    EvidenceItem.objects.update(title="Changed since", text="Changed since")
    page = words_of(asa, reverse("judge", args=[judgement.token]))
    assert "Three talks" in page and "Changed since" not in page


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


def test_a_piece_in_which_somebody_can_be_recognised_stays_closed(
    asa: Client, cast: Cast, amara: QualRegistration
) -> None:
    judgement = taken(amara, cast.assessor)
    EvidenceItem.objects.filter(title="Three talks").update(others=Others.SOMEBODY)
    page = words_of(asa, reverse("judge", args=[judgement.token]))
    assert "Three talks" not in page and "I listened more than I talked." not in page
    assert "Somebody who has not agreed can be recognised in it." in page


@pytest.mark.parametrize("who", ["learner", "stranger", "other"])
def test_inv_08_judging_is_seen_by_nobody_without_the_learner(
    client: Client, cast: Cast, amara: QualRegistration, who: str
) -> None:
    judgement = taken(amara, cast.assessor)
    other = hold(person("Ola Other"), Role.ASSESSOR, cast.harbour).account
    by: Account = {"learner": cast.learner, "stranger": person("Sam Stranger"), "other": other}[who]
    client.force_login(by, backend=BACKEND)
    draft = draft_of(judgement)
    words_of(client, reverse("judge", args=[judgement.token]), status=403)
    words_of(client, address(judgement, draft.criterion_id), status=403)
    assert client.post(address(judgement, draft.criterion_id), answers(draft)).status_code == 403
    draft.refresh_from_db()
    assert draft.revision == 0


def test_inv_08_a_superuser_and_a_manager_judge_nothing(
    client: Client, cast: Cast, amara: QualRegistration
) -> None:
    judgement = taken(amara, cast.assessor)
    draft = draft_of(judgement)
    chief = person("Sue Super", is_superuser=True)
    for by in (chief, cast.manager):
        client.force_login(by, backend=BACKEND)
        assert client.post(address(judgement, draft.criterion_id), answers(draft)).status_code == 403


def test_inv_48_that_a_lead_reads_it_is_written_down(
    client: Client, cast: Cast, amara: QualRegistration
) -> None:
    judgement = taken(amara, cast.assessor)
    lead = person("Lena Lead")
    qualifying.task_of(lead, amara.version, QualificationTask.LEAD_QUALITY)
    client.force_login(lead, backend=BACKEND)
    page = words_of(client, reverse("judge", args=[judgement.token]))
    assert "Only they write here." in page and "<textarea" not in page
    assert AuditEvent.objects.filter(action="work_read").count() == 1


def test_inv_05_a_conflict_closes_the_page(client: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    ConflictDeclaration.objects.create(
        person=cast.assessor,
        other=cast.learner,
        nature=Nature.FAMILY,
        starts_on=TODAY,
        declared_by=cast.assessor,
        declared_at=NOON,
    )
    client.force_login(cast.assessor, backend=BACKEND)
    answer = client.get(reverse("judge", args=[judgement.token]))
    assert answer.status_code == 403 and "conflict of interest" in answer.content.decode()


def test_a_round_that_was_put_back_waits_again(asa: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    draft = draft_of(judgement)
    asa.post(address(judgement, draft.criterion_id), answers(draft))
    answer = asa.post(reverse("judge-put-back", args=[judgement.token]))
    assert answer.status_code == 302
    judgement.refresh_from_db()
    assert judgement.state == JudgementState.LEFT
    page = words_of(asa, address(judgement, draft.criterion_id))
    assert "<textarea" not in page and "Three talks, each with an open question (page 1)." in page


def test_what_is_no_part_of_the_round_is_not_found(asa: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    other = judging.criteria_of(amara, 2)[0]
    assert asa.get(address(judgement, other)).status_code == 404
    assert asa.get(address(judgement, 999_999_999)).status_code == 404


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


def test_a_unit_with_60_pieces_asks_no_more_than_one_with_one(
    asa: Client, cast: Cast, amara: QualRegistration
) -> None:
    small = reverse("judge", args=[taken(amara, cast.assessor, [photo(amara)]).token])
    asa.get(small)
    with CaptureQueriesContext(connection) as few:
        asa.get(small)
    femi = qualifying.registered(person("Femi Many"), cast.harbour, cast.manager)
    qualifying.allocated(femi, cast.assessor)
    links = [linked(femi, f"Talk {number}", at=number % 3) for number in range(58)]
    made = handed_in([*links, photo(femi), photo(femi)])
    for criterion in judging.criteria_of(femi)[:2]:
        judging.record(femi, cast.assessor, [criterion])
    large = reverse("judge", args=[claim(submission_id=made.pk, by=cast.assessor, now=NOON).token])
    with CaptureQueriesContext(connection) as many:
        page = words_of(asa, large)
    assert page.count('data-judge-target="piece"') == 62
    assert len(many) <= len(few) and len(many) <= 15, "\n".join(one["sql"][:150] for one in many)
    record = femi.records.first()
    assert record is not None
    with CaptureQueriesContext(connection) as beside:
        assert "She spoke with five people at her stall." in words_of(
            asa, f"{large}?piece=record:{record.pk}"
        )
    assert len(beside) <= 15, "\n".join(one["sql"][:150] for one in beside)


def test_each_piece_has_its_own_files_in_their_order(
    asa: Client, cast: Cast, amara: QualRegistration
) -> None:
    """Of what was handed in, and of records."""
    link = photo(amara, name="photo.jpg")
    with_file(link.item, name="second.jpg")
    first = judging.criteria_of(amara)[0]
    heard, seen = (judging.record(amara, cast.assessor, [first], now=NOON) for _ in range(2))
    with_file(heard.item, name="spoken.jpg")
    judgement = taken(amara, cast.assessor, [link])
    bench = bench_of(judgement, path="", criterion=None, today=TODAY)
    files = {one.key: [file.name for file in one.files] for one in bench.pieces}
    entry = next(key for key in files if key.startswith("entry:"))
    assert files == {
        entry: ["photo.jpg", "second.jpg"],
        f"record:{heard.pk}": ["spoken.jpg"],
        f"record:{seen.pk}": [],
    }
    opened_ = words_of(asa, f"{reverse('judge', args=[judgement.token])}?piece=record:{heard.pk}")
    assert "spoken.jpg" in opened_ and "Asa Assessor" in opened_


def test_a_plain_text_is_read_beside_the_criteria(asa: Client, cast: Cast, amara: QualRegistration) -> None:
    link = linked(amara, "Notes")
    text = with_file(
        link.item, "Door 4: “the lights”,\r\nand <b>nothing</b> else.".encode(), name="notes.txt"
    )
    page = reverse("judge", args=[taken(amara, cast.assessor, [link]).token])
    opened_ = asa.get(page).content.decode()
    assert "Door 4: “the lights”,\nand &lt;b&gt;nothing&lt;/b&gt; else." in opened_
    assert "Open by itself: notes.txt" in opened_ and "its beginning" not in opened_
    default_storage.delete(text.stored)
    assert "Download: notes.txt" in asa.get(page).content.decode()


def test_a_trainees_page_says_who_countersigns(client: Client, cast: Cast) -> None:
    made = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.allocated(made, cast.assessor)
    quentin = person("Quentin Qualified")
    hold(quentin, Role.ASSESSOR, cast.harbour)
    qualifying.assessor(quentin, cast.manager)
    facts = {"level": AssessorLevel.TRAINEE, "award": "", "award_seen_on": None, "countersigner": quentin}
    qualifying.assessor(cast.assessor, cast.manager, **facts, works_towards_until=date(2027, 6, 1))
    judgement = taken(made, cast.assessor)
    client.force_login(cast.assessor, backend=BACKEND)
    page = words_of(client, reverse("judge", args=[judgement.token]))
    assert "Quentin Qualified countersigns" in page and "does not see the result before" in page
