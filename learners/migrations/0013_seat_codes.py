import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import learners.intake.models
from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("courses", "0003_outcomes"),
        ("learners", "0012_about"),
    ]

    operations = [
        migrations.CreateModel(
            name='HeldSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seat', models.PositiveSmallIntegerField()),
                ('until', models.DateTimeField()),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='held_seats', to='courses.cohort')),
            ],
        ),
        migrations.CreateModel(
            name='SeatCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('full_name', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254)),
                ('code', models.CharField(default=learners.intake.models.new_seat_code, max_length=9, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('sendings', models.PositiveSmallIntegerField(default=1)),
                ('sent_at', models.DateTimeField(null=True)),
                ('message_id', models.CharField(blank=True, db_index=True, max_length=200)),
                ('bounced_at', models.DateTimeField(null=True)),
                ('bounced_why', models.CharField(blank=True, max_length=300)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seat_codes', to='courses.cohort')),
                ('held', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='code', to='learners.heldseat')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learners.enrolment')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddIndex(
            model_name='heldseat',
            index=models.Index(fields=['until'], name='held_seat_until'),
        ),
        migrations.AddConstraint(
            model_name='heldseat',
            constraint=models.UniqueConstraint(fields=('cohort', 'seat'), name='held_seat_for_one'),
        ),
        migrations.AddConstraint(
            model_name='heldseat',
            constraint=models.CheckConstraint(condition=models.Q(('seat__gte', 1)), name='held_seat_is_a_seat'),
        ),
        migrations.AddConstraint(
            model_name='seatcode',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('place__isnull', True), ('used_at__isnull', True)), models.Q(('place__isnull', False), ('used_at__isnull', False)), _connector='OR'), name='seat_code_used_for_a_place'),
        ),
        migrations.AddConstraint(
            model_name='seatcode',
            constraint=models.CheckConstraint(condition=models.Q(('used_at__isnull', True), ('withdrawn_at__isnull', True), _connector='OR'), name='seat_code_used_or_withdrawn'),
        ),
        KeepAppendOnly(),
    ]
