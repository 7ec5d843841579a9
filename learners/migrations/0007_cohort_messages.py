import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import academy.shared.tokens
from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0002_delivery"),
        ("learners", "0006_doors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CohortLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True),
                ),
                (
                    "to",
                    models.CharField(
                        choices=[
                            ("booked", "Everybody who has a place"),
                            ("all", "Everybody who has a place, was offered one, or waits for one"),
                        ],
                        default="booked",
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField(max_length=4000)),
                ("written_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("people", models.PositiveSmallIntegerField(default=0)),
                ("copied", models.BooleanField(default=False)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="courses.cohort",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sent_at"], name="letter_by_date")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to__in", ["booked", "all"])), name="letter_to_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", True), ("sent_by__isnull", True)),
                            models.Q(
                                ("people__gte", 1), ("sent_at__isnull", False), ("sent_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="letter_sent_by_somebody_to_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CohortMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("on", models.BooleanField(default=True)),
                ("days", models.PositiveSmallIntegerField(null=True)),
                ("hour", models.PositiveSmallIntegerField(null=True)),
                ("words", models.TextField(blank=True, max_length=1000)),
                ("early_at", models.DateTimeField(null=True)),
                ("early_for", models.CharField(blank=True, max_length=40)),
                ("set_at", models.DateTimeField()),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="message_plans",
                        to="courses.cohort",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cohort", "kind"), name="cohort_message_once"),
                    models.CheckConstraint(
                        condition=models.Q(("hour__isnull", True), ("hour__range", (8, 20)), _connector="OR"),
                        name="cohort_message_by_day",
                    ),
                ],
            },
        ),
        KeepAppendOnly(),
    ]
