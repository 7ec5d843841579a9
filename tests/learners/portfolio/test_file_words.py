"""The words of a plain text file, however it was written."""

from pathlib import Path

import pytest

from learners.portfolio.file_words import MOST_WORDS, Words, words_of


@pytest.mark.parametrize(
    "content",
    [
        "Sìan’s notes\n£5".encode(),
        "Sìan’s notes\r\n£5\r\n".encode("utf-8-sig"),
        "Sìan’s notes\n£5".encode("utf-16"),
        "Sìan’s notes\n£5".encode("cp1252"),
    ],
)
def test_it_is_read_as_it_was_written(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    assert words_of(path) == Words("Sìan’s notes\n£5", True)


def test_an_empty_one_has_no_words(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"")
    assert words_of(path) == Words("", True)


@pytest.mark.parametrize("letter", ["a", "£", "€", "😀"])
def test_of_a_long_one_the_beginning_is_read(tmp_path: Path, letter: str) -> None:
    path = tmp_path / "long.txt"
    path.write_text(letter * MOST_WORDS, encoding="utf-8")
    assert words_of(path) == Words(letter * MOST_WORDS, True)
    path.write_text("x" + letter * MOST_WORDS * 2, encoding="utf-8")
    assert words_of(path) == Words("x" + letter * (MOST_WORDS - 1), False)
