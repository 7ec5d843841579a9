"""A certificate is one tagged page with the name on it, whatever the name, and the same bytes every time."""

import io
import logging
import re
import shutil
import subprocess
from datetime import UTC, datetime

import pikepdf
import pytest
import typst

from academy.shared.pdf import compile, qr_svg

TEMPLATE = "certificates/completion.typ"
AT = datetime(2027, 2, 12, 9, 30, tzinfo=UTC)
ADDRESS = "https://academy.example/verify/NACO-7Q4K-2M9X/"
WHOLE = {
    "name": "Amara Bello",
    "course": "Framework Focus",
    "completed_on": "11 February 2027",
    "issued_on": "12 February 2027",
    "issuer": "National Academy of Community Organising",
    "hub": "Harbour Road Community Trust",
    "serial": "NACO-7Q4K-2M9X",
    "verify_url": ADDRESS,
    "lessons_words": "all seven modules",
    "sample": "no",
    "qr": qr_svg(ADDRESS),
}
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler-utils is not installed"
)


def certificate(**changes: str) -> bytes:
    return compile(TEMPLATE, WHOLE | changes, at=AT)


def opened(document: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(document))


def claims_ua(pdf: pikepdf.Pdf) -> bool:
    with pdf.open_metadata() as metadata:
        return metadata.get("pdfuaid:part") == "1"


