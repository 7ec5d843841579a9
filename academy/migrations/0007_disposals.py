import django.db.models.deletion
from django.db import migrations, models

from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('academy', '0006_uploads'),
    ]

    operations = [
        migrations.CreateModel(
            name='Disposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.BigIntegerField()),
                ('reason', models.CharField(max_length=300)),
                ('disposed_at', models.DateTimeField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disposals', to='academy.auditevent')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('object_type', 'object_id'), name='disposal_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='disposal_says_why')],
            },
        ),
        KeepAppendOnly(),
    ]
