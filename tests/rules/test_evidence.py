"""What a piece of evidence still needs."""

from dataclasses import replace
from datetime import date

import pytest

from learners.portfolio.rules import PieceFacts, gaps_of, hours_words, suggested, title_for
from learners.portfolio.states import BY_ASSESSOR, EvidenceKind

DAY = date(2026, 11, 20)
DONE = {
    "photo": PieceFacts("photo", DAY, "I took it", "nobody", ready=1),
    "recording": PieceFacts("recording", DAY, "I speak", "agreed", ready=2),
    "file": PieceFacts("file", DAY, "I wrote it", "anonymised", ready=1),
    "link": PieceFacts("link", DAY, "I made it", "nobody", link="https://example.org/"),
    "reflection": PieceFacts("reflection", DAY, "I asked", "nobody", text="It went well."),
    "practice": PieceFacts("practice", DAY, "I knocked", "nobody", text="Two streets", minutes=90),
    "lesson": PieceFacts("lesson", DAY, "", "nobody"),
    "course": PieceFacts("course"),
    "witness": PieceFacts("witness", DAY, "I led it", "agreed", confirmed=True),
}


def test_each_kind_can_be_ready() -> None:
    assert set(DONE) == set(EvidenceKind.values) - {str(kind) for kind in BY_ASSESSOR}
    assert {kind: gaps_of(piece) for kind, piece in DONE.items()} == dict.fromkeys(DONE, ())


@pytest.mark.parametrize(
    ("kind", "without", "field"),
    [
        ("photo", {"ready": 0}, "files"),
        ("photo", {"ready": 1, "checking": 1}, ""),
        ("recording", {"ready": 0}, "files"),
        ("file", {"ready": 0}, "files"),
        ("link", {"link": ""}, "link"),
        ("reflection", {"text": "  "}, "text"),
        ("practice", {"text": ""}, "text"),
        ("practice", {"minutes": 0}, "hours"),
        ("practice", {"minutes": None}, "hours"),
        ("witness", {"confirmed": False}, ""),
        ("lesson", {"others": ""}, "others"),
        *((kind, {"happened_on": None}, "happened_on") for kind in DONE if kind != "course"),
        *((kind, {"own_part": " "}, "own_part") for kind in DONE if kind not in ("course", "lesson")),
        *((kind, {"others": "somebody"}, "others") for kind in DONE if kind != "course"),
    ],
)
def test_what_is_missing_is_named_with_the_field_that_mends_it(
    kind: str, without: dict[str, object], field: str
) -> None:
    gaps = gaps_of(replace(DONE[kind], **without))  # type: ignore[arg-type]
    assert [gap.field for gap in gaps] == [field]
    assert all(gap.words.endswith(".") for gap in gaps)


def test_a_piece_that_was_only_begun_says_everything_in_the_order_of_the_page() -> None:
    assert [gap.field for gap in gaps_of(PieceFacts("practice"))] == [
        "text",
        "hours",
        "happened_on",
        "own_part",
        "others",
    ]


@pytest.mark.parametrize(
    ("given", "called"),
    [
        (("photo", DAY), "Photo, 20 November 2026"),
        (("recording", None), "Recording"),
        (("reflection", DAY, "  I asked\nthem  why. "), "I asked them why."),
        (("reflection", DAY, "word " * 20), "word word word word word word word word word word word word…"),
        (("file", DAY, "", "map.pdf"), "map.pdf"),
        (("unheard of", None), "Piece of evidence"),
    ],
)
def test_a_piece_without_a_name_gets_one(given: tuple[str, date | None], called: str) -> None:
    assert title_for(*given) == called


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (60, "1 hour"),
        (130, "2 hours 10 minutes"),
        (121, "2 hours 1 minute"),
    ],
)
def test_lengths_in_words(minutes: int, words: str) -> None:
    assert hours_words(minutes) == words


def test_a_piece_is_suggested_where_it_can_be_the_way_that_is_asked_for() -> None:
    assert suggested(["product"], ["product"], [])
    assert suggested(["reflection"], [], ["reflection", "discussion"])
    assert not suggested(["reflection"], ["product"], ["reflection"]), "an optional way alone would not do"
    assert not suggested([], ["product"], ["reflection"])
    assert not suggested(["product"], [], [])
