"""Handing in: what is copied, and what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from academy.accounts.models import Account
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.qualifications.models import QualificationVersion
from learners.portfolio.models import EvidenceItem, WitnessStatement
from learners.portfolio.states import EvidenceKind, FileState, Others, WitnessStatus
from learners.registrations.models import QualRegistration
from learners.registrations.states import WORKING, RegistrationState
from learners.submissions.actions import hand_in
from learners.submissions.draft_actions import choose, write_words
from learners.submissions.models import Submission, SubmissionFile, SubmissionItem
from learners.submissions.states import SubmissionState
from learners.submissions.verify_queries import verify
from tests.cast import Cast, person
from tests.chains import broken_links
from tests.learners import qualifying
from tests.learners.qualifying import NOON
from tests.learners.submissions.work import DECLARED, draft, handed_in, linked, photo

pytestmark = pytest.mark.django_db


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
