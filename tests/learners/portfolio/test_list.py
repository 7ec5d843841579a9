"""The list of somebody's pieces: filters, search, pages, what is missing, and how many queries it takes."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learners.portfolio.link_actions import Shown, say_what_it_shows
from learners.portfolio.models import EvidenceFile, EvidenceItem, WitnessStatement
from learners.portfolio.queries import A_PAGE, Wish, not_ready, portfolio_of
from learners.portfolio.states import EvidenceKind, FileState, Others, WitnessStatus
from tests.browsing import browser
from tests.learners import qualifying
from tests.learners.portfolio.pages import Scene, gaps_of_items, seen
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def with_file(item: EvidenceItem, state: FileState, *, removed: bool = False) -> EvidenceFile:
    return EvidenceFile.objects.create(
        item=item,
        name="photo.jpg",
        stored=f"portfolio/{item.pk}-{state}.jpg",
        sha256="0",
        size=1000,
        type="image/jpeg",
        state=state,
        added_at=NOON,
        removed_at=NOON if removed else None,
    )


def witnessed(item: EvidenceItem, *, confirmed: bool) -> None:
    WitnessStatement.objects.create(
        item=item,
        learner=item.account,
        name="Wil",
        email="wil@example.org",
        job_role="Caretaker",
        relationship="We share a stairwell",
        status=WitnessStatus.COMMUNITY,
        words="I saw it.",
        asked_at=NOON,
        expires_at=NOON,
        confirmed_at=NOON if confirmed else None,
    )


def test_the_database_finds_the_same_pieces_not_ready_as_the_rules(scene: Scene) -> None:
    """Every kind, with and without each thing."""
    who = scene.cast.learner
    for kind, day, part, others, content in product(
        EvidenceKind,
        (None, TODAY),
        ("", "I did it"),
        (Others.NOT_SAID, Others.SOMEBODY, Others.AGREED),
        range(4),
    ):
        item = qualifying.piece(
            who,
            title=f"{kind} {day} {part} {others} {content}",
            kind=kind,
            happened_on=day,
            own_part=part,
            others=others,
            text="words" if content else "",
            link="https://example.org/" if content else "",
            minutes=[None, 5, 0, 5][content],
        )
        if kind in (EvidenceKind.PHOTO, EvidenceKind.FILE) and content:
            with_file(
                item, [FileState.READY, FileState.READY, FileState.REFUSED][content - 1], removed=content == 2
            )
            if content == 1 and day:
                with_file(item, FileState.CHECKING)
        if kind == EvidenceKind.WITNESS and content:
            witnessed(item, confirmed=content == 1)
    items = EvidenceItem.objects.all()
    by_rules = {pk for pk, gaps in gaps_of_items(items).items() if gaps}
    by_database = set(EvidenceItem.objects.filter(not_ready()).values_list("pk", flat=True))
    titles = dict(items.values_list("pk", "title"))
    assert {titles[pk] for pk in by_rules ^ by_database} == set()
    assert 0 < len(by_rules) < len(titles)


def test_what_a_witness_confirmed_stands_on_the_page_and_nothing_before(scene: Scene) -> None:
    client = browser(scene.cast.learner)
    for confirmed in (True, False):
        item = qualifying.piece(scene.cast.learner, kind=EvidenceKind.WITNESS)
        witnessed(item, confirmed=confirmed)
        words = seen(client.get(reverse("evidence", args=[item.token])))
        assert ("I saw it." in words) is confirmed
        assert "See what you asked, and what is next" in words


def test_filters_search_and_pages(scene: Scene) -> None:
    who = scene.cast.learner
    linked = qualifying.piece(who, "Linked", made_at=NOON - timedelta(days=2))
    qualifying.shows(linked, scene.registration)
    qualifying.piece(who, "Unready", own_part="", text="The stairwell at number 9")
    qualifying.piece(who, "A link", kind=EvidenceKind.LINK, link="https://example.org/")
    qualifying.piece(who, "Gone", withdrawn_at=NOON)
    qualifying.piece(scene.cast.stranger, "Not hers")

    def titles(**wish: object) -> list[str]:
        return [row.title for row in portfolio_of(who, Wish(**wish)).rows]  # type: ignore[arg-type]

    unit = qualifying.criteria(scene.registration)[0].outcome.unit
    assert titles() == ["A link", "Unready", "Linked"], "newest first"
    assert titles(show="unlinked") == ["A link", "Unready"]
    assert titles(show="unready") == ["Unready"]
    assert titles(show="withdrawn") == ["Gone"]
    assert titles(kind="link") == ["A link"]
    assert titles(unit=unit.pk) == ["Linked"]
    assert titles(unit=unit.pk + 99) == []
    assert titles(search="STAIRWELL number") == ["Unready"]
    assert titles(search="stairwell nowhere") == []
    counts = portfolio_of(who, Wish()).counts
    assert (counts[""], counts["unlinked"], counts["unready"], counts["withdrawn"]) == (3, 2, 1, 1)
    assert (counts["link"], counts["reflection"]) == (1, 2)
    page = seen(browser(who).get(reverse("portfolio") + "?search=nowhere&unit=x&page=77&kind=odd&show=odd"))
    assert "Nothing here fits that." in page


def test_an_empty_portfolio_says_how_to_start(scene: Scene) -> None:
    assert "Start with one small thing" in seen(browser(scene.cast.learner).get(reverse("portfolio")))


def test_two_hundred_pieces_take_as_many_queries_as_three(scene: Scene) -> None:
    client = browser(scene.cast.learner)
    criteria = qualifying.criteria(scene.registration)

    def made(count: int) -> None:
        for number in range(count):
            kind = EvidenceKind.PHOTO if number % 2 else EvidenceKind.REFLECTION
            item = qualifying.piece(scene.cast.learner, f"Piece {number}", kind=kind)
            with_file(item, FileState.READY)
            for criterion in criteria[: number % 4]:
                qualifying.shows(item, scene.registration, criterion)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            response = client.get(reverse("portfolio"))
        assert response.status_code == 200
        return len(found)

    made(3)
    client.get(reverse("portfolio"))  # warm
    few = queries()
    made(197)
    many = queries()
    assert few == many <= 15
    assert len(portfolio_of(scene.cast.learner, Wish()).rows) == A_PAGE
    assert len(portfolio_of(scene.cast.learner, Wish(page="8")).rows) == A_PAGE


def test_a_piece_shows_what_was_ticked_with_note_and_place(scene: Scene) -> None:
    who = scene.cast.learner
    item = qualifying.piece(who)
    first, second = qualifying.criteria(scene.registration)[:2]
    client = browser(who)
    address = reverse("evidence-shows", args=[item.token, scene.registration.token])
    form = {
        "shows": [first.pk, second.pk],
        f"note_{first.pk}": "Look at the end",
        f"place_{first.pk}": "2:15",
    }
    page = seen(client.post(address, form, follow=True))
    assert "now shows 2 things." in page
    assert "2:15" in page
    assert "“Look at the end”" in page
    client.post(address, {"shows": [second.pk]})
    assert [link.criterion for link in item.links.all()] == [second]
    assert "shows nothing now." in seen(client.post(address, {}, follow=True))
    assert not item.links.exists()


def test_a_note_that_is_too_long_comes_back_as_it_was_typed(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner)
    first = qualifying.criteria(scene.registration)[0]
    address = reverse("evidence-shows", args=[item.token, scene.registration.token])
    form = {"shows": [first.pk], f"note_{first.pk}": "x" * 501, f"place_{first.pk}": "page 3"}
    response = browser(scene.cast.learner).post(address, form)
    assert response.status_code == 422
    assert "Use 500 characters or fewer." in seen(response)
    assert "x" * 501 in response.content.decode()
    assert 'value="page 3"' in response.content.decode()
    assert not item.links.exists()


def test_one_piece_serves_a_second_qualification(scene: Scene) -> None:
    """Nothing is entered twice: the same piece, linked to another registration of the same person."""
    item = qualifying.piece(scene.cast.learner)
    qualifying.shows(item, scene.registration)
    scene.registration.state, scene.registration.ended_at = "withdrawn", NOON
    scene.registration.save()
    second = qualifying.registered(
        scene.cast.learner, scene.cast.millfield, scene.cast.manager, ao_number="AO-2"
    )
    criterion = qualifying.criteria(second)[0]
    say_what_it_shows(
        item_id=item.pk,
        registration_id=second.pk,
        shown=[Shown(criterion.pk)],
        by=scene.cast.learner,
        now=NOON,
    )
    assert item.links.count() == 2
    page = seen(browser(scene.cast.learner).get(reverse("evidence", args=[item.token])))
    assert "This way to the qualification has ended." in page
