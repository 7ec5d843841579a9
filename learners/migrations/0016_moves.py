from django.db import migrations

from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):
    """States follow one another in the database too, and nothing rests on a record that the learner sees differently."""

    dependencies = [
        ("learners", "0015_assessment"),
    ]

    operations = [
        KeepAppendOnly(),
    ]
