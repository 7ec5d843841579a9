import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0004_specification'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AssessorStatus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('trainee', 'Trainee assessor'), ('qualified', 'Qualified assessor'), ('lapsed', 'Lapsed')], max_length=10)),
                ('starts_on', models.DateField()),
                ('award', models.CharField(choices=[('none', 'None yet'), ('cava', 'Level 3 Certificate in Assessing Vocational Achievement'), ('a1', 'A1'), ('d32_d33', 'D32 and D33'), ('other', 'Another award')], default='none', max_length=10)),
                ('award_seen_on', models.DateField(blank=True, null=True)),
                ('works_towards_until', models.DateField(blank=True, null=True)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('recorded_at', models.DateTimeField()),
                ('countersigner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='countersigns_for', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessor_statuses', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['person', '-starts_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['trainee', 'qualified', 'lapsed'])), name='assessor_level_known'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'qualified'), _negated=True), models.Q(models.Q(('award', 'none'), _negated=True), ('award_seen_on__isnull', False)), _connector='OR'), name='assessor_qualified_by_an_award'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'trainee'), _negated=True), models.Q(('countersigner__isnull', False), ('works_towards_until__isnull', False)), _connector='OR'), name='assessor_trainee_has_a_countersigner'), models.CheckConstraint(condition=models.Q(('countersigner__isnull', True), models.Q(('countersigner', models.F('person')), _negated=True), _connector='OR'), name='assessor_is_not_their_own_countersigner')],
            },
        ),
        migrations.CreateModel(
            name='OccupationalCompetence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(max_length=300)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='competences', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='competences', to='courses.unit')),
            ],
            options={
                'ordering': ['person', 'unit'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('person', 'unit'), name='competence_once_at_a_time'), models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='competence_says_why'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='competence_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='QualificationRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(choices=[('lead_quality', 'Lead internal quality assurer'), ('centre_admin', 'Centre administrator')], max_length=12)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('given_at', models.DateTimeField()),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='qualification_roles', to=settings.AUTH_USER_MODEL)),
                ('qualification', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='courses.qualification')),
            ],
            options={
                'ordering': ['qualification', 'task', 'person'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('person', 'qualification', 'task'), name='qualification_role_once_at_a_time'), models.CheckConstraint(condition=models.Q(('task__in', ['lead_quality', 'centre_admin'])), name='qualification_role_known'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='qualification_role_ends_after_it_starts')],
            },
        ),
        KeepAppendOnly(),
    ]
