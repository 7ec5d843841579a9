#!/bin/sh
# Builds the fonts of the certificates again. Wants npm, and a Python with fonttools and brotli.
#   sh academy/fonts/make.sh [python]
# One weight per fallback face, no hinting (print and PDF do not use it), Chinese, Japanese and Korean cut down
# to the characters that are in common use: GB 2312 level 1, Big5 level 1, JIS level 1, KS X 1001.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

scripts="arabic armenian bengali devanagari ethiopic georgian gujarati gurmukhi hebrew kannada khmer lao malayalam
myanmar sinhala tamil telugu thai"
packages="@expo-google-fonts/atkinson-hyperlegible-next @expo-google-fonts/noto-sans @expo-google-fonts/noto-sans-sc
@expo-google-fonts/noto-sans-kr @expo-google-fonts/vazirmatn @fontsource-variable/bricolage-grotesque"
for script in $scripts; do packages="$packages @expo-google-fonts/noto-sans-$script"; done
npm init -y >/dev/null
npm install --no-audit --no-fund --silent $packages
google=node_modules/@expo-google-fonts

subset() { # from, to, what to keep
    "$python" -m fontTools.subset "$1" --output-file="$here/$2" --no-hinting --name-IDs='*' --notdef-outline "$3" "$4"
}

# The display face: three parts of one variable font, cut to one weight and width, joined and named anew.
bricolage=node_modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque
for part in latin latin-ext vietnamese; do
    "$python" -m fontTools.varLib.instancer -q "$bricolage-$part-standard-normal.woff2" \
        wght=760 wdth=80 opsz=48 --static -o "$part.woff2"
    "$python" -m fontTools.ttLib.woff2 decompress -o "$part.ttf" "$part.woff2"
done
"$python" -m fontTools.merge --output-file=joined.ttf --drop-tables=vhea,vmtx latin.ttf latin-ext.ttf vietnamese.ttf
"$python" - <<'PYTHON'
from copy import deepcopy as copy_of

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

font = TTFont("joined.ttf")
for name in list(font["name"].names):
    if name.nameID in {16, 17, 21, 22, 25}:
        font["name"].removeNames(nameID=name.nameID)
for number, text in {1: "Bricolage Display", 2: "Bold", 4: "Bricolage Display Bold", 6: "BricolageDisplay-Bold"}.items():
    font["name"].setName(text, number, 3, 1, 0x409)
# Each part brought its own copy of the marks (acute, dot below ...) with anchors for its own letters only, and which
# copy a text gets is chance: let the anchors of every part speak of all copies, or the acute of Olúwafẹ́mi stands apart.
# The grave has no anchor at all (it gets the acute's, mirrored), and Ṣ is put together here, as browsers ask for it.
glyphs, order, signs = font["glyf"], font.getReverseGlyphMap(), font.getBestCmap()
spacing = {name for sign, name in signs.items() if not 0x300 <= sign <= 0x36F}
copies = {}
for name in font.getGlyphOrder():
    if name not in spacing:
        copies.setdefault(tuple(glyphs[name].getCoordinates(glyphs)[0]), []).append(name)
alike = {name: names for names in copies.values() for name in names}
acute, grave, dot = (signs[sign] for sign in (0x301, 0x300, 0x323))
dots = {}
for lookup in font["GPOS"].table.LookupList.Lookup:
    for table in lookup.SubTable:
        if type(table).__name__ != "MarkBasePos":
            continue
        names, rows = table.MarkCoverage.glyphs, table.MarkArray.MarkRecord
        marks = {copy: row for name, row in zip(names, rows) for copy in alike.get(name, [name])}
        for copy in alike[grave]:
            marks[copy] = copy_of(marks[acute])
            marks[copy].MarkAnchor.XCoordinate = (
                glyphs[grave].xMin + glyphs[acute].xMax - marks[acute].MarkAnchor.XCoordinate
            )
        names[:] = sorted(marks, key=order.get)
        rows[:] = [marks[name] for name in names]
        for name, row in zip(table.BaseCoverage.glyphs, table.BaseArray.BaseRecord):
            if name in (signs[ord("S")], signs[ord("s")]):
                below, mark = row.BaseAnchor[marks[dot].Class], marks[dot].MarkAnchor
                dots[name] = (below.XCoordinate - mark.XCoordinate, below.YCoordinate - mark.YCoordinate)
