"""Documents: whether they are whole, what they are, and whether they carry programs or unpack to a flood."""

import zipfile
import zlib
from pathlib import Path

from learners.portfolio.file_rules import CUT_OFF, EICAR, WE_TAKE, Family, Kind, NotTaken, has_controls

BLOCK = 256 * 1024
MOST_UNPACKED = 1_000_000_000  # bytes, of everything in one document
MOST_RATIO = 200  # of what is unpacked to what was sent; XML packs well, and a flood far better
ALWAYS_UNPACKED = 20_000_000  # small ones may pack as well as they like
MOST_PARTS = 10_000
MOST_LIST = 4_000_000  # bytes of the list of contents
LIST_ENDS_WITHIN = 65_536 + 200  # bytes of the end of the file
OFFICE_PACKS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # other ways ask for any amount of memory
MOST_OLD = 100_000_000
MOST_TEXT = 20_000_000
OPEN_XML, OPEN_DOCUMENT = (
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.",
)
BY_FOLDER = {
    "word/document.xml": (f"{OPEN_XML}wordprocessingml.document", "docx"),
    "xl/workbook.xml": (f"{OPEN_XML}spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": (f"{OPEN_XML}presentationml.presentation", "pptx"),
}
BY_MIMETYPE = {f"{OPEN_DOCUMENT}text": "odt", f"{OPEN_DOCUMENT}spreadsheet": "ods"} | {
    f"{OPEN_DOCUMENT}presentation": "odp",
    f"{OPEN_DOCUMENT}graphics": "odg",
}
OLD = {  # names of streams, as Word, Excel and PowerPoint of before 2007 write them
    "WordDocument": ("application/msword", "doc"),
    "Workbook": ("application/vnd.ms-excel", "xls"),
    "PowerPoint Document": ("application/vnd.ms-powerpoint", "ppt"),
}
MACROS = NotTaken(
    "macros", "This document carries a program (macros). Save it without macros, or as a PDF, and send that."
)
DAMAGED = NotTaken(
    "damaged", "We cannot open this document. It may be damaged. Save it again, and send that."
)


def looked_into(sent: Path, kind: Kind) -> Kind:
    """What the document is. Raises NotTaken."""
    if kind.family is Family.PDF:
        return _pdf(sent, kind)
    if kind.family is Family.ZIPPED:
        return _zipped(sent)
    return _old(sent) if kind.family is Family.OLD_OFFICE else _text(sent, kind)


def _pdf(sent: Path, kind: Kind) -> Kind:
    """Whole: it says at its end where its beginning is."""
    with sent.open("rb") as file:
        file.seek(max(0, sent.stat().st_size - 4096))
        tail = file.read()
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise NotTaken("cut_off", CUT_OFF)
    return kind


def _zipped(sent: Path) -> Kind:
    if _list_bytes(sent) > MOST_LIST:
        raise _flood()
    try:
        with zipfile.ZipFile(sent) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS:
                raise _flood()
            if any(part.compress_type not in OFFICE_PACKS for part in parts):
                raise DAMAGED
            kind = _office(packed, {part.filename for part in parts})
            _unpacked(packed, parts, sent.stat().st_size)
    except zipfile.BadZipFile as fault:
        code = "cut_off" if "not a zip file" in str(fault) else "damaged"
        raise (NotTaken("cut_off", CUT_OFF) if code == "cut_off" else DAMAGED) from fault
    except (zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError, ValueError) as fault:
        if isinstance(fault, NotTaken):
            raise
        raise DAMAGED from fault  # RuntimeError: it wants a password
    return kind


def _list_bytes(sent: Path) -> int:
    """How long the list of contents says that it is: reading it takes many times as much memory."""
    with sent.open("rb") as file:
        file.seek(max(0, sent.stat().st_size - LIST_ENDS_WITHIN))
        tail = file.read()
    found = [0]
    for mark, at, length in (
        (b"PK\x05\x06", 12, 4),
        (b"PK\x06\x06", 40, 8),
    ):  # the second one: of large archives
        place = tail.find(mark)
        while place >= 0:
            size = int.from_bytes(tail[place + at : place + at + length], "little")
            found.append(0 if length == 4 and size == 0xFFFFFFFF else size)
            place = tail.find(mark, place + 1)
    return max(found)


def _office(packed: zipfile.ZipFile, names: set[str]) -> Kind:
    if "AndroidManifest.xml" in names or any(name.endswith((".class", ".dex")) for name in names):
        raise NotTaken("program", f"This file is a program, whatever its name says. {WE_TAKE}")
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) for name in names) or any(
        name.startswith(("Basic/", "Scripts/")) for name in names
    ):
        raise MACROS
    for name, (type_, ending) in BY_FOLDER.items():
        if name in names and "[Content_Types].xml" in names:
            return Kind(Family.ZIPPED, type_, ending)
    if "mimetype" in names and packed.getinfo("mimetype").file_size < 200:
        type_ = packed.read("mimetype").decode("ascii", "replace").strip()
        if type_ in BY_MIMETYPE:
            return Kind(Family.ZIPPED, type_, BY_MIMETYPE[type_])
    if any(name.startswith("Index/") or name == "index.xml" for name in names):
        raise NotTaken(
            "pages", "This is a document of Pages, Numbers or Keynote. Export it as a PDF, and send that."
        )
    raise NotTaken("packed", "This file is an archive. Unpack it, and add the files in it one by one.")


def _unpacked(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo], size: int) -> None:
    """Unpack it all, and keep nothing: only so a broken part shows. No more of a part is read than the list of contents
    says it has, so a list that lies ends as a wrong checksum."""
    most = min(MOST_UNPACKED, max(ALWAYS_UNPACKED, size * MOST_RATIO))
    if sum(part.file_size for part in parts) > most:
        raise _flood()
    for part in parts:
        with packed.open(part) as file:
            while block := file.read(BLOCK):
                if EICAR in block:
                    raise NotTaken("harmful", "This file was stopped, because it looks like a virus.")


def _flood() -> NotTaken:
    return NotTaken(
        "flood",
        "This document unpacks to far more than a document holds, so we did not open it. Send it as a PDF.",
    )


def _old(sent: Path) -> Kind:
    """Word, Excel and PowerPoint of before 2007: their streams are named in UTF-16."""
    if sent.stat().st_size > MOST_OLD:
        raise NotTaken("too_large", "This document is larger than 100 MB. Save it as a PDF, and send that.")
    content = sent.read_bytes()
    if any(name.encode("utf-16-le") in content for name in ("_VBA_PROJECT", "Macros")):
        raise MACROS
    for name, (type_, ending) in OLD.items():
        if name.encode("utf-16-le") in content:
            return Kind(Family.OLD_OFFICE, type_, ending)
    raise NotTaken("unknown", f"We do not know this kind of file. {WE_TAKE}")


def _text(sent: Path, kind: Kind) -> Kind:
    if sent.stat().st_size > MOST_TEXT:
        raise NotTaken("too_large", "This text is larger than 20 MB. Send the part of it that matters.")
    content = sent.read_bytes()
    if kind.ending == "rtf":
        if b"\\objdata" in content or b"\\object" in content:
            raise MACROS
        if not content.rstrip(b"\0\r\n \t").endswith(b"}"):
            raise NotTaken("cut_off", CUT_OFF)
    elif content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            content.decode("utf-16")
        except UnicodeDecodeError as fault:
            raise DAMAGED from fault
    elif has_controls(content):
        raise NotTaken("unknown", f"We do not know this kind of file, or it is damaged. {WE_TAKE}")
    return kind
