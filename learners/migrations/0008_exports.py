import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import academy.shared.tokens
from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0002_delivery"),
        ("learners", "0007_cohort_messages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("began_at", models.DateTimeField(null=True)),
                ("spoke_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                ("key", models.CharField(max_length=22)),
                (
                    "of",
                    models.CharField(
                        choices=[
                            ("progress", "How everybody gets on: sessions, online lessons, what is missing"),
                            ("people", "Who is on it: where they stand, and how to reach them"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("xlsx", "Excel, LibreOffice or Numbers (.xlsx)"),
                            ("csv", "Plain table (.csv)"),
                        ],
                        max_length=4,
                    ),
                ),
                ("course", models.SlugField(blank=True, max_length=80)),
                ("file", models.CharField(blank=True, max_length=200)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="courses.cohort"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("asked_by", "key"), name="export_once_a_press"),
                    models.CheckConstraint(
                        condition=models.Q(("of__in", ["progress", "people"])), name="export_of_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["xlsx", "csv"])), name="export_format_known"
                    ),
                ],
            },
        ),
        KeepAppendOnly(),
    ]
