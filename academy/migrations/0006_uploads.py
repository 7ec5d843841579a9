import academy.shared.tokens
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('academy', '0005_keeping'),
    ]

    operations = [
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('length', models.PositiveBigIntegerField()),
                ('made_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['owner', '-made_at'], name='upload_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('length__gt', 0)), name='upload_holds_something')],
            },
        ),
        KeepAppendOnly(),
    ]
