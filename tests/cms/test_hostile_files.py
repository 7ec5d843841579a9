"""Films and tables made by somebody who means harm, or by a program with a fault: refused in words, never an error."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from cms.importing.reading import CannotRead, read_rows
from cms.models import LessonPage
from courses.media.models import Video
from tests.cms.mp4 import film_file
from tests.factories import pages

pytestmark = pytest.mark.django_db
HEAD = b"module,number,title,summary,video,captions,transcript,text,minutes\n"
FIVE_HOURS = film_file(5 * 3600)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"file": SimpleUploadedFile("film.mp4", FIVE_HOURS)}, "longer than 4 hours"),
        ({"audio": SimpleUploadedFile("film.m4a", FIVE_HOURS)}, "longer than 4 hours"),
        ({"poster": SimpleUploadedFile("a.webp", b"RIFF\x24\0\0\0WAVEfmt ")}, "must be a WebP"),
        ({"title": "a\0b"}, "Null characters are not allowed"),
    ],
)
def test_an_upload_is_judged_by_its_content(editor, fields, said):
    film = SimpleUploadedFile("film.mp4", film_file(7))
    typed = {"title": "Film", "file": film, "captions": pages.CAPTIONS, "transcript": "Good morning."}
    answer = editor.post(reverse("wagtailsnippets_courses_video:add"), {**typed, **fields})
    assert answer.status_code == 200 and said in str(answer.context["form"].errors)
    assert not Video.objects.exists()


def test_a_film_that_a_lesson_shows_keeps_its_captions(editor, module):
    clip = pages.video()
    pages.lesson(module, pages.film(clip), title="Knock first")
    typed = {"title": "Film", "file": "", "captions": "", "transcript": "Good morning."}
    answer = editor.post(reverse("wagtailsnippets_courses_video:edit", args=[clip.pk]), typed)
    said = str(answer.context["form"].errors)
    assert "has no captions" in said and "The lesson “Knock first” shows this video." in said
    assert Video.objects.get().captions == clip.captions


def test_words_in_a_table_are_words_and_never_html(folder):
    table = folder / "lessons.csv"
    table.write_bytes(HEAD + b"Reach,1,Title,,,,,<img src=x onerror=alert(1)> & more,4\n")
    call_command("import_lessons", "FOCUS", table, write=True, stdout=StringIO())
    (block,) = LessonPage.objects.get().body.raw_data
    assert block["value"] == "<p>&lt;img src=x onerror=alert(1)&gt; &amp; more</p>"


@pytest.fixture
def folder(tmp_path: Path, module) -> Path:
    """A table's folder with a film and its words; beside it a secret, in it a film that is too long."""
    (tmp_path / "secret.txt").write_text("the password")
    inside = tmp_path / "table"
    inside.mkdir()
    (inside / "one.mp4").write_bytes(film_file(12))
    (inside / "long.mp4").write_bytes(FIVE_HOURS)
    (inside / "one.vtt").write_text(pages.CAPTIONS)
    (inside / "one.txt").write_text("Good morning.")
    return inside


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Reach,1,Title,,one.mp4,one.vtt,../secret.txt,,", "../secret.txt does not stand beside the table"),
        ("Reach,1,Title,,one.mp4,one.vtt,/etc/hostname,,", "/etc/hostname does not stand beside the table"),
        ("Reach,1,Title,,../table/../x.mp4,one.vtt,one.txt,,", "../table/../x.mp4 does not stand beside"),
        ("Reach,1,Title,,long.mp4,one.vtt,one.txt,,", "longer than 4 hours"),
        (f"Reach,1,Title,,{'x' * 300}.mp4,one.vtt,one.txt,,", "is not in"),
        ("Reach,1,Title,,,,,Text,²", "minutes must be from 1 to 240"),
        (f"Reach,{'1' * 5000},Title,,,,,Text,", "must be from 1 to 999"),
    ],
)
def test_a_row_that_means_harm_stops_no_other_row(folder, row, said):
    table, out = folder / "lessons.csv", StringIO()
    table.write_bytes(HEAD + row.encode() + b"\nReach,2,Read\0 this,,on\0e.mp4,one.vtt,one.txt,Text,4\n")
    with pytest.raises(CommandError, match="1 of 2 rows were refused"):
        call_command("import_lessons", "FOCUS", table, write=True, stdout=out)
    assert "Row 2: refused." in out.getvalue() and said in out.getvalue()
    assert LessonPage.objects.get().title == "Read this", "without the null character"


def test_a_table_that_cannot_be_read_says_so():
    with pytest.raises(CannotRead, match="letters cannot be read"):
        read_rows(b"\xff\xfea")


def test_a_quotation_mark_that_is_missing_spoils_its_own_row_alone():
    first, second = read_rows(HEAD + b'Reach,1,"' + b"x" * 200_000 + b"\nReach,2,Next\n")
    assert len(first.title) < 200_000 and second.title == "Next"
