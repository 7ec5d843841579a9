"""The Academy that is measured, with every one of its learners in one group."""

import json

from django.db import connection

from academy.accounts.models import Account
from tests.bench.fill import fill
from tests.bench.group import group_of


def main() -> None:
    """One line of JSON."""
    known = fill()
    learners = list(Account.objects.filter(full_name__startswith="Learner ", is_sample=True).order_by("pk"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(json.dumps({"cohort": group_of(learners, "two thousand").pk, "words": known["words"]}))
