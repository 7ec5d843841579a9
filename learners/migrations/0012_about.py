from django.db import migrations

from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):
    dependencies = [("learners", "0011_joined")]

    operations = [KeepAppendOnly()]
