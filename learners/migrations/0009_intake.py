import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import academy.shared.tokens
import learners.intake.models
from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("academy", "0002_care"),
        ("courses", "0002_delivery"),
        ("learners", "0008_exports"),
    ]

    operations = [
        migrations.CreateModel(
            name='PeopleImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('began_at', models.DateTimeField(null=True)),
                ('spoke_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('trouble', models.CharField(blank=True, max_length=300)),
                ('step', models.CharField(choices=[('uploaded', 'To be told what its columns hold'), ('checking', 'Being looked through'), ('checked', 'Looked through; nothing is written yet'), ('importing', 'Being brought in'), ('imported', 'Brought in')], default='uploaded', max_length=10)),
                ('file', models.FileField(blank=True, upload_to=learners.intake.models.where_kept)),
                ('file_name', models.CharField(max_length=120)),
                ('header', models.PositiveIntegerField(default=0)),
                ('names', models.JSONField(default=list)),
                ('columns', models.JSONField(default=dict)),
                ('all_adult', models.BooleanField(default=False)),
                ('agreed', models.CharField(blank=True, max_length=400)),
                ('sums', models.JSONField(default=dict)),
                ('forgotten_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cohort', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='courses.cohort')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.course')),
                ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='academy.hub')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField()),
                ('name', models.CharField(blank=True, max_length=120)),
                ('cells', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('ready', 'Can be brought in'), ('already', 'There already'), ('twice', 'Twice in the list'), ('refused', 'Cannot be brought in'), ('booked', 'Has a place'), ('requested', 'Has a place once a parent or guardian agrees'), ('waiting', 'On the waiting list'), ('listed', 'Is told when there are dates')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learners.enrolment')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='learners.peopleimport')),
            ],
            options={
                'ordering': ['listing', 'line'],
            },
        ),
        migrations.AddConstraint(
            model_name='peopleimport',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['uploaded', 'checking', 'checked', 'importing', 'imported'])), name='people_import_step_known'),
        ),
        migrations.AddConstraint(
            model_name='peopleimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('step', 'importing'), _negated=True), models.Q(('step', 'imported'), _negated=True)), models.Q(('agreed', ''), _negated=True), _connector='OR'), name='people_import_says_who_agreed'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['listing', 'state', 'line'], name='import_row_by_state'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.UniqueConstraint(fields=('listing', 'line'), name='import_row_once_a_line'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['ready', 'already', 'twice', 'refused', 'booked', 'requested', 'waiting', 'listed'])), name='import_row_state_known'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='import_row_refused_says_why'),
        ),
        KeepAppendOnly(),
    ]
