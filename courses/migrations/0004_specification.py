import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('academy', '0003_joining'),
        ('courses', '0003_outcomes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AwardingOrganisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, unique=True)),
                ('is_sample', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='LearningOutcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField(max_length=1000)),
            ],
            options={
                'ordering': ['unit', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Centre',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160)),
                ('number', models.CharField(blank=True, max_length=40, verbose_name='centre number')),
                ('approved_from', models.DateField()),
                ('approved_until', models.DateField(blank=True, null=True)),
                ('awarding_organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='centres', to='courses.awardingorganisation')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField(max_length=1000)),
                ('verb', models.CharField(blank=True, max_length=40, verbose_name='command verb')),
                ('outcome', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='courses.learningoutcome')),
            ],
            options={
                'verbose_name': 'assessment criterion',
                'verbose_name_plural': 'assessment criteria',
                'ordering': ['outcome', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Qualification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('summary', models.CharField(blank=True, max_length=300)),
                ('is_sample', models.BooleanField(default=False)),
                ('awarding_organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='qualifications', to='courses.awardingorganisation')),
                ('prepared_by', models.ManyToManyField(blank=True, related_name='prepares_for', to='courses.course')),
            ],
            options={
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='QualificationVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('reference', models.CharField(blank=True, max_length=40, verbose_name="awarding organisation's number")),
                ('edition', models.CharField(blank=True, max_length=60, verbose_name='edition of the specification')),
                ('level', models.CharField(blank=True, max_length=20)),
                ('credits', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('guided_hours', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('total_hours', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('fewest_credits', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('least_age', models.PositiveSmallIntegerField(default=16)),
                ('registers_from', models.DateField(blank=True, null=True)),
                ('registers_until', models.DateField(blank=True, null=True)),
                ('certifies_until', models.DateField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('attempt_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('state', models.CharField(choices=[('draft', 'Being prepared'), ('open', 'Open for registration'), ('closed', 'Closed to new learners')], default='draft', max_length=8)),
                ('made_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('frozen_at', models.DateTimeField(null=True)),
                ('based_on', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='courses.qualificationversion')),
                ('qualification', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='courses.qualification')),
            ],
            options={
                'ordering': ['qualification', '-number'],
            },
        ),
        migrations.CreateModel(
            name='OptionalGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('fewest', models.PositiveSmallIntegerField(default=1)),
                ('most', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='courses.qualificationversion')),
            ],
            options={
                'ordering': ['version', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='learningoutcome',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='courses.qualificationversion'),
        ),
        migrations.CreateModel(
            name='CriterionMethod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(choices=[('observation', 'Observation'), ('product', 'Product of work'), ('discussion', 'Professional discussion'), ('questions', 'Questions and answers'), ('reflection', 'Reflective account'), ('witness', 'Witness statement'), ('expert_witness', 'Expert witness statement'), ('assignment', 'Assignment or case study'), ('recording', 'Photo, audio or video'), ('prior_learning', 'Recognition of prior learning')], max_length=15)),
                ('prescribed', models.BooleanField(default=False)),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='methods', to='courses.criterion')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.qualificationversion')),
            ],
            options={
                'ordering': ['criterion', '-prescribed', 'method'],
            },
        ),
        migrations.AddField(
            model_name='criterion',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='courses.qualificationversion'),
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('approved_from', models.DateField()),
                ('approved_until', models.DateField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, max_length=300)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='courses.centre')),
                ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='academy.hub')),
            ],
            options={
                'ordering': ['hub'],
            },
        ),
        migrations.CreateModel(
            name='SpecificationSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=120)),
                ('units', models.JSONField()),
                ('faults', models.JSONField()),
                ('read_at', models.DateTimeField()),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sheet', to='courses.qualificationversion')),
            ],
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('code', models.CharField(blank=True, max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('level', models.CharField(blank=True, max_length=20)),
                ('credits', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('guided_hours', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='courses.optionalgroup')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='courses.qualificationversion')),
            ],
            options={
                'ordering': ['version', 'number'],
            },
        ),
        migrations.AddField(
            model_name='learningoutcome',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='courses.unit'),
        ),
        migrations.AddConstraint(
            model_name='centre',
            constraint=models.CheckConstraint(condition=models.Q(('approved_until__isnull', True), ('approved_until__gte', models.F('approved_from')), _connector='OR'), name='centre_approval_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='centre',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('awarding_organisation', 'number'), name='centre_number_once'),
        ),
        migrations.AddConstraint(
            model_name='qualification',
            constraint=models.UniqueConstraint(fields=('awarding_organisation', 'title'), name='qualification_title_once'),
        ),
        migrations.AddConstraint(
            model_name='qualificationversion',
            constraint=models.UniqueConstraint(fields=('qualification', 'number'), name='version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='qualificationversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('qualification',), name='version_one_open_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='qualificationversion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'closed'])), name='version_state_known'),
        ),
        migrations.AddConstraint(
            model_name='qualificationversion',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), ('opened_at__isnull', False), _connector='OR'), name='version_opened_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='qualificationversion',
            constraint=models.CheckConstraint(condition=models.Q(('registers_until__isnull', True), ('registers_from__isnull', True), ('registers_until__gte', models.F('registers_from')), _connector='OR'), name='version_registers_in_order'),
        ),
        migrations.AddConstraint(
            model_name='qualificationversion',
            constraint=models.CheckConstraint(condition=models.Q(('certifies_until__isnull', True), ('registers_until__isnull', True), ('certifies_until__gte', models.F('registers_until')), _connector='OR'), name='version_certifies_after_it_registers'),
        ),
        migrations.AddConstraint(
            model_name='qualificationversion',
            constraint=models.CheckConstraint(condition=models.Q(('attempts__isnull', True), ('attempts__gte', 1), _connector='OR'), name='version_allows_an_attempt'),
        ),
        migrations.AddConstraint(
            model_name='optionalgroup',
            constraint=models.UniqueConstraint(fields=('version', 'title'), name='group_title_once'),
        ),
        migrations.AddConstraint(
            model_name='optionalgroup',
            constraint=models.CheckConstraint(condition=models.Q(('most__isnull', True), ('most__gte', models.F('fewest')), _connector='OR'), name='group_takes_in_order'),
        ),
        migrations.AddConstraint(
            model_name='criterionmethod',
            constraint=models.UniqueConstraint(fields=('criterion', 'method'), name='criterion_method_once'),
        ),
        migrations.AddConstraint(
            model_name='criterionmethod',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['observation', 'product', 'discussion', 'questions', 'reflection', 'witness', 'expert_witness', 'assignment', 'recording', 'prior_learning'])), name='criterion_method_known'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(fields=('outcome', 'number'), name='criterion_number_once'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='criterion_says_something'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.UniqueConstraint(condition=models.Q(('approved_until__isnull', True)), fields=('centre', 'hub'), name='site_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.CheckConstraint(condition=models.Q(('approved_until__isnull', True), ('approved_until__gte', models.F('approved_from')), _connector='OR'), name='site_approval_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(fields=('version', 'number'), name='unit_number_once'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('version', 'code'), name='unit_code_once'),
        ),
        migrations.AddConstraint(
            model_name='learningoutcome',
            constraint=models.UniqueConstraint(fields=('unit', 'number'), name='outcome_number_once'),
        ),
        migrations.AddConstraint(
            model_name='learningoutcome',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='outcome_says_something'),
        ),
        KeepAppendOnly(),
    ]
