"""Handing in: what is copied, what is refused, and that nobody changes it afterwards."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from academy.accounts.models import Account
from academy.shared.append_only import install, remove
from academy.shared.audit import broken_links, chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.qualifications.models import QualificationVersion
from learners.portfolio.models import EvidenceFile, EvidenceItem, WitnessStatement
from learners.portfolio.states import EvidenceKind, FileState, Others, WitnessStatus
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.models import QualRegistration
from learners.registrations.states import WORKING, Nature, RegistrationState
from learners.submissions.actions import hand_in, return_unassessed
from learners.submissions.draft_actions import choose, write_words
from learners.submissions.models import (
    Submission,
    SubmissionCriterion,
    SubmissionFile,
    SubmissionItem,
    SubmissionLink,
)
from learners.submissions.queries import criteria_states, criteria_states_of, waiting_for
from learners.submissions.states import CriterionState, ReturnedFor, SubmissionState
from learners.submissions.verify_queries import verify
from tests.cast import Cast, make_cast, person
from tests.learners import qualifying
from tests.learners.qualifying import NOON, TODAY
from tests.learners.submissions.work import DECLARED, draft, handed_in, linked, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    """Amara, under way, with Asa as assessor."""
    made = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.allocated(made, cast.assessor)
    return made


@pytest.mark.both
def test_what_is_handed_in_is_copied_whole(cast: Cast, amara: QualRegistration) -> None:
    listening, picture = linked(amara, at=3, minutes=20, learned="To wait."), photo(amara)
    draft([listening, picture])
    write_words(registration_id=amara.pk, words=" Please look at the end. ", by=cast.learner, now=NOON)
    made = handed_in([listening, picture])
    assert (made.state, made.words, made.signed_by, made.signed_how) == (
        SubmissionState.SUBMITTED,
        "Please look at the end.",
        cast.learner,
        "email",
    )
    first, second = made.items.all()
    assert first.snapshot["title"] == "What I did"
    assert first.snapshot["minutes"] == 20
    assert first.snapshot["others"] == "Nobody else"
    assert [one["name"] for one in second.snapshot["files"]] == ["talk.txt"]
    assert SubmissionFile.objects.get().entry == second
    assert [(one.criterion_id, one.attempt) for one in made.criteria.all()] == [
        (picture.criterion_id, 1),
        (listening.criterion_id, 1),
    ]
    assert {one.note for one in made.links.all()} == {"See the end"}
    amara.refresh_from_db()
    assert amara.moved_at == NOON
    event = AuditEvent.objects.get(action="handed_in")
    assert event.chain == chain_of(amara)
    assert not broken_links(event.chain)
    assert verify(made).whole


def test_what_changes_in_the_portfolio_changes_nothing_that_was_handed_in(amara: QualRegistration) -> None:
    link = linked(amara)
    made = handed_in([link])
    EvidenceItem.objects.filter(pk=link.item_id).update(
        title="Another", text="Rewritten", others=Others.SOMEBODY
    )
    link.delete()
    entry = made.items.get()
    assert entry.snapshot["title"] == "What I did"
    assert made.links.count() == 1
    assert verify(made).whole


@pytest.mark.both
def test_pressing_twice_hands_in_once(cast: Cast, amara: QualRegistration) -> None:
    made = handed_in([linked(amara)])
    again = hand_in(registration_id=amara.pk, token=made.token, declared=DECLARED, by=cast.learner, now=NOON)
    assert again == made
    assert Submission.objects.count() == 1
    assert AuditEvent.objects.filter(action="handed_in").count() == 1


DECLARATIONS: dict[str, tuple[dict[str, object], str]] = {
    "nothing declared": ({"own_work": False}, "your own work"),
    "nothing said of AI": ({"ai_used": None}, "whether you used an AI tool"),
    "AI, and not what for": ({"ai_used": True, "help_words": " "}, "Say which AI tool"),
    "other words": ({"version": "1999-01"}, "have changed"),
    "a hub's code": ({"how": "hub"}, "A code from a hub is not enough"),
    "nobody knows how": ({"how": ""}, "we need to know that it is you"),
}


@pytest.mark.parametrize("what", DECLARATIONS)
def test_inv_17_nothing_without_the_declaration(what: str, amara: QualRegistration) -> None:
    facts, words = DECLARATIONS[what]
    with pytest.raises(Refused, match=words):
        handed_in([linked(amara)], declared=replace(DECLARED, **facts))  # type: ignore[arg-type]
    assert Submission.objects.get().state == SubmissionState.DRAFT
    assert not SubmissionItem.objects.exists()


def test_inv_19_nobody_hands_in_for_somebody_else(cast: Cast, amara: QualRegistration) -> None:
    link = linked(amara)
    made = draft([link])
    for other in (cast.assessor, cast.coordinator, cast.manager, cast.stranger):
        with pytest.raises(Refused, match="learner’s own"):
            hand_in(registration_id=amara.pk, token=made.token, declared=DECLARED, by=other, now=NOON)
        with pytest.raises(Refused, match="learner’s own"):
            choose(registration_id=amara.pk, links=[link.pk], by=other, now=NOON)
    made.refresh_from_db()
    assert made.state == SubmissionState.DRAFT


PIECES: dict[str, tuple[dict[str, object], str]] = {
    "somebody can be recognised": ({"others": Others.SOMEBODY}, "has not agreed"),
    "nobody said": ({"others": Others.NOT_SAID}, "who else can be recognised"),
    "no own part": ({"own_part": " "}, "your own part"),
    "nothing in it": ({"text": "", "kind": EvidenceKind.PHOTO}, "no photo"),
    "only a course": ({"kind": EvidenceKind.COURSE}, "good start"),
}


@pytest.mark.parametrize("what", PIECES)
def test_inv_47_and_other_pieces_that_are_not_ready(what: str, amara: QualRegistration) -> None:
    facts, words = PIECES[what]
    with pytest.raises(Refused, match=words):
        handed_in([linked(amara, **facts)])  # type: ignore[arg-type]
    assert not SubmissionItem.objects.exists()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": FileState.CHECKING}, "still being checked"),
        ({"state": FileState.REFUSED, "refused_why": "It holds a virus."}, "was refused"),
    ],
)
def test_files_that_are_not_ready(facts: dict[str, str], words: str, amara: QualRegistration) -> None:
    with pytest.raises(Refused, match=words):
        handed_in([photo(amara, **facts)])


def test_a_witness_who_has_not_answered(cast: Cast, amara: QualRegistration) -> None:
    link = linked(amara, kind=EvidenceKind.WITNESS)
    said = WitnessStatement.objects.create(
        item=link.item,
        learner=cast.learner,
        name="Sam Seen",
        email="sam@example.org",
        job_role="Chair",
        relationship="We organise together",
        status=WitnessStatus.PEER,
        asked_at=NOON,
        expires_at=NOON,
    )
    with pytest.raises(Refused, match="has not answered"):
        handed_in([link])
    WitnessStatement.objects.filter(pk=said.pk).update(words="I saw it.", confirmed_at=NOON)
    made = handed_in([link])
    assert made.items.get().snapshot["witness"]["words"] == "I saw it."
    assert "sam@example.org" not in str(made.items.get().snapshot)


def test_nothing_chosen(cast: Cast, amara: QualRegistration) -> None:
    made = choose(registration_id=amara.pk, links=[], by=cast.learner, now=NOON)
    with pytest.raises(Refused, match="Nothing is chosen"):
        hand_in(registration_id=amara.pk, token=made.token, declared=DECLARED, by=cast.learner, now=NOON)


def test_a_link_of_somebody_else_is_not_chosen(cast: Cast, amara: QualRegistration) -> None:
    other = qualifying.registered(cast.neighbour, cast.harbour, cast.manager)
    theirs, mine = linked(other), linked(amara)
    made = choose(registration_id=amara.pk, links=[theirs.pk, mine.pk, 999], by=cast.learner, now=NOON)
    assert made.chosen == [mine.pk]


@pytest.mark.parametrize("state", RegistrationState)
def test_only_while_working(state: RegistrationState, cast: Cast) -> None:
    facts: dict[str, object] = {"before_break": "in_progress"} if state == RegistrationState.ON_BREAK else {}
    made = qualifying.registered(cast.learner, cast.harbour, cast.manager, state, **facts)
    link = linked(made)
    if state in WORKING:
        assert handed_in([link]).state == SubmissionState.SUBMITTED
    else:
        with pytest.raises(Refused, match=r"\. "):
            handed_in([link])


def test_what_is_with_the_assessor_is_not_handed_in_again(amara: QualRegistration) -> None:
    handed_in([linked(amara)])
    with pytest.raises(Refused, match="has this already"):
        handed_in([linked(amara, "One more")])


def test_attempts_follow_the_person_and_their_joined_rows(cast: Cast, amara: QualRegistration) -> None:
    QualificationVersion.objects.update(attempts=1)
    made = handed_in([linked(amara)])
    Submission.objects.filter(pk=made.pk).update(state=SubmissionState.RELEASED, released_at=NOON)
    amara.state = RegistrationState.TRANSFERRED
    amara.save()
    again = person("Amara B", email="ab@example.org")
    Account.objects.filter(pk=cast.learner.pk).update(
        joined_to=again, joined_at=NOON, is_active=False, email=None
    )
    second = qualifying.registered(again, cast.harbour, cast.manager)
    with pytest.raises(Refused, match="once"):
        handed_in([linked(second)])


def test_the_window_for_another_attempt(amara: QualRegistration) -> None:
    QualificationVersion.objects.update(attempt_days=5)
    made = handed_in([linked(amara)])
    Submission.objects.filter(pk=made.pk).update(state=SubmissionState.RELEASED, released_at=NOON)
    with pytest.raises(Refused, match="ended on 27 November 2026"):
        handed_in([linked(amara, "Late")], now=NOON + timedelta(days=10))
    second = handed_in([linked(amara, "In time")], now=NOON + timedelta(days=7))
    assert [one.attempt for one in second.criteria.all()] == [2]


def gives_back(made: Submission, by: Account, **facts: object) -> None:
    return_unassessed(
        **{  # type: ignore[arg-type]
            "submission_id": made.pk,
            "reason": ReturnedFor.RECOGNISABLE,
            "words": "I can see a face. Cover it, then hand in again.",
            "numbers": [1],
            "by": by,
            "now": NOON,
            **facts,
        }
    )


@pytest.mark.both
def test_given_back_and_handed_in_again(cast: Cast, amara: QualRegistration) -> None:
    link = linked(amara)
    made = handed_in([link])
    gives_back(made, cast.assessor)
    made.refresh_from_db()
    assert made.state == SubmissionState.RETURNED_UNASSESSED
    assert made.returned_pieces == [1]
    assert criteria_states(amara)[link.criterion_id] == CriterionState.GIVEN_BACK
    second = handed_in([link], now=NOON + timedelta(days=1))
    assert second.number == 2
    assert [one.attempt for one in second.criteria.all()] == [1]
    assert criteria_states(amara)[link.criterion_id] == CriterionState.HANDED_IN


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"words": "  "}, "Write to the learner"),
        ({"reason": "ugly"}, "Say why"),
        ({"numbers": []}, "which pieces"),
        ({"numbers": [7]}, "which pieces"),
    ],
)
def test_giving_back_says_why(
    facts: dict[str, object], words: str, cast: Cast, amara: QualRegistration
) -> None:
    made = handed_in([linked(amara)])
    with pytest.raises(Refused, match=words):
        gives_back(made, cast.assessor, **facts)


def test_only_the_assessor_gives_back_and_only_once(cast: Cast, amara: QualRegistration) -> None:
    made = handed_in([linked(amara)])
    for other in (cast.learner, cast.manager, cast.coordinator, cast.quality, cast.stranger):
        with pytest.raises(Refused):
            gives_back(made, other)
    gives_back(made, cast.assessor)
    with pytest.raises(Refused, match="any more"):
        gives_back(made, cast.assessor)


def test_the_assessor_of_another_unit_gives_nothing_back(cast: Cast) -> None:
    registration = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    second = qualifying.criteria(registration)[3].outcome.unit
    qualifying.allocated(registration, cast.assessor, second)
    made = handed_in([linked(registration)])
    with pytest.raises(Refused, match="one of its units"):
        gives_back(made, cast.assessor)
    assert waiting_for(cast.assessor, on=TODAY) == ()


@pytest.mark.both
@pytest.mark.parametrize("table", [SubmissionItem, SubmissionFile, SubmissionCriterion, SubmissionLink])
def test_inv_12_the_database_keeps_what_was_handed_in(table: type, amara: QualRegistration) -> None:
    made = handed_in([photo(amara)])
    rows = table.objects.filter(submission=made)  # type: ignore[attr-defined]
    assert rows.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(submission=made.pk + 1)


CHANGES = {
    "words": "Other words",
    "chosen": [1],
    "digest": "0" * 64,
    "ai_used": True,
    "help_words": "None",
    "signed_how": "passkey",
    "declaration_version": "2",
    "number": 9,
}


@pytest.mark.both
@pytest.mark.parametrize("field", CHANGES)
def test_inv_12_no_field_of_a_submission_changes(field: str, amara: QualRegistration) -> None:
    made = handed_in([linked(amara)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=made.pk).update(**{field: CHANGES[field]})


@pytest.mark.both
@pytest.mark.parametrize(
    "field", ["state", "returned_for", "returned_words", "returned_pieces", "returned_at"]
)
def test_inv_12_why_it_was_given_back_stays(field: str, cast: Cast, amara: QualRegistration) -> None:
    made = handed_in([linked(amara)])
    gives_back(made, cast.assessor)
    other = {
        "state": SubmissionState.SUBMITTED,
        "returned_for": ReturnedFor.NOT_OWN,
        "returned_words": "Nothing.",
        "returned_pieces": [],
        "returned_at": NOON + timedelta(days=1),
    }[field]
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=made.pk).update(**{field: other})


def test_inv_12_a_file_changed_behind_the_back_is_found(amara: QualRegistration) -> None:
    made = handed_in([photo(amara)])
    assert verify(made).files == 1
    file = EvidenceFile.objects.get()
    with open(_path(file), "ab") as there:
        there.write(b"!")
    assert "has been changed since" in verify(made).difference
    _path(file).unlink()
    assert "not there any more" in verify(made).difference
    EvidenceFile.objects.update(removed_at=NOON, removed_why="A face was covered.")
    found = verify(made)
    assert found.whole
    assert found.gone == ("talk.txt: A face was covered.",)


@pytest.mark.parametrize("what", ["snapshot", "note", "attempt", "digest"])
def test_inv_12_rows_changed_behind_the_back_are_found(what: str, amara: QualRegistration) -> None:
    """Somebody with the database in their hands takes the triggers away first."""
    made = handed_in([photo(amara)])
    _without_triggers(what, made)
    made = Submission.objects.get(pk=made.pk)
    assert verify(made).difference.startswith(
        "Piece 1 does not" if what == "snapshot" else "What was handed in"
    )


@pytest.mark.parametrize("with_hub", [False, True])
def test_inv_05_nothing_waits_while_a_conflict_is_open(
    with_hub: bool, cast: Cast, amara: QualRegistration
) -> None:
    made = handed_in([linked(amara)])
    assert len(waiting_for(cast.assessor, on=TODAY)) == 1
    ConflictDeclaration.objects.create(
        person=cast.assessor,
        other=None if with_hub else cast.learner,
        hub=cast.harbour if with_hub else None,
        nature=Nature.FAMILY,
        starts_on=TODAY,
        declared_by=cast.assessor,
        declared_at=NOON,
    )
    assert waiting_for(cast.assessor, on=TODAY) == ()
    with pytest.raises(Refused, match="conflict of interest"):
        gives_back(made, cast.assessor)


def test_states_of_criteria(amara: QualRegistration) -> None:
    first, second, third, fourth = qualifying.criteria(amara)
    linked(amara)
    linked(amara, at=1, own_part="")
    handed_in([linked(amara, at=3)])
    assert criteria_states(amara) == {
        first.pk: CriterionState.READY,
        second.pk: CriterionState.THIN,
        third.pk: CriterionState.NOTHING,
        fourth.pk: CriterionState.HANDED_IN,
    }


def test_many_learners_cost_no_more_queries_than_one(cast: Cast, amara: QualRegistration) -> None:
    learners = [amara]
    for number in range(4):
        who = person(f"Learner{number} Long", hub=cast.harbour)
        learners.append(qualifying.registered(who, cast.harbour, cast.manager))
        qualifying.allocated(learners[-1], cast.assessor)
    handed_in([linked(amara)])
    one = _counted(cast, learners[:1])
    for each in learners:
        handed_in([linked(each, at=3), linked(each, "Both", at=1)])
    assert _counted(cast, learners) == one
    assert one == (6, 8)
    assert len(waiting_for(cast.assessor, on=TODAY)) == 6


def _counted(cast: Cast, learners: list[QualRegistration]) -> tuple[int, int]:
    with CaptureQueriesContext(connection) as states:
        criteria_states_of(learners)
    with CaptureQueriesContext(connection) as waiting:
        waiting_for(cast.assessor, on=TODAY)
    return len(states), len(waiting)


def _path(file: EvidenceFile) -> Path:
    return Path(default_storage.path(file.stored))


def _without_triggers(what: str, made: Submission) -> None:
    remove(connection)
    if what == "snapshot":
        made.items.update(snapshot={"title": "Something better"})
    elif what == "note":
        made.links.update(note="Something better")
    elif what == "attempt":
        made.criteria.update(attempt=2)
    else:
        Submission.objects.filter(pk=made.pk).update(help_words="My cousin wrote it.")
    install(connection)
