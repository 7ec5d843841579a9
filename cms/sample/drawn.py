"""Pictures that sample learners drew, in place of what a phone would take."""

import io

from PIL import Image, ImageDraw, ImageFont

PAPER, INK, LINE = "#fdf9ef", "#23313f", "#8a7f6a"
COLOURS = ("#c8322b", "#2f5d62", "#6b3f69", "#31557a", "#8a5a1e", "#3c6e35")
NEIGHBOURS = ("Us", "The school", "The shops", "The landlord", "The council", "The buses")
DECIDERS = ("Us", "Highways officer", "Ward councillor", "Head teacher", "Bus company", "Local paper")


def power_map(title: str, people: tuple[str, ...]) -> bytes:
    """A sheet of paper as PNG: the first of them in the middle, the others around it, and lines between."""
    sheet = Image.new("RGB", (1400, 1000), PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.text((60, 50), title, fill=INK, font=ImageFont.load_default(46))
    middle = (700, 560)
    around = ((280, 330), (1120, 330), (1180, 720), (700, 880), (220, 720))
    for at in around:
        pen.line((middle, at), fill=LINE, width=5)
    for at, name, colour in zip((middle, *around), people, COLOURS, strict=False):
        _circle(pen, at, name, colour)
    written = io.BytesIO()
    sheet.save(written, "PNG")
    return written.getvalue()


def _circle(pen: ImageDraw.ImageDraw, at: tuple[int, int], name: str, colour: str) -> None:
    x, y = at
    pen.ellipse((x - 155, y - 85, x + 155, y + 85), fill=colour)
    pen.text(at, name, fill="#ffffff", font=ImageFont.load_default(32), anchor="mm")
