"""Every field that can hold something about a person stands in a row of academy/retention.py, with its period."""

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models

from academy.accounts.models import Account
from academy.retention import BY_KEY, ROWS
from academy.settings.keeping import KEPT_FOR
from tests.repository.not_about_people import NOT_ABOUT_PEOPLE
from tests.repository.sources import APPS, report

LIBRARIES = ("account", "mfa", "usersessions", "sessions")
TELLING = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.BinaryField,
    models.GenericIPAddressField,
    models.UUIDField,
    models.DateField,
)
WHOSE = (models.ForeignKey, models.OneToOneField, models.ManyToManyField)


def about_people(model: type[models.Model]) -> set[str]:
    """Fields with words, files, addresses or days, and those that point to a person. Choices and moments say nothing
    that the rest of the row does not."""
    found = set()
    for field in model._meta.local_fields + model._meta.local_many_to_many:
        words = (
            isinstance(field, TELLING) and not isinstance(field, models.DateTimeField) and not field.choices
        )
        if words or (isinstance(field, WHOSE) and field.related_model is Account):
            found.add(field.name)
    return found


def uncovered(label: str, fields: set[str]) -> set[str]:
    """Those of these fields of "learners.DayNeeds" that no row answers for."""
    whole = {cover for row in ROWS for cover in row.covers if ":" not in cover}
    if label in whole:
        return set()
    named = [cover.partition(":")[2] for row in ROWS for cover in row.covers if cover.startswith(f"{label}:")]
    return fields - set(" ".join([*named, NOT_ABOUT_PEOPLE.get(label, "")]).split())


def ours() -> dict[str, type[models.Model]]:
    """Label to model: our own, and those of the libraries that hold people's details."""
    return {
        model._meta.label: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in (*APPS, *LIBRARIES) and not model._meta.proxy
    }


def test_every_field_about_people_is_in_a_row() -> None:
    assert {"academy.Account", "learners.Sent", "cms.PageProblem", "usersessions.UserSession"} <= set(ours())
    wrong = [
        f"{label}: {' '.join(sorted(missing))}"
        for label, model in ours().items()
        if (missing := uncovered(label, about_people(model)))
    ]
    report(
        wrong,
        "academy/retention.py says of every field about people how long it is kept, and why "
        "(what is not about people: tests/repository/not_about_people.py)",
    )


def test_a_new_field_would_be_found() -> None:
    class Pronouns(models.Model):
        said = models.CharField(max_length=40)
        heard = models.CharField(max_length=4, choices=[("yes", "Yes")])
        photo = models.FileField()
        answers = models.JSONField()
        born_on = models.DateField()
        at = models.DateTimeField()
        whose = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "tests"
            managed = False
            apps = type(apps)()  # of its own, so that the project's list of models stays as it is

        def __str__(self) -> str:
            return self.said

    fields = about_people(Pronouns)
    assert fields == {"said", "photo", "answers", "born_on", "whose"}
    assert uncovered("tests.Pronouns", fields) == fields
    assert uncovered("academy.Account", {"email", "pronouns"}) == {"pronouns"}
    assert uncovered("learners.DayNeeds", {"anything"}) == set(), "its rows go as a whole"
    assert uncovered("courses.Cohort", {"title", "secrets"}) == {"secrets"}
    assert about_people(Session) and about_people(UserSession)


def test_what_the_table_names_is_there() -> None:
    models_there = ours()
    wrong = []
    named = [cover for row in ROWS for cover in row.covers] + [
        f"{k}:{v}" for k, v in NOT_ABOUT_PEOPLE.items()
    ]
    for cover in named:
        label, _, fields = cover.partition(":")
        if label not in models_there:
            wrong.append(f"no table {label}")
            continue
        known = {field.name for field in models_there[label]._meta.get_fields()}
        wrong += [f"{label} has no {name}" for name in fields.split() if name not in known]
    report(wrong, "academy/retention.py names tables and fields that exist")


def test_every_row_has_its_period_its_words_and_its_place() -> None:
    assert len(BY_KEY) == len(ROWS), "a key stands once"
    by_clock = {row.key for row in ROWS if row.find}
    assert by_clock == set(KEPT_FOR), "a row that goes by the clock has a setting, and the other way round"
    wrong = [row.key for row in ROWS if not all((row.what, row.why, row.goes, row.stays, row.covers))]
    wrong += [row.key for row in ROWS if row.forget and not row.find]
    report(wrong, "a row says what, why, what goes, what stays, and which fields it answers for")
