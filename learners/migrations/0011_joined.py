import django.db.models.deletion
from django.db import migrations, models

from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):
    dependencies = [("learners", "0010_voices"), ("academy", "0003_joining")]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="counts_for",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="doubles",
                to="learners.enrolment",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("counts_for__isnull", True),
                    models.Q(
                        ("cohort__isnull", False),
                        models.Q(("counts_for", models.F("id")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="enrolment_counts_for_another_place",
            ),
        ),
        KeepAppendOnly(),
    ]
