"""Lists of people in every state."""

import io

from academy.accounts.models import Account
from academy.shared import clock
from courses.delivery.models import Cohort
from learners.intake.actions import bring_in, read_as, throw_away, upload_for_dates
from learners.intake.code_actions import Invited, invite
from learners.intake.models import PeopleImport, SeatCode
from learners.intake.work_actions import STOPPED, work_on

NAME = (
    "Everybody who wrote their name on one of the sheets at the fête by the harbour, copied by hand (3).csv"
)


def fill_people_lists(people: dict[str, Account]) -> None:
    """Seat codes and lists of Mona's, in every state."""
    by, cohort = people["mona"], Cohort.objects.filter(state="open", course__code="LISTEN").order_by("-pk")[0]
    _codes(cohort, by)
    _list(cohort, by)
    for name in ("checked", "waiting", "stopped", "thrown", "done"):
        listing = _list(cohort, by)
        work_on(import_id=listing.pk)
        if name == "thrown":
            throw_away(import_id=listing.pk, by=by, now=clock.now())
        elif name != "checked":
            bring_in(import_id=listing.pk, by=by, now=clock.now())
        if name == "done":
            work_on(import_id=listing.pk)
        if name == "stopped":
            PeopleImport.objects.get(pk=listing.pk).finish(now=clock.now(), trouble=STOPPED)


def _codes(cohort: Cohort, by: Account) -> None:
    """Sent, bounced, run out, taken back, waiting to go."""
    now = clock.now()
    names = ("Sid Sent", f"Bo {'B' * 60}", "Rufus Runout", "Tab Takenback", "Wes Waiting")
    folk = [Invited(name, f"{name[:3].strip().lower()}@{'long-' * 8}example.org") for name in names]
    made, refused = invite(cohort_id=cohort.pk, people=folk, by=by, now=now)
    assert not refused, refused
    facts = (
        {"sent_at": now},
        {"sent_at": now, "bounced_at": now},
        {"expires_at": now},
        {"withdrawn_at": now},
    )
    for code, fact in zip(made, facts, strict=False):
        SeatCode.objects.filter(pk=code.pk).update(**fact)


def _list(cohort: Cohort, by: Account) -> PeopleImport:
    rows = [
        "Name,E-mail,Phone",
        "Sid Example,sid@example.org,",
        "Sid,SID@example.org,",
        "No Address,no,",
        ",,1",
    ]
    rows += [
        f"A person with a rather long name, number {number},row{number}@example.org," for number in range(52)
    ]
    file = io.BytesIO("\n".join(rows).replace("name, number", "name number").encode())
    listing = upload_for_dates(cohort_id=cohort.pk, file=file, name=NAME, by=by, now=clock.now())
    facts = {
        "columns": listing.columns,
        "header": 1,
        "all_adult": True,
        "agreed": "In writing. Sheets of 5 May.",
    }
    return read_as(import_id=listing.pk, by=by, now=clock.now(), **facts)  # type: ignore[arg-type]
