"""A photo that is in a portfolio is covered: what was under the boxes is nowhere any more (INV-47)."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from playwright.sync_api import expect

from academy.shared import clock
from academy.shared.rulings import Refused
from learners.portfolio import file_store
from learners.portfolio.cover_actions import cover_squares, put_covered
from learners.portfolio.cover_rules import grid_of, place_of, squares_of
from learners.portfolio.file_actions import add_file
from learners.portfolio.file_rules import NotTaken
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.states import EvidenceKind
from tests.browsing import browser
from tests.cast import Cast
from tests.factories import files
from tests.factories.photos import picture, upload
from tests.fixtures.browser import NewPage
from tests.journeys.test_player import become
from tests.learners import qualifying
from tests.learners.qualifying import NOON

pytestmark = pytest.mark.django_db

LIGHT = picture(shade=20, size=(1200, 900))


@pytest.fixture
def file(cast: Cast) -> EvidenceFile:
    item = qualifying.piece(cast.learner, kind=EvidenceKind.PHOTO)
    return add_file(item_id=item.pk, sent=upload(LIGHT, "market.jpg"), by=cast.learner, now=clock.now())


def seen(file: EvidenceFile) -> Image.Image:
    return Image.open(io.BytesIO(file_store.path_of(file.stored).read_bytes())).convert("L")


def dark(picture: Image.Image, across: float, down: float) -> bool:
    left, top = int(picture.width * across), int(picture.height * down)
    low, high = picture.crop((left, top, left + 1, top + 1)).getextrema()
    return bool(high < 8) and low == high  # type: ignore[operator]


def now_in(item: EvidenceItem) -> EvidenceFile:
    return EvidenceFile.objects.get(item=item, removed_at=None)


@pytest.mark.both
def test_inv_47_squares_are_painted_and_the_photo_from_before_is_gone(cast: Cast, file: EvidenceFile) -> None:
    path = f"/portfolio/file/{file.token}/cover/"
    amara = browser(cast.learner)
    page = amara.get(path).content.decode()
    assert page.count('name="square"') == 9 * 12
    answer = amara.post(path, {"square": ["0-0", "8-11", "99-99", "x"]})
    assert answer["Location"] == f"/portfolio/{file.item.token}/"
    made = now_in(file.item)
    assert made.covered and made.sha256 != file.sha256
    there = seen(made)
    assert dark(there, 0.03, 0.03) and dark(there, 0.97, 0.97) and not dark(there, 0.5, 0.5)
    file.refresh_from_db()
    assert file.removed_at and file.sha256 and "Covered" in file.removed_why


@pytest.mark.django_db(transaction=True)
def test_inv_47_nothing_of_the_uncovered_photo_stays_on_the_disk(cast: Cast, file: EvidenceFile) -> None:
    before = {file.stored, file.view, file.small} - {""}
    cover_squares(file_id=file.pk, squares={(4, 6)}, by=cast.learner, now=clock.now())
    assert before and not [name for name in before if Path(settings.MEDIA_ROOT, name).exists()]


def test_only_its_owner_covers_it(cast: Cast, file: EvidenceFile) -> None:
    path = f"/portfolio/file/{file.token}/cover/"
    for who in (cast.stranger, cast.manager, cast.assessor):
        assert browser(who).get(path).status_code == 403
        assert browser(who).post(path, {"square": "0-0"}).status_code == 403
        with pytest.raises(Refused):
            cover_squares(file_id=file.pk, squares={(0, 0)}, by=who, now=NOON)
        with pytest.raises(Refused):
            put_covered(file_id=file.pk, picture=upload(), by=who, now=NOON)
    file.refresh_from_db()
    assert file.removed_at is None


def test_what_cannot_be_covered_says_why(cast: Cast, file: EvidenceFile) -> None:
    amara, path = browser(cast.learner), f"/portfolio/file/{file.token}/cover/"
    answer = amara.post(path, {})
    assert answer.status_code == 422 and "Tick the squares" in answer.content.decode()
    broken = files.sent(LIGHT[:5000], "covered.jpg")
    answer = amara.post(path, {"photo": broken})
    assert answer.status_code == 422 and "Not covered yet" in answer.content.decode()
    with pytest.raises(NotTaken):
        put_covered(file_id=file.pk, picture=files.sent(b"", "x.jpg"), by=cast.learner, now=NOON)
    assert now_in(file.item) == file, "the photo is still there"
    other = qualifying.piece(cast.learner, kind=EvidenceKind.FILE)
    note = add_file(item_id=other.pk, sent=files.sent(files.word(), "notes.docx"), by=cast.learner, now=NOON)
    assert "Only a photo" in amara.get(f"/portfolio/file/{note.token}/cover/").content.decode()
    with pytest.raises(Refused, match="Only a photo"):
        cover_squares(file_id=note.pk, squares={(0, 0)}, by=cast.learner, now=NOON)


@given(st.integers(1, 9000), st.integers(1, 9000))
def test_the_squares_cover_the_whole_photo_and_nothing_twice(width: int, height: int) -> None:
    rows, columns = grid_of(width, height)
    assert 5 <= rows <= 20
    places = [place_of(row, 0, (rows, columns), width, height) for row in range(rows)]
    assert places[0][1] == 0 and places[-1][3] == height
    assert all(one[3] == after[1] for one, after in zip(places, places[1:], strict=False))
    assert place_of(0, columns - 1, (rows, columns), width, height)[2] == width


def test_what_is_no_square_is_left_out() -> None:
    assert squares_of(["0-0", "8-11", "9-0", "0-12", "-1-3", "a-b", "", "3", "²-1"], (9, 12)) == {
        (0, 0),
        (8, 11),
    }


@pytest.mark.django_db(transaction=True)
def test_boxes_are_drawn_on_the_phone_and_squares_ticked_without_scripts(
    new_page: NewPage, cast: Cast, file: EvidenceFile, live_server: Any
) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    become(page, cast.learner, live_server.url)
    page.goto(f"/portfolio/file/{file.token}/cover/")
    board = page.locator("canvas.cover__board")
    board.wait_for()
    expect(page.locator(".cover-squares")).to_be_hidden()
    page.get_by_role("button", name="Closer").click()
    page.get_by_role("button", name="Further away").click()
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    assert box
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.up()
    page.get_by_role("button", name="Cover it for good").click()
    expect(page.get_by_text("The photo is covered")).to_be_visible()
    first = now_in(file.item)
    drawn_on = seen(first)
    assert dark(drawn_on, 0.25, 0.25) and not dark(drawn_on, 0.75, 0.75)

    plain = new_page(java_script_enabled=False, viewport={"width": 320, "height": 800})
    become(plain, cast.learner, live_server.url)
    plain.goto(f"/portfolio/file/{first.token}/cover/")
    plain.get_by_role("checkbox", name="Row 9, column 12", exact=True).check()
    plain.get_by_role("button", name="Cover these squares for good").click()
    expect(plain.get_by_text("The photo is covered")).to_be_visible()
    second = now_in(file.item)
    assert dark(seen(second), 0.97, 0.97) and dark(seen(second), 0.25, 0.25)
    assert ImageChops.difference(drawn_on, seen(second)).getbbox() is not None


@pytest.mark.parametrize(("state", "words"), [("checking", "still checking"), ("refused", "was not kept")])
def test_what_is_not_ready_is_not_covered_and_says_why(cast: Cast, state: str, words: str) -> None:
    """What was sent lies there unread, or nothing does."""
    item = qualifying.piece(cast.learner, kind=EvidenceKind.PHOTO)
    waits = EvidenceFile.objects.create(
        item=item, name="huge.png", stored="portfolio/none.png", sha256="0", size=1,
        type="image/png", state=state, added_at=NOON,
    )  # fmt: skip
    amara, path = browser(cast.learner), f"/portfolio/file/{waits.token}/cover/"
    for answer in (amara.get(path), amara.post(path, {"square": "0-0"})):
        assert words in answer.content.decode()
    with pytest.raises(Refused, match=words):
        cover_squares(file_id=waits.pk, squares={(0, 0)}, by=cast.learner, now=NOON)
    with pytest.raises(Refused, match=words):
        put_covered(file_id=waits.pk, picture=upload(), by=cast.learner, now=NOON)
