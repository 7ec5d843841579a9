"""Feedback that is spoken: recorded with a round by whoever judges it, heard by the learner once it is given."""

import re
import subprocess

import pytest
from django.urls import reverse

from academy.shared.rulings import Refused
from learners.assessment.digests import digest_of_judgement
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.speaking import CHECKED, GONE
from learners.assessment.spoken_actions import take_out_spoken
from learners.portfolio import file_store
from learners.portfolio.file_actions import add_file, remove_file
from learners.portfolio.file_checking import check_file
from learners.portfolio.file_queries import addresses_of
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.states import EvidenceKind, FileState
from tests.factories import files
from tests.learners.assessment.spoken import recorded
from tests.learners.assessment.test_send_pages import GOOD, browser, ready, send_at, text
from tests.learners.assessment.world import make_world, sent, shown
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_recorded_on_the_page_and_heard_by_the_learner(voice: bytes) -> None:
    world = make_world()
    judgement, client = ready(world, "not_yet"), browser(world.assessor)
    first = client.get(send_at(judgement))
    assert "Record your voice here" in text(first) and "microphone=(self)" in first["Permissions-Policy"]
    answer = client.post(
        send_at(judgement), {**GOOD, **shown(judgement), "files": files.sent(voice, "My voice.webm")}
    )
    assert answer.status_code == 422 or answer.status_code == 400
    assert "is still being checked" in text(answer) and GOOD["words"] in text(answer)
    assert not CriterionDecision.objects.exists()
    file = EvidenceFile.objects.get()
    assert (file.item.kind, file.item.account) == (EvidenceKind.FEEDBACK, world.cast.learner)
    assert check_file(file_id=file.pk) == FileState.READY
    file.refresh_from_db()
    assert addresses_of(file, world.assessor).view.split("/")[2] in text(client.get(send_at(judgement)))
    assert "Sent." in text(client.post(send_at(judgement), {**GOOD, **shown(judgement)}, follow=True))
    judgement.refresh_from_db()
    assert judgement.spoken == file.item and judgement.digest == digest_of_judgement(judgement)
    learner = browser(world.cast.learner)
    page = text(learner.get(reverse("feedback", args=[judgement.token])))
    assert "<audio" in page and page.index("Hear it") < page.index(GOOD["words"])
    (address,) = re.findall(r'<audio[^>]*src="([^"]+)"', page)
    assert learner.get(address).status_code == 200
    kept = file_store.path_of(file.stored)
    told = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", "stream=codec_type", "-of", "csv=p=0", str(kept)],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert told.split() == ["audio"]
    page = text(client.get(reverse("judge", args=[judgement.token])))
    assert "The feedback that was sent with it" in page and "<audio" in page


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (files.pdf(), "plan.pdf", "This is not a recording"),
        (b"MZ" + bytes(80), "voice.webm", "a Windows program"),
        (b"", "voice.webm", "empty"),
        (b"OggS" + bytes(400), "voice.ogg", "file"),
    ],
)
def test_what_is_no_recording_is_not_taken_and_nothing_typed_is_lost(
    content: bytes, name: str, why: str
) -> None:
    world = make_world()
    judgement = ready(world, "not_yet")
    answer = browser(world.assessor).post(
        send_at(judgement), {**GOOD, **shown(judgement), "files": files.sent(content, name)}
    )
    assert answer.status_code in (400, 422)
    assert why in text(answer) and GOOD["words"] in text(answer) and GOOD["next_step"] in text(answer)
    assert not EvidenceFile.objects.exists() and not CriterionDecision.objects.exists()


