"""What becomes of a recording when its round is sent back, put back or taken over."""

from datetime import timedelta

import pytest

from learners.assessment.actions import put_back
from learners.assessment.digests import digest_of_judgement
from learners.assessment.models import Judgement
from learners.assessment.spoken_actions import record_spoken, take_out_spoken
from learners.portfolio import file_store
from learners.portfolio.attaching import Sent
from learners.portfolio.file_policies import door_to, may_add_file, may_take_away
from learners.portfolio.models import EvidenceFile
from tests.factories import files
from tests.learners import judging, qualifying
from tests.learners.assessment.spoken import recorded
from tests.learners.assessment.test_send_pages import GOOD, browser, ready, send_at, text
from tests.learners.assessment.world import (
    World,
    countersigned,
    make_world,
    sent,
    shown,
    taken,
    with_trainee,
    written,
)
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def sent_back(world: World, voice: bytes) -> tuple[Judgement, Judgement, EvidenceFile]:
    judgement = ready(world, "not_yet")
    file = recorded(judgement, voice)
    judgement = sent(judgement, spoken_item_id=judgement.spoken_id)
    countersigned(judgement, "Look at page 2.")
    return judgement, Judgement.objects.get(follows=judgement), file


def test_sent_back_words_and_recording_go_on_and_the_sent_one_stays_as_it_was(voice: bytes) -> None:
    world = with_trainee()
    old, new, file = sent_back(world, voice)
    assert (new.words, new.next_step, new.next_by, new.spoken) == (
        old.words, old.next_step, old.next_by, old.spoken,
    )  # fmt: skip
    page = text(browser(world.trainee).get(send_at(new)))
    assert old.words in page and "My voice" in page
    assert not may_add_file(world.trainee, file.item) and not may_take_away(world.trainee, file)
    again = recorded_beside(new, voice)
    assert again.item != file.item
    take_out_spoken(judgement_id=new.pk, file_token=again.token, by=world.trainee, now=NOON)
    file.refresh_from_db()
    assert file.removed_at is None and digest_of_judgement(Judgement.objects.get(pk=old.pk)) == old.digest


def test_sent_back_the_old_recording_can_be_left_out(voice: bytes) -> None:
    world = with_trainee()
    old, new, file = sent_back(world, voice)
    take_out_spoken(judgement_id=new.pk, file_token=file.token, by=world.trainee, now=NOON)
    new.refresh_from_db()
    file.refresh_from_db()
    assert new.spoken is None and file.removed_at is None and file_store.path_of(file.stored).exists()


def recorded_beside(judgement: Judgement, voice: bytes) -> EvidenceFile:
    sending = Sent(files=[files.sent(voice, "again.webm")])
    assert record_spoken(judgement_id=judgement.pk, sent=sending, by=judgement.assessor, now=NOON) == []
    judgement.refresh_from_db()
    return EvidenceFile.objects.get(item=judgement.spoken_id, removed_at=None)


def test_put_back_and_taken_again_words_and_recording_are_there(voice: bytes) -> None:
    world = make_world()
    judgement = ready(world, "not_yet")
    recorded(judgement, voice)
    browser(world.assessor).post(send_at(judgement), {**GOOD, **shown(judgement), "then": "keep"})
    put_back(judgement_id=judgement.pk, by=world.assessor, now=NOON)
    again = taken(judgement.submission, world.assessor)  # type: ignore[arg-type]
    assert again.pk != judgement.pk
    assert (again.words, again.spoken_id) == (GOOD["words"], judgement.spoken_id)
    file = EvidenceFile.objects.get()
    assert may_add_file(world.assessor, file.item) and door_to(world.assessor, file, on=TODAY).ruling


def test_somebody_else_who_takes_it_over_begins_without(voice: bytes) -> None:
    world = make_world()
    judgement = ready(world)
    recorded(judgement, voice)
    qualifying.allocated(world.registration, world.second, judging.unit_of(world.registration, 1))
    late = NOON + timedelta(days=3)
    over = taken(judgement.submission, world.second, late)  # type: ignore[arg-type]
    assert over.spoken is None and over.words == ""
    written(over, world.criteria[0], now=late)
    file = EvidenceFile.objects.get()
    assert not may_add_file(world.assessor, file.item), "their round is over"