kinds = font["GDEF"].table.GlyphClassDef.classDefs
kinds.update({copy: 3 for name in list(kinds) if kinds[name] == 3 for copy in alike.get(name, [])})
for letter, sign in (("S", 0x1E62), ("s", 0x1E63)):
    base, name = signs[ord(letter)], f"uni{sign:04X}"
    pen = TTGlyphPen(font.getGlyphSet())
    pen.addComponent(base, (1, 0, 0, 1, 0, 0))
    pen.addComponent(dot, (1, 0, 0, 1, *dots[base]))
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    glyphs[name], font["hmtx"][name] = pen.glyph(), font["hmtx"][base]
    for table in font["cmap"].tables:
        table.cmap[sign] = name
font["OS/2"].usWeightClass, font["OS/2"].usWidthClass = 700, 5
font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x40) | 0x20
font["head"].macStyle = 1
font.save("named.ttf")
PYTHON
subset named.ttf BricolageDisplay-Bold.ttf '--unicodes=*' '--layout-features=*'

atkinson=$google/atkinson-hyperlegible-next
subset $atkinson/400Regular/AtkinsonHyperlegibleNext_400Regular.ttf AtkinsonHyperlegibleNext-Regular.ttf \
    '--unicodes=*' '--layout-features=*'
subset $atkinson/700Bold/AtkinsonHyperlegibleNext_700Bold.ttf AtkinsonHyperlegibleNext-Bold.ttf \
    '--unicodes=*' '--layout-features=*'

subset $google/vazirmatn/700Bold/Vazirmatn_700Bold.ttf Vazirmatn-Bold.ttf '--unicodes=*' '--layout-features=*'

subset $google/noto-sans/700Bold/NotoSans_700Bold.ttf NotoSans-Bold.ttf \
    '--unicodes=20-52F,1AB0-1AFF,1C80-1C8F,1D00-1FFF,2000-20CF,2100-218F,2C60-2C7F,2DE0-2DFF,A640-A69F,A720-A7FF,AB30-AB6F,FB00-FB06,FE20-FE2F' \
    '--layout-features=*'
for script in $scripts; do
    from=$(echo $google/noto-sans-$script/700Bold/*.ttf)
    subset "$from" "$(basename "$from" | tr _ - | sed s/700//)" '--unicodes=*' '--layout-features=*'
done

"$python" - <<'PYTHON'
def characters(codec, rows, cells):
    """The characters of a double-byte code page; cells that stand empty are passed over."""
    pairs = (bytes([row, cell]) for row in rows for cell in cells)
    return {pair.decode(codec, "ignore") for pair in pairs}

upper = range(0xA1, 0xFF)
han = characters("gb2312", range(0xB0, 0xD8), upper) | characters("euc_jp", range(0xB0, 0xD0), upper)
han |= characters("big5", range(0xA4, 0xC6), [*range(0x40, 0x7F), *upper])
kana = {chr(point) for point in [*range(0x3000, 0x3100), *range(0xFF00, 0xFFF0)]}
hangul = characters("euc_kr", range(0xB0, 0xC9), upper)
open("sc.txt", "w", encoding="utf-8").write("".join(sorted(han | kana)))
open("kr.txt", "w", encoding="utf-8").write("".join(sorted(hangul)))
PYTHON
subset $google/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf NotoSansSC-Bold.ttf --text-file=sc.txt --layout-features=
subset $google/noto-sans-kr/700Bold/NotoSansKR_700Bold.ttf NotoSansKR-Bold.ttf --text-file=kr.txt --layout-features=

cp $atkinson/LICENSE_FONT "$here/LICENCE-atkinson-hyperlegible-next.txt"
cp node_modules/@fontsource-variable/bricolage-grotesque/LICENSE "$here/LICENCE-bricolage-grotesque.txt"
cp $google/vazirmatn/LICENSE_FONT "$here/LICENCE-vazirmatn.txt"
cp $google/noto-sans/LICENSE_FONT "$here/LICENCE-noto-sans.txt"
cp $google/noto-sans-sc/LICENSE_FONT "$here/LICENCE-noto-sans-cjk.txt"
