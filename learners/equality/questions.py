"""The equality questions. A changed question or answer makes a new version: figures of two versions are never added.

The groups are those that England's census uses, so that figures can be compared. Nobody writes words of their own:
words can give a person away.
"""

from dataclasses import dataclass

from learners.equality.states import RATHER_NOT

VERSION = "2026-1"
SIXTEEN = 16  # some things are not asked of children

Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class EqualityQuestion:
    """One question. `groups`: (heading, options), the heading may be empty. min_age: not asked below it."""

    key: str
    asks: str
    why: str
    groups: tuple[tuple[str, tuple[Option, ...]], ...]
    min_age: int = 0

    @property
    def options(self) -> tuple[Option, ...]:
        """All answers, with "prefer not to say" last."""
        return (*(one for _, options in self.groups for one in options), (RATHER_NOT, "Prefer not to say"))

    @property
    def labels(self) -> dict[str, str]:
        return dict(self.options)


def _plain(*options: Option) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    return (("", options),)


QUESTIONS: tuple[EqualityQuestion, ...] = (
    EqualityQuestion(
        "age",
        "How old are you?",
        "So that we see whether young and old both come.",
        _plain(
            ("0-15", "Under 16"),
            ("16-24", "16 to 24"),
            ("25-34", "25 to 34"),
            ("35-49", "35 to 49"),
            ("50-64", "50 to 64"),
            ("65-", "65 or over"),
        ),
    ),
    EqualityQuestion(
        "sex",
        "What is your sex?",
        "So that we see whether women and men both come.",
        _plain(("female", "Female"), ("male", "Male")),
    ),
    EqualityQuestion(
        "gender",
        "Is your gender the same as the sex you were registered with at birth?",
        "So that we see whether trans and non-binary people feel welcome.",
        _plain(("same", "Yes"), ("different", "No")),
        min_age=SIXTEEN,
    ),
    EqualityQuestion(
        "ethnic",
        "What is your ethnic group?",
        "So that we see whom we do not reach yet, and go there.",
        (
            (
                "Asian or Asian British",
                (
                    ("indian", "Indian"),
                    ("pakistani", "Pakistani"),
                    ("bangladeshi", "Bangladeshi"),
                    ("chinese", "Chinese"),
                    ("asian", "Any other Asian background"),
                ),
            ),
            (
                "Black, Black British, Caribbean or African",
                (
                    ("caribbean", "Caribbean"),
                    ("african", "African background"),
                    ("black", "Any other Black, Black British or Caribbean background"),
                ),
            ),
            (
                "Mixed or multiple ethnic groups",
                (
                    ("white_caribbean", "White and Black Caribbean"),
                    ("white_african", "White and Black African"),
                    ("white_asian", "White and Asian"),
                    ("mixed", "Any other mixed or multiple background"),
                ),
            ),
            (
                "White",
                (
                    ("british", "English, Welsh, Scottish, Northern Irish or British"),
                    ("irish", "Irish"),
                    ("traveller", "Gypsy or Irish Traveller"),
                    ("roma", "Roma"),
                    ("white", "Any other White background"),
                ),
            ),
            ("Another ethnic group", (("arab", "Arab"), ("other", "Any other ethnic group"))),
        ),
    ),
    EqualityQuestion(
        "disability",
        "Do you have a condition or illness that has lasted, or will last, a year or more and makes daily life harder?",
        "So that we see whether our courses work for disabled people. For help on the day, tell its trainers.",
        _plain(
            ("lot", "Yes, a lot harder"),
            ("little", "Yes, a little harder"),
            ("not", "Yes, but it does not make daily life harder"),
            ("no", "No"),
        ),
    ),
    EqualityQuestion(
        "caring",
        "Do you look after somebody who could not manage without you?",
        "So that we choose days and hours that carers can come to.",
        _plain(("yes", "Yes"), ("no", "No")),
    ),
    EqualityQuestion(
        "religion",
        "What is your religion?",
        "So that we keep your holy days free of courses, and see who feels at home with us.",
        _plain(
            ("none", "No religion"),
            ("christian", "Christian"),
            ("buddhist", "Buddhist"),
            ("hindu", "Hindu"),
            ("jewish", "Jewish"),
            ("muslim", "Muslim"),
            ("sikh", "Sikh"),
            ("other", "Any other religion"),
        ),
    ),
    EqualityQuestion(
        "orientation",
        "Which of these describes how you think of yourself?",
        "So that we see whether lesbian, gay and bisexual people feel welcome.",
        _plain(
            ("straight", "Heterosexual or straight"),
            ("gay", "Gay or lesbian"),
            ("bi", "Bisexual"),
            ("other", "In another way"),
        ),
        min_age=SIXTEEN,
    ),
)


def questions_for(age: int | None) -> tuple[EqualityQuestion, ...]:
    """What is asked of somebody of this age; None where it is not known, as of adults."""
    return tuple(one for one in QUESTIONS if age is None or age >= one.min_age)
