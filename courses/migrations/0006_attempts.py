from django.db import migrations, models

from academy.shared.append_only import KeepAppendOnly, LiftAppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0005_assessors'),
    ]

    operations = [
        LiftAppendOnly(),
        migrations.AddField(
            model_name='qualificationversion',
            name='gives_attempts',
            field=models.CharField(choices=[('nobody', 'Nobody'), ('assessor', 'The assessor'), ('lead', 'The lead quality assurer')], default='lead', max_length=8),
        ),
        KeepAppendOnly(),
    ]