def words(document: bytes) -> str:
    """All text of the page on one line, in the order in which it is drawn."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=document, capture_output=True, check=True)
    return re.sub(r"[\s\u202a-\u202e\u200b]+", " ", done.stdout.decode())


def letters(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def alternatives(pdf: pikepdf.Pdf) -> list[str]:
    """The alternative texts of all figures."""
    found = []
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure":
            found.append(str(thing.get("/Alt", thing.get("/A", {}))))
    return found


def test_it_is_a_tagged_page_with_title_and_language() -> None:
    pdf = opened(certificate())
    assert len(pdf.pages) == 1
    width, height = (float(side) for side in pdf.pages[0].MediaBox[2:])
    assert (round(width), round(height)) == (842, 595)  # A4, landscape, in points
    assert pdf.Root.Lang == "en-GB"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert "/StructTreeRoot" in pdf.Root
    assert claims_ua(pdf)
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Certificate of completion for Amara Bello"
        assert metadata["dc:creator"] == ["National Academy of Community Organising"]


def test_both_pictures_have_words() -> None:
    street, code = sorted(alternatives(opened(certificate())))
    assert "seven houses" in street
    assert code == f"QR code. A phone camera opens {ADDRESS}"


def test_the_address_can_be_pressed() -> None:
    pdf = opened(certificate())
    links = [note for note in pdf.pages[0].Annots if note.Subtype == "/Link"]
    assert {str(note.A.URI) for note in links} == {ADDRESS}


@needs_pdftotext
def test_everything_given_is_on_it_and_no_more() -> None:
    text = words(certificate())
    for key in WHOLE.keys() - {"kind", "sample", "qr", "verify_url"}:
        assert WHOLE[key] in text, key
    assert letters("academy.example/verify/NACO-7Q4K-2M9X") in letters(text)
    assert "It is not a qualification." in text
    assert "ample" not in text.replace("academy.example", "")
    for word in ("level", "credit", "awarding", "accredited"):
        assert word not in text.lower()


@needs_pdftotext
def test_a_sample_says_so() -> None:
    text = words(certificate(sample="yes"))
    assert " sample " in text
    assert "Sample. This shows that a course was finished." in text


@needs_pdftotext
def test_attendance_has_its_own_words_and_a_hub_is_not_needed() -> None:
    facts = WHOLE | {"when_words": "for 6 hours on 11 February 2027", "hub": ""}
    text = words(compile("certificates/attendance.typ", facts, at=AT))
    assert "Certificate of attendance" in text
    assert "who took part in Framework Focus for 6 hours on 11 February 2027." in text
    for word in ("level", "credit", "awarding", "accredited"):
        assert word not in text.lower()
    assert "hub" not in text


@needs_pdftotext
@pytest.mark.parametrize(
    "name",
    [
        "Bo",
        "Zoë Ní Bhriain-O’Connor",
        "Nguyễn Thị Hồng Ánh",
        "Ξένια Παπαδοπούλου",
        "Юлія Шевченко",
        "歐陽明月 さくら 김민준",
        "ნინო ბერიძე",
        "Անահիտ Հակոբյան",
        "አበበ ቢቂላ",
        "Maria del Carmen Guadalupe Fernández y Rodríguez de la Santísima Trinidad Okonkwo-Williams Albuquerque",
        "W" * 120,
        "Wolfeschlegelsteinhausenbergerdorff" * 3,
    ],
)
def test_a_name_of_any_length_or_script_fits_one_tagged_page(name: str) -> None:
    document = certificate(name=name)
    pdf = opened(document)
    assert len(pdf.pages) == 1
    assert claims_ua(pdf)
    assert letters(name) in letters(words(document))


@needs_pdftotext
@pytest.mark.parametrize("name", ["محمد عبد الرحمن الخوارزمي", "שירה כהן"])
def test_a_name_from_right_to_left_keeps_its_letters(name: str) -> None:
    text = words(certificate(name=name))
    assert set(name.split()) <= set(text.split())  # the order of the words is the reader's business


@pytest.mark.parametrize(
    "name", ["प्रिया शर्मा", "সুমাইয়া আক্তার", "ਗੁਰਪ੍ਰੀਤ ਕੌਰ", "நந்தினி", "สมชาย ใจดี", "မောင်မောင်", "නිමල්", "ភីរុណ"]
)
def test_scripts_that_join_their_letters_are_known(name: str) -> None:
    assert claims_ua(opened(certificate(name=name)))


@pytest.mark.parametrize("name", ["Zoë ✨ Sparkle 🎉", "\ufffe", "𓀀𓀁", "Ada\ud800"])
def test_an_unknown_character_does_not_stop_a_certificate(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="academy.shared.pdf"):
        pdf = opened(certificate(name=name))
    assert len(pdf.pages) == 1
    assert pdf.Root.MarkInfo.Marked
    if not claims_ua(pdf):
        assert "pdf_without_ua" in caplog.text
        assert "Zoë" not in caplog.text  # a log is no place for names


@needs_pdftotext
@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/passwd")',
        "*bold* _it_ `raw` $x^2$",
        "<label> @reference [content]",
        "\"quoted\" 'single' -- --- ...",
        "\\u{41} \\ // comment /* more */",
        "= Heading - item + item",
        "${name} {{ name }} %s",
    ],
)
def test_a_name_is_never_taken_for_markup(name: str) -> None:
    assert name in words(certificate(name=name, course=name, hub=name, issuer=name))


@needs_pdftotext
def test_line_ends_and_control_characters_become_spaces() -> None:
    assert "Amara van Bello" in words(certificate(name="Amara\r\nvan\t\x00\x1b Bello\n"))


def test_same_words_same_bytes() -> None:
    assert certificate() == certificate()
    assert certificate() != compile(TEMPLATE, WHOLE, at=AT.replace(year=2028))


def test_a_missing_key_is_a_fault_of_ours_and_is_raised() -> None:
    with pytest.raises(typst.TypstError):
        compile(TEMPLATE, {key: value for key, value in WHOLE.items() if key != "serial"}, at=AT)


def test_the_code_is_dark_on_white_with_a_quiet_zone_and_scales() -> None:
    image = qr_svg(ADDRESS)
    assert image.startswith("<svg ")
    assert 'viewBox="0 0 ' in image
    assert 'fill="#fff"' in image
    assert qr_svg(ADDRESS) == image
