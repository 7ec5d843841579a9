import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):
    dependencies = [("academy", "0004_told_apart")]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("gone", models.PositiveIntegerField(default=0)),
                ("held", models.BooleanField(default=False)),
                ("trouble", models.CharField(blank=True, max_length=300)),
            ],
            options={"indexes": [models.Index(fields=["key", "-at"], name="round_newest")]},
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("until", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("until__isnull", True)),
                            models.Q(
                                ("at__isnull", False),
                                ("by__isnull", False),
                                ("until__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="hold_says_why_and_until_when",
                    )
                ]
            },
        ),
        KeepAppendOnly(),
    ]
