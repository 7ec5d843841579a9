"""The page on which an assessor judges: the evidence beside the criteria, and what is kept of what they type."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.roles import Role
from courses.qualifications.staff_states import AssessorLevel
from learners.assessment.actions import claim
from learners.assessment.bench_queries import bench_of
from learners.assessment.states import JudgementState
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import Others
from learners.registrations.models import QualRegistration
from tests.browsing import words_of
from tests.cast import BACKEND, Cast, hold, person
from tests.learners import judging, qualifying
from tests.learners.assessment.rounds import address, answers, draft_of, taken
from tests.learners.qualifying import NOON, TODAY
from tests.learners.submissions.work import handed_in, linked, photo, with_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


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


def test_a_piece_in_which_somebody_can_be_recognised_stays_closed(
    asa: Client, cast: Cast, amara: QualRegistration
) -> None:
    judgement = taken(amara, cast.assessor)
    EvidenceItem.objects.filter(title="Three talks").update(others=Others.SOMEBODY)
    page = words_of(asa, reverse("judge", args=[judgement.token]))
    assert "Three talks" not in page and "I listened more than I talked." not in page
    assert "Somebody who has not agreed can be recognised in it." in page


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
