"""Bringing lessons in from a table as people's programs write it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.importing.reading import CannotRead, read_rows
from cms.models import LessonPage
from courses.catalogue.models import Lesson
from courses.media.models import Video
from tests.cms.mp4 import film_file
from tests.cms.rows import numbers
from tests.factories import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agree")]
HEAD = "module,number,title,summary,video,captions,transcript,text,minutes"
WATCH = "Reach,1,Knock first,Begin at the door.,one.mp4,one.vtt,one.txt,,"
READ = "Reach,2,Read this,,,,,Two lines.,4"


@pytest.fixture(autouse=True)
def reach(module):
    return module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.mp4").write_bytes(film_file(12))
    (tmp_path / "one.vtt").write_text(pages.CAPTIONS)
    (tmp_path / "one.txt").write_text("Good morning.")
    return tmp_path


def run(folder: Path, *rows: str, write: bool = True, head: str = HEAD) -> str:
    """What the command says; a refusal is the last line."""
    path = folder / "lessons.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    out = StringIO()
    try:
        call_command("import_lessons", "FOCUS", path, write=write, stdout=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue()


def test_without_write_nothing_happens(folder):
    said = run(folder, WATCH, READ, write=False)
    assert "Row 2: adds lesson 1 of Reach, “Knock first”" in said and "Nothing was written." in said
    assert not LessonPage.objects.exists() and not Video.objects.exists()


def test_lessons_are_added_and_published(folder, reach):
    run(folder, WATCH, READ)
    first, second = Lesson.objects.order_by("number")
    assert (first.title, first.summary, first.seconds) == ("Knock first", "Begin at the door.", 12)
    assert (second.title, second.done_by, second.seconds) == ("Read this", "reading", 240)
    film = Video.objects.get()
    assert film.transcript == "Good morning." and film.bytes == len(film_file(12))
    assert film.file.read() == film_file(12)


def test_again_says_nothing_new_and_changes_say_so(folder, reach):
    run(folder, WATCH, READ)
    before = list(Lesson.objects.order_by("pk").values())
    assert run(folder, WATCH, READ).count("says nothing new") == 2
    assert list(Lesson.objects.order_by("pk").values()) == before and Video.objects.count() == 1
    said = run(folder, WATCH.replace("Knock first", "Knock twice"))
    assert "Row 2: changes lesson 1 of Reach, “Knock twice”" in said
    assert list(Lesson.objects.order_by("number").values_list("title", flat=True)) == [
        "Knock twice",
        "Read this",
    ]


def test_a_new_film_is_a_new_version_and_other_blocks_stay(folder, reach):
    page = pages.lesson(reach, pages.film(pages.video()), pages.question())
    (folder / "one.mp4").write_bytes(film_file(30))
    run(folder, WATCH)
    page.refresh_from_db()
    assert [block.block_type for block in page.body] == ["video", "reflection"]
    fact = Lesson.objects.get()
    assert (fact.key, fact.seconds, fact.content_version) == (page.key, 30, 2)


def test_the_number_is_the_place_whatever_the_order_of_rows(folder, reach):
    run(folder, READ.replace("2", "7"), READ.replace("2", "3"))
    run(folder, READ.replace("2", "5").replace("Read", "Then read"))
    titles = LessonPage.objects.order_by("path").values_list("slug", flat=True)
    assert list(titles) == ["lesson-3", "lesson-5", "lesson-7"]
    assert sorted(numbers(reach).values()) == [1, 2, 3]
    assert "says nothing new" in run(folder, READ.replace("2", "7"))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Rech,1,Title,,,,,Text,", "no module “Rech” in this course. Its modules: Reach."),
        ("Reach,one,Title,,,,,Text,", "must be from 1 to 999, not “one”"),
        ("Reach,1,,,,,,Text,", "The title is missing."),
        ("Reach,1,Title,,,,,,", "needs a video or a text"),
        ("Reach,1,Title,,gone.mp4,one.vtt,one.txt,,", "The video gone.mp4 is not in"),
        ("Reach,1,Title,,one.txt,one.vtt,one.txt,,", "is not an MP4 file"),
        ("Reach,1,Title,,one.mp4,,one.txt,,", "The video has no captions."),
        ("Reach,1,Title,,one.mp4,one.txt,one.txt,,", "The captions one.txt cannot be used."),
        ("Reach,1,Title,,one.mp4,one.vtt,gone.txt,,", "The words gone.txt are not in"),
        ("Reach,1,Title,,,one.vtt,,Text,", "captions or words, but no video"),
        ("Reach,1,Title,,,,,Text,soon", "minutes must be from 1 to 240"),
        (f"Reach,1,{'x' * 161},,,,,Text,", "longer than 160 characters"),
    ],
)
def test_a_refused_row_says_why_and_the_others_are_written(folder, row, said):
    out = run(folder, row, READ)
    assert "Row 2: refused." in out and said in out and "1 of 2 rows were refused" in out
    assert Lesson.objects.get().title == "Read this"


def test_the_same_place_twice(folder):
    assert "Row 3: refused. This module and number stand in an earlier row" in run(folder, READ, READ)


def test_a_course_or_a_file_that_is_not_there(folder):
    with pytest.raises(CommandError, match="no course with the code NONE. Courses: FOCUS."):
        call_command("import_lessons", "NONE", folder / "x.csv")
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("import_lessons", "FOCUS", folder / "x.csv")


@pytest.mark.parametrize(
    "content",
    [
        "module;number;title\nReach; 1 ;  Café  \n;;\n".encode("utf-8-sig"),
        "\n Module \tNO\tLesson\r\nReach\t1\tCafé\r\n".encode("cp1252"),
        '"module","number","title","unknown"\n"Reach","1","Café","x"\n'.encode("utf-16"),
    ],
)
def test_what_programs_write(content):
    (row,) = read_rows(content)
    assert (row.module, row.number, row.title) == ("Reach", "1", "Café")


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "is empty"), (b"a,b\n1,2", "Missing: module, number, title")]
)
def test_what_is_no_table(content, said):
    with pytest.raises(CannotRead, match=said):
        read_rows(content)
