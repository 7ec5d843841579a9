"""A made-up award of a made-up awarding organisation, read from a sheet as a real one would be."""

from datetime import datetime, timedelta

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.clock import london_date
from courses.catalogue.models import Course
from courses.qualifications.actions import VersionFacts, add_qualification, open_version
from courses.qualifications.models import AwardingOrganisation, Qualification, QualificationVersion
from courses.qualifications.sheet_actions import look_at_sheet, write_sheet
from courses.qualifications.site_actions import approve_site

ORGANISATION = "Sample Awarding Organisation"
TITLE = "Sample Level 2 Award in Community Organising"
SHEET = (
    ("Unit", "Unit title", "Credits", "Learning outcome", "Assessment criterion", "Prescribed", "Optional"),
    ("1", "Purpose and principles", "2", "1 Understand what community organising is for",
     "1.1 Describe what community organising is for", "", "Reflective account, discussion"),
    ("", "", "", "", "1.2 Outline how it differs from one other way of working with communities", "", "Assignment"),
    ("", "", "", "", "1.3 Give an example of change that organised people won", "", "Reflective account, product"),
    ("", "", "", "2 Understand its values and principles",
     "2.1 Identify principles that guide an organiser", "", "Questions, reflective account"),
    ("", "", "", "", "2.2 Explain how two principles shape what an organiser does", "", "Reflective account"),
    ("", "", "", "", "2.3 Describe a situation where a principle is hard to keep, and a good answer to it", "",
     "Discussion, reflective account"),
    ("2", "The organising process", "2", "1 Understand the stages of organising",
     "1.1 Outline the stages from reaching people to acting", "", "Assignment, discussion"),
    ("", "", "", "", "1.2 Explain why listening comes before planning", "", "Reflective account, discussion"),
    ("", "", "", "2 Understand power and influence",
     "2.1 Describe kinds of power that are found in a community", "", "Questions, assignment"),
    ("", "", "", "", "2.2 Identify who holds power over a local issue", "Product", "Discussion"),
    ("", "", "", "3 Understand action and reflection",
     "3.1 Describe a cycle of action and reflection", "", "Reflective account"),
    ("", "", "", "", "3.2 Explain what was learned from one action", "", "Reflective account, recording"),
    ("3", "Organising in practice", "3", "1 Be able to listen and to record what was heard",
     "1.1 Prepare for conversations so that everybody is safe", "", "Product, discussion"),
    ("", "", "", "", "1.2 Carry out at least three listening conversations", "Observation", "Witness statement"),
    ("", "", "", "", "1.3 Record what was heard so that nobody can be recognised", "Product", ""),
    ("", "", "", "2 Be able to look back on one's own listening",
     "2.1 Reflect on own listening, with what went well and one change", "", "Reflective account"),
    ("", "", "", "3 Be able to widen who takes part",
     "3.1 Identify who is missing from a group, and why", "", "Product, reflective account"),
    ("", "", "", "", "3.2 Take one step so that they can join", "", "Witness statement, recording"),
    ("", "", "", "", "3.3 Review what came of it", "", "Reflective account, discussion"),
)  # fmt: skip


def load_qualifications(*, now: datetime) -> QualificationVersion:
    """The award, open for registration at two of the sample hubs. What is there already stays as it is."""
    known = Qualification.objects.filter(title=TITLE, is_sample=True).first()
    if known is not None:
        return known.versions.latest("number")
    manager = Account.objects.get(email="manager@example.org")
    today = london_date(now)
    AwardingOrganisation.objects.get_or_create(name=ORGANISATION, defaults={"is_sample": True})
    version = add_qualification(
        organisation=ORGANISATION,
        title=TITLE,
        summary="For people who organise in their neighbourhood, and want it to count.",
        facts=VersionFacts(
            edition="Sample edition 1",
            level="2",
            credits=7,
            fewest_credits=7,
            guided_hours=56,
            total_hours=70,
            registers_from=today - timedelta(days=400),
            registers_until=today + timedelta(days=700),
            certifies_until=today + timedelta(days=1400),
        ),
        by=manager,
        now=now,
    )
    rows = list(enumerate(SHEET, start=1))
    look_at_sheet(version_id=version.pk, file_name="sample-award.csv", rows=rows, by=manager, now=now)
    write_sheet(version_id=version.pk, by=manager, now=now)
    open_version(version_id=version.pk, by=manager, now=now)
    version.qualification.prepared_by.set(Course.objects.filter(code__in=["INTRO", "LISTEN", "POWER"]))
    _approve_sites(version, manager, now)
    version.refresh_from_db()
    return version


def _approve_sites(version: QualificationVersion, manager: Account, now: datetime) -> None:
    for slug in ("harbour-road", "millfield"):
        approve_site(
            hub_id=Hub.objects.get(slug=slug).pk,
            organisation_id=version.qualification.awarding_organisation_id,
            centre="Sample Centre for Community Learning",
            centre_number="S-100",
            approved_from=london_date(now) - timedelta(days=400),
            by=manager,
            now=now,
        )
