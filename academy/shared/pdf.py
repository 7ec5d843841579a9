"""Documents to print: typst templates made into tagged PDF, the same bytes for the same data.

A template stands in `templates/` and gets its data through `sys.inputs` alone, as plain text that is never
evaluated. The fonts are those of `academy/fonts/`, so that a document looks alike on every machine.
"""

import io
import logging
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import segno
import typst

HOUSE = Path(__file__).resolve().parent.parent
FONTS = HOUSE / "fonts"
TEMPLATES = HOUSE.parent / "templates"

log = logging.getLogger(__name__)


def compile(template: str, data: Mapping[str, str], *, at: datetime) -> bytes:
    """A PDF made from `templates/<template>`, dated `at` (aware).

    Enforces PDF/UA-1. A character for which no bundled font has a shape (an emoji in a name, say) must not
    stop a certificate: then the document is made without that claim, still tagged, and a warning is logged.
    Raises typst.TypstError when the template is at fault: a missing key, title or alternative text.
    """
    inputs = {key: value.encode("utf-8", "replace").decode() for key, value in data.items()}
    try:
        return _compile(template, inputs, at=at, strict=True)
    except typst.TypstError as fault:
        if not _is_missing_glyph(fault):
            raise
        log.warning("pdf_without_ua: %s has a character that no bundled font knows", template)
        return _compile(template, inputs, at=at, strict=False)


def qr_svg(text: str) -> str:
    """A QR code of `text` as an SVG image with its quiet zone, dark on white, without a fixed size."""
    image = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(
        image,
        kind="svg",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
        nl=False,
        dark="#1b1813",
        light="#fff",
    )
    return image.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _compile(template: str, inputs: dict[str, str], *, at: datetime, strict: bool) -> bytes:
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs=inputs,
        format="pdf",
        pdf_standards=["ua-1"] if strict else [],
        timestamp=int(at.timestamp()),
    )


def _is_missing_glyph(fault: typst.TypstError) -> bool:
    return "could not be displayed with font" in fault.message
