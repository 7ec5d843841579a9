"""Feedback that is spoken: recorded with a round by whoever judges it, heard by the learner once it is given."""

import re
import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared import clock
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from learners.assessment.actions import put_back
from learners.assessment.countersign_actions import countersign
from learners.assessment.digests import digest_of_judgement
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.speaking import CHECKED, GONE
from learners.assessment.spoken_actions import record_spoken, take_out_spoken
from learners.assessment.states import SEEN_BY_LEARNER, JudgementState
from learners.portfolio import file_store
from learners.portfolio.attaching import Sent
from learners.portfolio.file_actions import add_file, remove_file
from learners.portfolio.file_checking import check_file
from learners.portfolio.file_policies import door_to, may_add_file, may_take_away
from learners.portfolio.file_queries import addresses_of, used_by
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.policies import may_link_evidence, may_see_evidence
from learners.portfolio.queries import theirs
from learners.portfolio.spoken_policies import GIVEN
from learners.portfolio.states import EvidenceKind, FileState
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.states import Nature
from tests.factories import files
from tests.factories.files import ffmpeg
from tests.learners import judging, qualifying
from tests.learners.assessment.test_send_pages import GOOD, browser, ready, send_at, text
from tests.learners.assessment.world import World, make_world, sent, taken, with_trainee, written
from tests.learners.qualifying import NOON, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """As a browser records it."""
    return ffmpeg(tmp_path_factory.mktemp("voice") / "voice.webm", "-c:a", "libopus", film=False)


def recorded(
    judgement: Judgement, content: bytes, name: str = "My voice.webm", *, heard: bool = True
) -> EvidenceFile:
    """Kept with the round and, unless it is to wait, checked by the real worker."""
    sending = Sent(files=[files.sent(content, name)])
    assert record_spoken(judgement_id=judgement.pk, sent=sending, by=judgement.assessor, now=NOON) == []
    judgement.refresh_from_db()
    file = EvidenceFile.objects.get(item=judgement.spoken_id, removed_at=None)
    if heard:
        assert check_file(file_id=file.pk) == FileState.READY
        file.refresh_from_db()
    return file


def hears(who: Account, file: EvidenceFile) -> int:
    """What the address says that this person would get."""
    client = browser(who)
    return client.get(addresses_of(file, who).view).status_code


# --- by the page ------------------------------------------------------------------------------------------------


def test_recorded_on_the_page_and_heard_by_the_learner(voice: bytes) -> None:
    world = make_world()
    judgement, client = ready(world, "not_yet"), browser(world.assessor)
    first = client.get(send_at(judgement))
    assert "Record your voice here" in text(first) and "microphone=(self)" in first["Permissions-Policy"]
    answer = client.post(send_at(judgement), {**GOOD, "files": files.sent(voice, "My voice.webm")})
    assert answer.status_code == 422 or answer.status_code == 400
    assert "is still being checked" in text(answer) and GOOD["words"] in text(answer)
    assert not CriterionDecision.objects.exists()
    file = EvidenceFile.objects.get()
    assert (file.item.kind, file.item.account) == (EvidenceKind.FEEDBACK, world.cast.learner)
    assert check_file(file_id=file.pk) == FileState.READY
    file.refresh_from_db()
    assert addresses_of(file, world.assessor).view.split("/")[2] in text(client.get(send_at(judgement)))
    assert "Sent." in text(client.post(send_at(judgement), GOOD, follow=True))
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
    answer = browser(world.assessor).post(send_at(judgement), {**GOOD, "files": files.sent(content, name)})
    assert answer.status_code in (400, 422)
    assert why in text(answer) and GOOD["words"] in text(answer) and GOOD["next_step"] in text(answer)
    assert not EvidenceFile.objects.exists() and not CriterionDecision.objects.exists()


def test_a_recording_that_was_not_kept_says_why_and_can_be_taken_out(voice: bytes) -> None:
    world = make_world()
    judgement, client = ready(world, "not_yet"), browser(world.assessor)
    file = recorded(judgement, voice, heard=False)
    EvidenceFile.objects.filter(pk=file.pk).update(state=FileState.REFUSED, refused_why="It is cut off.")
    assert "was not kept. It is cut off." in text(client.get(send_at(judgement)))
    page = text(client.post(send_at(judgement), GOOD))
    assert "It is cut off. Take it out" in page and GOOD["words"] in page
    answer = client.post(send_at(judgement), {**GOOD, "words": "Changed", "remove": file.token}, follow=True)
    assert "Changed" in text(answer) and "cut off" not in text(answer)
    judgement.refresh_from_db()
    assert judgement.spoken is None
    assert "Sent." in text(client.post(send_at(judgement), GOOD, follow=True))


def test_kept_for_later_the_recording_stays(voice: bytes) -> None:
    world = make_world()
    judgement, client = ready(world, "not_yet"), browser(world.assessor)
    client.post(send_at(judgement), {**GOOD, "then": "keep", "files": files.sent(voice, "One.webm")})
    client.post(send_at(judgement), {**GOOD, "then": "keep", "files": files.sent(voice, "Two.webm")})
    page = text(client.get(send_at(judgement)))
    assert "One.mkv" in page and "Two.mkv" in page and page.count("is being checked") == 2
    assert EvidenceItem.objects.filter(kind=EvidenceKind.FEEDBACK).count() == 1


