"""Whoever is asked to countersign opens the files of that round, as long as it waits for them."""

import pytest

from learners.assessment.models import Judgement
from learners.portfolio.file_policies import door_to
from learners.portfolio.models import EvidenceFile
from learners.portfolio.states import EvidenceKind, FileState, Others
from learners.submissions.models import Submission, SubmissionFile
from tests.learners import qualifying
from tests.learners.assessment.test_countersigning import conflict, signed
from tests.learners.assessment.world import World, judged, with_trainee
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def world() -> World:
    return with_trainee()


def photo(world: World) -> tuple[EvidenceFile, Submission]:
    """Handed in."""
    item = qualifying.piece(world.registration.account, "A photo", kind=EvidenceKind.PHOTO)
    file = EvidenceFile.objects.create(
        item=item,
        name="a.jpg",
        stored="a",
        sha256="0" * 64,
        size=9,
        type="image/jpeg",
        state=FileState.READY,
        added_at=NOON,
    )
    made = Submission.objects.create(registration=world.registration, number=1, made_at=NOON)
    entry = made.items.create(number=1, item=item, snapshot={"title": item.title}, sha256="0" * 64)
    SubmissionFile.objects.create(submission=made, entry=entry, file=file, sha256=file.sha256)
    for criterion in world.criteria:
        made.criteria.create(criterion=criterion, attempt=1)
        made.links.create(entry=entry, criterion=criterion)
    Submission.objects.filter(pk=made.pk).update(
        state="submitted",
        submitted_at=NOON,
        declaration_version="1",
        declaration="This is my own work.",
        ai_used=False,
        help_words="",
        signed_by=world.registration.account,
        signed_how="email",
        digest="0" * 64,
    )
    made.refresh_from_db()
    return file, made


def opens(world: World, file: EvidenceFile) -> bool:
    return bool(door_to(world.second, file, on=TODAY).ruling)


def test_while_it_waits_for_them_and_no_longer(world: World) -> None:
    file, submission = photo(world)
    assert not opens(world, file)
    judgement = judged(world, submission, world.trainee)
    door = door_to(world.second, file, on=TODAY)
    assert door.ruling and door.noted and door.through == world.registration
    signed(judgement)
    assert not opens(world, file)


def test_not_what_the_round_does_not_speak_of(world: World) -> None:
    file, submission = photo(world)
    judged(world, submission, world.trainee)
    other = EvidenceFile.objects.get(pk=file.pk)
    other.pk, other.token = None, "another"
    other.item = qualifying.piece(world.registration.account, "Something else")
    other.save()
    assert not opens(world, other)


def test_inv_05_not_over_a_conflict(world: World) -> None:
    file, submission = photo(world)
    judged(world, submission, world.trainee)
    conflict(world)
    assert not opens(world, file)


def test_inv_47_not_while_somebody_can_be_recognised(world: World) -> None:
    file, submission = photo(world)
    judged(world, submission, world.trainee)
    file.item.others = Others.SOMEBODY
    file.item.save()
    assert not opens(world, EvidenceFile.objects.get(pk=file.pk))


def test_inv_08_nobody_else_by_any_role(world: World) -> None:
    file, submission = photo(world)
    judged(world, submission, world.trainee)
    assert Judgement.objects.get().countersigner == world.second
    for by in (world.cast.manager, world.assessor, world.cast.coordinator, world.cast.neighbour):
        assert not door_to(by, file, on=TODAY).ruling
