"""The words in which sheets name methods of assessment. Pure."""

import re

CALLED: dict[str, str] = {
    "observation": "observation",
    "direct observation": "observation",
    "obs": "observation",
    "product": "product",
    "product of work": "product",
    "work product": "product",
    "product evidence": "product",
    "discussion": "discussion",
    "professional discussion": "discussion",
    "pd": "discussion",
    "questions": "questions",
    "questioning": "questions",
    "questions and answers": "questions",
    "question and answer": "questions",
    "oral questions": "questions",
    "written questions": "questions",
    "q&a": "questions",
    "reflection": "reflection",
    "reflective account": "reflection",
    "reflective journal": "reflection",
    "journal": "reflection",
    "witness": "witness",
    "witness statement": "witness",
    "witness testimony": "witness",
    "expert witness": "expert_witness",
    "expert witness statement": "expert_witness",
    "expert witness testimony": "expert_witness",
    "assignment": "assignment",
    "case study": "assignment",
    "assignment or case study": "assignment",
    "recording": "recording",
    "audio": "recording",
    "video": "recording",
    "audio or video": "recording",
    "photo": "recording",
    "rpl": "prior_learning",
    "prior learning": "prior_learning",
    "recognition of prior learning": "prior_learning",
}
PRESCRIBED = re.compile(r"\b(?:prescribed|required|must be by)\b", re.IGNORECASE)
OPTIONAL = re.compile(r"\boptional\b", re.IGNORECASE)
BETWEEN = re.compile(r"[;,/|\n•]+|\s+or\s+(?!case|video)")
NOTHING = {"", "any", "any method", "none", "-", "–", "n/a"}


def methods_in(
    mixed: str, prescribed: str, optional: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """(prescribed, optional, words that we do not know) of one criterion.

    mixed: a single cell, in which "prescribed:" and "optional:" turn what follows until the other, and "(prescribed)"
    marks one method. Without a mark a method is one that may be used.
    """
    must: list[str] = []
    may: list[str] = []
    unknown: list[str] = []
    for cell, asked in ((mixed, False), (prescribed, True), (optional, False)):
        for part in BETWEEN.split(cell):
            said_must, said_may = bool(PRESCRIBED.search(part)), bool(OPTIONAL.search(part))
            word = _word(part)
            if ":" in part and (said_must or said_may):
                asked = said_must
            if word in NOTHING:
                continue
            method = CALLED.get(word)
            if method is None:
                unknown.append(word)
            else:
                (must if said_must or (asked and not said_may) else may).append(method)
    once = tuple(dict.fromkeys(must))
    return once, tuple(one for one in dict.fromkeys(may) if one not in once), tuple(unknown)


def _word(part: str) -> str:
    bare = OPTIONAL.sub("", PRESCRIBED.sub("", part))
    return " ".join(re.sub(r"[():.*]", " ", bare).lower().split())