def test_without_ones_own_session_the_recording_is_kept_first(voice: bytes) -> None:
    world = make_world()
    judgement = ready(world, "not_yet")
    answer = browser(world.assessor, []).post(
        send_at(judgement), {**GOOD, "files": files.sent(voice, "My voice.webm")}
    )
    assert answer.url.startswith(reverse("confirm-yourself"))  # type: ignore[attr-defined]
    judgement.refresh_from_db()
    assert (judgement.words, judgement.spoken_id is not None) == (GOOD["words"], True)


# --- the steps --------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("who", ["learner", "manager", "coordinator", "quality", "stranger", "editor"])
def test_inv_08_nobody_else_records_or_takes_out(who: str, voice: bytes) -> None:
    world = make_world()
    judgement = ready(world)
    file = recorded(judgement, voice)
    by = getattr(world.cast, who)
    Account.objects.filter(pk=by.pk).update(is_superuser=True)
    by.refresh_from_db()
    more = Sent(files=[files.sent(voice, "more.webm")])
    for step in (
        lambda: record_spoken(judgement_id=judgement.pk, sent=more, by=by, now=NOON),
        lambda: take_out_spoken(judgement_id=judgement.pk, file_token=file.token, by=by, now=NOON),
        lambda: add_file(item_id=file.item_id, sent=files.sent(voice, "more.webm"), by=by, now=NOON),
        lambda: remove_file(file_id=file.pk, by=by, now=NOON),
    ):
        with pytest.raises(Refused):
            step()
    assert EvidenceFile.objects.get().removed_at is None


# --- who hears it -----------------------------------------------------------------------------------------------


def test_inv_13_the_learner_hears_it_from_when_it_is_given(voice: bytes) -> None:
    world = with_trainee()
    learner, judgement = world.cast.learner, ready(world, "not_yet")
    file = recorded(judgement, voice)
    assert not door_to(learner, file, on=TODAY).ruling and hears(learner, file) == 403
    assert not door_to(world.second, file, on=TODAY).ruling
    assert door_to(world.trainee, file, on=TODAY).ruling
    judgement = sent(judgement, spoken_item_id=judgement.spoken_id)
    assert judgement.state == JudgementState.COUNTERSIGN
    assert hears(learner, file) == 403
    assert browser(learner).get(reverse("feedback", args=[judgement.token])).status_code == 403
    page = text(browser(world.second).get(reverse("countersign", args=[judgement.token])))
    assert "will read and hear" in page and "<audio" in page
    before = AuditEvent.objects.count()
    assert hears(world.second, file) == 200
    assert (
        AuditEvent.objects.filter(action="evidence_file_opened").count() == 1
        and before < AuditEvent.objects.count()
    )
    countersign(
        judgement_id=judgement.pk, confirmed=True, words="", about=[], how="email", by=world.second, now=NOON
    )
    assert hears(learner, file) == 200 and hears(world.trainee, file) == 200
    assert hears(world.second, file) == 403, "their part is done"
    assert set(GIVEN) == {str(state) for state in SEEN_BY_LEARNER}


@pytest.mark.parametrize("who", ["manager", "coordinator", "stranger", "editor"])
def test_others_never_hear_it(who: str, voice: bytes) -> None:
    world = make_world()
    judgement = ready(world)
    file = recorded(judgement, voice)
    by = getattr(world.cast, who)
    Account.objects.filter(pk=by.pk).update(is_superuser=True)
    by.refresh_from_db()
    assert hears(by, file) == 403
    sent(judgement, spoken_item_id=judgement.spoken_id)
    assert hears(by, file) == 403


def test_the_lead_hears_it_and_that_is_written_down(voice: bytes) -> None:
    world = make_world()
    judgement = ready(world)
    file = recorded(judgement, voice)
    door = door_to(world.cast.quality, file, on=TODAY)
    assert door.ruling and door.noted and door.through == world.registration


def test_inv_05_a_conflict_closes_it(voice: bytes) -> None:
    world = make_world()
    judgement = ready(world)
    file = recorded(judgement, voice)
    ConflictDeclaration.objects.create(
        person=world.assessor,
        other=world.cast.learner,
        nature=Nature.FAMILY,
        starts_on=TODAY,
        declared_by=world.assessor,
        declared_at=NOON,
    )
    assert hears(world.assessor, file) == 403
    assert not may_add_file(world.assessor, file.item)


def test_it_is_no_evidence_and_never_in_the_portfolio(voice: bytes) -> None:
    world = make_world()
    learner, judgement = world.cast.learner, ready(world)
    file = recorded(judgement, voice)
    for state in ("before", "after"):
        if state == "after":
            sent(judgement, spoken_item_id=judgement.spoken_id)
        assert file.item not in theirs(learner) and used_by(learner) == 0
        assert not may_see_evidence(learner, file.item, on=TODAY)
        assert not may_link_evidence(learner, file.item, world.registration)
        client = browser(learner)
        assert file.item.title not in text(client.get(reverse("portfolio") + "?show=withdrawn"))
        assert client.get(reverse("evidence", args=[file.item.token])).status_code in (403, 404)


# --- rounds that follow -----------------------------------------------------------------------------------------


def sent_back(world: World, voice: bytes) -> tuple[Judgement, Judgement, EvidenceFile]:
    judgement = ready(world, "not_yet")
    file = recorded(judgement, voice)
    judgement = sent(judgement, spoken_item_id=judgement.spoken_id)
    countersign(
        judgement_id=judgement.pk, confirmed=False, words="Look at page 2.", about=[world.criteria[0].pk],
        how="email", by=world.second, now=NOON,
    )  # fmt: skip
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
    browser(world.assessor).post(send_at(judgement), {**GOOD, "then": "keep"})
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
