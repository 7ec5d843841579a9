"""What people's programs write, and what is no table at all."""

import io
import time
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from academy.shared.spreadsheet_reading import CannotRead, read_lines
from academy.shared.spreadsheets import csv_bytes, csv_parts


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [line.cells for line in read_lines(io.BytesIO(content))]


ZOE = [("Name", "E-mail"), ("Zoë O’Neil", "zoe@example.org")]
TEXT = "Name;E-mail\r\n Zoë O’Neil ;zoe@example.org \r\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode("utf-16"),
        TEXT.replace("\r\n", "\r").encode(),
        f"sep=;\r\n{TEXT}".encode(),
        b'"sep=;"\r\n' + TEXT.encode(),
        f"\r\n;;\r\n{TEXT};\r\n".encode(),
        b'"Name,E-mail"\n"Zo\xc3\xab O\xe2\x80\x99Neil,zoe@example.org"\n',
        '"Name";"E-mail"\n"Zoë O’Neil" ; "zoe@example.org"'.encode(),
        "Name;E-mail\n\u200bZoë O’Neil\xa0;\ufeffzoe@example.org\0".encode(),
    ],
)
def test_any_program_any_encoding(content: bytes) -> None:
    assert cells(content) == ZOE


def test_windows_letters_that_come_late_are_seen() -> None:
    content = ("Name,E-mail\n" + "Sam,sam@example.org\n" * 20_000).encode() + "Zoë,z@example.org".encode(
        "cp1252"
    )
    *_, last = read_lines(io.BytesIO(content))
    assert (last.number, last.cells[0]) == (20_002, "Zoë")


def test_a_row_has_the_number_that_a_spreadsheet_shows() -> None:
    content = b'People of May\n\nName,Address\nSam,"1 Quay\nSaltby"\n\nBea,x\n'
    assert [line.number for line in read_lines(io.BytesIO(content))] == [1, 3, 4, 6]


@pytest.mark.parametrize(
    ("row", "read"),
    [
        (b'"=""01632 960001""",x', ("01632 960001", "x")),
        (b'="01632 960001",x', ("01632 960001", "x")),
        (b"'+447700900123,x", ("+447700900123", "x")),
        (b'Sam "Sammy" Obi,x', ('Sam "Sammy" Obi', "x")),
        (b'"Obi, Sam",x', ("Obi, Sam", "x")),
        (b'"a ""b"" c",x', ('a "b" c', "x")),
        (b"O'Neil,x", ("O'Neil", "x")),
        (b"'Sam',x", ("'Sam'", "x")),
    ],
)
def test_what_excel_puts_around_a_cell(row: bytes, read: tuple[str, ...]) -> None:
    assert cells(b"Phone,Name\n" + row + b"\n") == [("Phone", "Name"), read]


def test_a_forgotten_quotation_mark_spoils_one_row_only() -> None:
    rows = [b"Name,E-mail", b'"Sam,sam@example.org', *(b"P%d,p%d@example.org" % (n, n) for n in range(40))]
    read = cells(b"\n".join(rows))
    assert len(read) == 42
    assert read[1] == ("Sam", "sam@example.org")
    assert read[2] == ("P0", "p0@example.org") and read[-1] == ("P39", "p39@example.org")


def test_a_quotation_mark_that_nobody_closes_before_the_end() -> None:
    assert cells(b'Name,E-mail\nSam,x\n"Bea,y\n') == [("Name", "E-mail"), ("Sam", "x"), ("Bea", "y")]


def test_rows_of_different_length_and_a_monstrous_cell() -> None:
    read = cells(b"a,b,c\n1\n1,2,3,4\n" + b"x" * 300_000 + b",y\n")
    assert [len(row) for row in read] == [3, 1, 4, 2]
    assert len(read[3][0]) == 50_000


def workbook(*rows: list[object], empty_first: bool = False) -> bytes:
    book, out = Workbook(), io.BytesIO()
    sheet = book.create_sheet("People") if empty_first else book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def test_a_workbook() -> None:
    rows: list[list[object]] = [
        ["Name", "Phone", "Born", "Adult"],
        ["Zoë", 7700900123, datetime(2010, 3, 31), True],
        [],
        ["Sam", 1.5, date(1990, 1, 2), False],
    ]
    for content in (workbook(*rows), workbook(*rows, empty_first=True)):
        lines = list(read_lines(io.BytesIO(content)))
        assert [line.number for line in lines] == [1, 2, 4]
        assert lines[1].cells == ("Zoë", "7700900123", "2010-03-31", "yes")
        assert lines[2].cells == ("Sam", "1.5", "1990-01-02", "no")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 and nothing else", "cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"%PDF-1.7", "picture or a document"),
        (b"\x89PNG\r\n", "picture or a document"),
        (b"\xff\xfeN\x00a", "letters cannot be read"),
    ],
)
def test_what_is_no_table_says_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(CannotRead, match=said) as refusal:
        cells(content)
    assert "Save" in str(refusal.value)


def test_nothing_is_no_row() -> None:
    assert cells(b"") == cells(b"\n\n ; ;\n") == cells(b"\xef\xbb\xbf") == []


def test_a_workbook_that_would_fill_the_machine_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(5):
            packed.writestr(f"xl/worksheets/sheet{number}.xml", bytes(45 * 1024 * 1024))
    assert len(out.getvalue()) < 1024 * 1024
    began = time.monotonic()
    with pytest.raises(CannotRead, match="too large"):
        cells(out.getvalue())
    assert time.monotonic() - began < 5


def test_a_zip_that_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("hello.txt", "hello")
    with pytest.raises(CannotRead, match="cannot be read"):
        cells(out.getvalue())


def test_a_file_can_be_read_twice_and_stays_open() -> None:
    file = io.BytesIO(TEXT.encode())
    assert next(read_lines(file)).cells == ZOE[0]
    assert [line.cells for line in read_lines(file)] == ZOE
    assert not file.closed


def test_a_long_table_is_written_in_parts() -> None:
    rows: list[list[object]] = [["Name", "=1+1"], *(["x", number] for number in range(1200))]
    parts = list(csv_parts(rows))
    assert len(parts) == 4
    assert b"".join(parts) == csv_bytes(rows)
    assert list(csv_parts([])) == [b"\xef\xbb\xbf"]