def test_a_recording_that_was_not_kept_says_why_and_can_be_taken_out(voice: bytes) -> None:
    world = make_world()
    judgement, client = ready(world, "not_yet"), browser(world.assessor)
    file = recorded(judgement, voice, heard=False)
    EvidenceFile.objects.filter(pk=file.pk).update(state=FileState.REFUSED, refused_why="It is cut off.")
    assert "was not kept. It is cut off." in text(client.get(send_at(judgement)))
    page = text(client.post(send_at(judgement), {**GOOD, **shown(judgement)}))
    assert "It is cut off. Take it out" in page and GOOD["words"] in page
    answer = client.post(
        send_at(judgement),
        {**GOOD, **shown(judgement), "words": "Changed", "remove": file.token},
        follow=True,
    )
    assert "Changed" in text(answer) and "cut off" not in text(answer)
    judgement.refresh_from_db()
    assert judgement.spoken is None
    assert "Sent." in text(client.post(send_at(judgement), {**GOOD, **shown(judgement)}, follow=True))


def test_kept_for_later_the_recording_stays(voice: bytes) -> None:
    world = make_world()
    judgement, client = ready(world, "not_yet"), browser(world.assessor)
    client.post(
        send_at(judgement),
        {**GOOD, **shown(judgement), "then": "keep", "files": files.sent(voice, "One.webm")},
    )
    client.post(
        send_at(judgement),
        {**GOOD, **shown(judgement), "then": "keep", "files": files.sent(voice, "Two.webm")},
    )
    page = text(client.get(send_at(judgement)))
    assert "One.mkv" in page and "Two.mkv" in page and page.count("is being checked") == 2
    assert EvidenceItem.objects.filter(kind=EvidenceKind.FEEDBACK).count() == 1


def test_without_ones_own_session_the_recording_is_kept_first(voice: bytes) -> None:
    world = make_world()
    judgement = ready(world, "not_yet")
    answer = browser(world.assessor, []).post(
        send_at(judgement), {**GOOD, **shown(judgement), "files": files.sent(voice, "My voice.webm")}
    )
    assert answer.url.startswith(reverse("confirm-yourself"))  # type: ignore[attr-defined]
    judgement.refresh_from_db()
    assert (judgement.words, judgement.spoken_id is not None) == (GOOD["words"], True)


def test_while_it_is_being_checked_it_cannot_be_sent(voice: bytes) -> None:
    judgement = ready(make_world())
    recorded(judgement, voice, heard=False)
    with pytest.raises(Refused, match=re.escape(CHECKED)):
        sent(judgement, spoken_item_id=judgement.spoken_id)
    assert sent(judgement).spoken is None, "it can be sent without"


def test_only_what_the_round_has_is_sent_with_it(voice: bytes) -> None:
    world = make_world()
    judgement = ready(world)
    other = EvidenceItem.objects.create(
        account=world.cast.learner, kind=EvidenceKind.FEEDBACK, made_at=NOON, changed_at=NOON
    )
    with pytest.raises(Refused, match=re.escape(GONE)):
        sent(judgement, spoken_item_id=other.pk)
    file = recorded(judgement, voice)
    remove_file(file_id=file.pk, by=world.assessor, now=NOON)
    with pytest.raises(Refused, match=re.escape(GONE)):
        sent(judgement, spoken_item_id=judgement.spoken_id)


def test_once_it_is_sent_nothing_in_it_changes(voice: bytes) -> None:
    world = make_world()
    judgement = ready(world)
    file = recorded(judgement, voice)
    judgement = sent(judgement, spoken_item_id=judgement.spoken_id)
    for step in (
        lambda: remove_file(file_id=file.pk, by=world.assessor, now=NOON),
        lambda: add_file(
            item_id=file.item_id, sent=files.sent(voice, "more.webm"), by=world.assessor, now=NOON
        ),
        lambda: recorded(judgement, voice),
        lambda: take_out_spoken(
            judgement_id=judgement.pk, file_token=file.token, by=world.assessor, now=NOON
        ),
    ):
        with pytest.raises(Refused):
            step()
    assert digest_of_judgement(judgement) == judgement.digest
    EvidenceFile.objects.create(
        item=file.item,
        name="behind.ogg",
        stored="x",
        sha256="0" * 64,
        size=1,
        type="audio/ogg",
        added_at=NOON,
    )
    assert digest_of_judgement(Judgement.objects.get(pk=judgement.pk)) != judgement.digest, (
        "what it says is signed"
    )
