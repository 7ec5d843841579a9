"""What we keep about people, for how long, why, and how it goes: the one table.

Each row names the kind of record in plain words, the reason for its period (the period itself is a setting, see
academy/settings/keeping.py), what goes and what stays. `find` is the dotted path of a function without arguments: a
QuerySet of the records with `kept_from` on each, the moment from which the period runs, or None while it does not.
`forget` is the dotted path of a function that takes the ids of what is due and the time; without one the records are
deleted. `covers` says which fields about people the row answers for: "learners.DayNeeds" for a table whose rows go as
a whole, "academy.Account:email phone" for some of its fields. A test fails for a field about people in no row.

A row with `find` has a task each night (academy/schedule.py), which a manager can put on hold; one without is kept for
as long as `why` says.

Most rows stand beside, in a file for each subject (academy/keeping/place_rows.py and the others); their order is here.
"""

from academy.keeping.account_rows import ACCOUNTS
from academy.keeping.place_rows import PLACES
from academy.keeping.register_rows import REGISTERS
from academy.keeping.row import Row
from academy.keeping.sent_rows import SENT
from academy.keeping.without_end import WITHOUT_END

ROWS = (
    *PLACES,
    *SENT,
    *REGISTERS,
    *ACCOUNTS,
    Row(
        "audit-words",
        "The words of the audit trail: names, reasons, before and after",
        "As long as the registers they are about, and a year more.",
        goes="The words, but for those of the nightly seals, which name nobody.",
        stays="That something was done, when and by which account. The chain still proves that nothing was changed.",
        covers=("academy.AuditDetail",),
        find="academy.shared.keeping_queries.audit_words",
        line="{event.action}, {event.chain}",
        related=("event",),
    ),
    Row(
        "registration-words",
        "The words in the history of a registration: names, reasons, before and after",
        "Awarding organisations ask for three years after its end. The history says first that they go, and why.",
        goes="The words of every step: who, why, before and after.",
        stays="Each step with its number and hash, what was handed in and decided, and why the words went.",
        covers=("academy.AuditDetail",),
        find="learners.registrations.keeping_queries.words_of_registrations",
        forget="learners.registrations.keeping_actions.forget_words",
        line="{account}, {version.qualification}",
        related=("account", "version__qualification"),
    ),
    Row(
        "rounds",
        "What the nightly rounds of this table did",
        "Two years show an auditor that they ran.",
        goes="The counts.",
        stays="Nothing.",
        covers=("academy.Round", "academy.Hold"),
        find="academy.keeping.records.rounds",
        line="{key}",
    ),
    Row(
        "equality",
        "Equality answers, of people this table does not know",
        "Thirteen months are enough to count a whole year. Then only the counts are needed.",
        goes="Every single set of answers.",
        stays="Counts of whole months, with small numbers hidden.",
        covers=("learners.EqualityAnswers",),
        find="learners.equality.keeping_queries.equality_answers",
        forget="learners.equality.keeping_actions.forget_answers",
        secret=True,
    ),
    Row(
        "paper-slips",
        "What paper slips said, of nobody in particular: where, and how they heard",
        "As long as the equality answers that stood beside it.",
        goes="Region, deprivation, and how somebody heard of us.",
        stays="Counts of whole months, with small numbers hidden.",
        covers=("learners.Background:slip region area month",),
        find="learners.equality.keeping_queries.paper_slips",
        forget="learners.equality.keeping_actions.forget_slips",
        secret=True,
    ),
    *WITHOUT_END,
)

BY_KEY = {row.key: row for row in ROWS}
