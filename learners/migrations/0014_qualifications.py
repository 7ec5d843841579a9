import academy.shared.tokens
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('academy', '0005_keeping'),
        ('courses', '0005_assessors'),
        ('learners', '0013_seat_codes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AssessmentPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Being written'), ('proposed', 'Waiting for the learner'), ('accepted', 'Agreed'), ('turned_down', 'Not agreed'), ('replaced', 'Replaced by a newer version')], default='draft', max_length=12)),
                ('words', models.TextField(blank=True, max_length=1000)),
                ('adjustments', models.TextField(blank=True, max_length=1000)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('proposed_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, max_length=500)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['registration', '-number'],
            },
        ),
        migrations.CreateModel(
            name='DraftLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('words', models.TextField(blank=True, max_length=1000)),
                ('asked_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True, max_length=3000)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-asked_at'],
            },
        ),
        migrations.CreateModel(
            name='EvidenceItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('kind', models.CharField(choices=[('photo', 'Photo'), ('recording', 'Recording'), ('file', 'File'), ('link', 'Link'), ('reflection', 'Reflection'), ('practice', 'Practice log'), ('lesson', 'From a lesson'), ('course', 'A course done'), ('witness', 'Witness statement')], max_length=10)),
                ('title', models.CharField(max_length=160)),
                ('happened_on', models.DateField(blank=True, null=True)),
                ('own_part', models.TextField(blank=True, max_length=2000)),
                ('others', models.CharField(blank=True, choices=[('', 'Not said yet'), ('nobody', 'Nobody else'), ('anonymised', 'Others, made anonymous'), ('agreed', 'Others, and they agreed'), ('somebody', 'Somebody who has not agreed')], default='', max_length=10)),
                ('text', models.TextField(blank=True, max_length=20000)),
                ('link', models.URLField(blank=True, max_length=500)),
                ('minutes', models.PositiveIntegerField(blank=True, null=True)),
                ('people_listened', models.PositiveIntegerField(blank=True, null=True)),
                ('learned', models.TextField(blank=True, max_length=4000)),
                ('source', models.CharField(blank=True, max_length=60)),
                ('record', models.JSONField(blank=True, default=dict)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='EvidenceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('stored', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('type', models.CharField(max_length=100)),
                ('state', models.CharField(choices=[('checking', 'Being checked'), ('ready', 'Ready'), ('refused', 'Refused')], default='checking', max_length=8)),
                ('refused_why', models.CharField(blank=True, max_length=300)),
                ('scan', models.CharField(choices=[('not_done', 'No scanner is set up'), ('clean', 'Clean'), ('found', 'Something harmful')], default='not_done', max_length=8)),
                ('view', models.CharField(blank=True, max_length=200)),
                ('view_sha256', models.CharField(blank=True, max_length=64)),
                ('view_type', models.CharField(blank=True, max_length=100)),
                ('small', models.CharField(blank=True, max_length=200)),
                ('width', models.PositiveIntegerField(blank=True, null=True)),
                ('height', models.PositiveIntegerField(blank=True, null=True)),
                ('seconds', models.PositiveIntegerField(blank=True, null=True)),
                ('covered', models.BooleanField(default=False)),
                ('original', models.BooleanField(default=False)),
                ('spoke_at', models.DateTimeField(blank=True, null=True)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('removed_why', models.CharField(blank=True, max_length=200)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='learners.evidenceitem')),
            ],
            options={
                'ordering': ['item', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DraftLookItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('look', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='learners.draftlook')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learners.evidenceitem')),
            ],
        ),
        migrations.CreateModel(
            name='PlanTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('method', models.CharField(choices=[('observation', 'Observation'), ('product', 'Product of work'), ('discussion', 'Professional discussion'), ('questions', 'Questions and answers'), ('reflection', 'Reflective account'), ('witness', 'Witness statement'), ('expert_witness', 'Expert witness statement'), ('assignment', 'Assignment or case study'), ('recording', 'Photo, audio or video'), ('prior_learning', 'Recognition of prior learning')], max_length=15)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('meets_on', models.DateField(blank=True, null=True)),
                ('place', models.CharField(blank=True, max_length=160)),
                ('witness', models.CharField(blank=True, max_length=160)),
                ('adjustments', models.CharField(blank=True, max_length=300)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='learners.assessmentplan')),
            ],
            options={
                'ordering': ['plan', 'number'],
            },
        ),
        migrations.CreateModel(
            name='PortfolioCopy',
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
                ('file', models.CharField(blank=True, max_length=200)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('asked_by',), name='portfolio_copy_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='PlanTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('tasks', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('hub', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='academy.hub')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_templates', to='courses.qualificationversion')),
            ],
            options={
                'ordering': ['title'],
            },
        ),
        migrations.AddField(
            model_name='assessmentplan',
            name='template',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learners.plantemplate'),
        ),
        migrations.CreateModel(
            name='QualRegistration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('state', models.CharField(choices=[('applied', 'Asked for'), ('accepted', 'Accepted'), ('registered', 'Registered'), ('in_progress', 'Under way'), ('assessed', 'All units signed off'), ('iqa_cleared', 'Through the quality check'), ('claimed', 'Certificate asked for'), ('certificated', 'Qualification certificate issued'), ('revoked', 'Revoked by the awarding organisation'), ('on_break', 'On a break'), ('declined', 'Not accepted'), ('withdrawn', 'Withdrawn'), ('transferred', 'Moved to another registration'), ('lapsed', 'Ran out')], default='applied', max_length=12)),
                ('applied_at', models.DateTimeField()),
                ('agreed_at', models.DateTimeField(blank=True, null=True)),
                ('practise_where', models.CharField(blank=True, max_length=300)),
                ('practise_paid', models.CharField(choices=[('paid', 'In paid work'), ('unpaid', 'As a volunteer'), ('both', 'Both'), ('not_yet', 'I have nowhere yet')], default='not_yet', max_length=8)),
                ('hopes', models.TextField(blank=True, max_length=1000)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('ao_number', models.CharField(blank=True, max_length=40, verbose_name="awarding organisation's number")),
                ('registered_on', models.DateField(blank=True, null=True)),
                ('number_recorded_at', models.DateTimeField(blank=True, null=True)),
                ('late_why', models.CharField(blank=True, max_length=300)),
                ('began_at', models.DateTimeField(blank=True, null=True)),
                ('assessed_at', models.DateTimeField(blank=True, null=True)),
                ('target_end_on', models.DateField(blank=True, null=True)),
                ('before_break', models.CharField(blank=True, choices=[('applied', 'Asked for'), ('accepted', 'Accepted'), ('registered', 'Registered'), ('in_progress', 'Under way'), ('assessed', 'All units signed off'), ('iqa_cleared', 'Through the quality check'), ('claimed', 'Certificate asked for'), ('certificated', 'Qualification certificate issued'), ('revoked', 'Revoked by the awarding organisation'), ('on_break', 'On a break'), ('declined', 'Not accepted'), ('withdrawn', 'Withdrawn'), ('transferred', 'Moved to another registration'), ('lapsed', 'Ran out')], max_length=12)),
                ('break_until', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, max_length=300)),
                ('moved_at', models.DateTimeField()),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to=settings.AUTH_USER_MODEL)),
                ('continues', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='continued_by', to='learners.qualregistration')),
                ('hub', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='academy.hub')),
                ('number_recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('put_forward_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='courses.qualificationversion')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='LearnerDetails',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('legal_name', models.CharField(max_length=120)),
                ('birth_date', models.DateField()),
                ('uln', models.CharField(blank=True, max_length=10, verbose_name='unique learner number')),
                ('notice_version', models.CharField(blank=True, max_length=40)),
                ('entered_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='details', to='learners.qualregistration')),
            ],
            options={
                'ordering': ['registration', '-number'],
            },
        ),
        migrations.CreateModel(
            name='EvidenceLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=500)),
                ('place', models.CharField(blank=True, max_length=60)),
                ('linked_at', models.DateTimeField()),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.criterion')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='learners.evidenceitem')),
                ('linked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_links', to='learners.qualregistration')),
            ],
            options={
                'ordering': ['item', 'criterion'],
            },
        ),
        migrations.AddField(
            model_name='draftlook',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='learners.qualregistration'),
        ),
        migrations.CreateModel(
            name='ContactNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('contact', 'Contact'), ('review', 'Review')], max_length=8)),
                ('happened_on', models.DateField()),
                ('words', models.TextField(max_length=1000)),
                ('next_on', models.DateField(blank=True, null=True)),
                ('written_at', models.DateTimeField()),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='learners.qualregistration')),
            ],
            options={
                'ordering': ['registration', '-happened_on', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='assessmentplan',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='learners.qualregistration'),
        ),
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(choices=[('assessor', 'Assessor'), ('quality', 'Internal quality assurer')], default='assessor', max_length=8)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('ended_why', models.CharField(blank=True, max_length=300)),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.unit')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='learners.qualregistration')),
            ],
            options={
                'ordering': ['registration', 'task', 'unit', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AcceptanceCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('identity', 'Identity seen'), ('talk', 'Access needs and earlier learning talked through'), ('induction', 'Induction')], max_length=10)),
                ('done_on', models.DateField()),
                ('how', models.CharField(blank=True, max_length=200)),
                ('note', models.TextField(blank=True, max_length=2000)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='learners.qualregistration')),
            ],
            options={
                'ordering': ['registration', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RegisteredUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='learners.qualregistration')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.unit')),
            ],
            options={
                'ordering': ['registration', 'unit__number'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Being put together'), ('submitted', 'Handed in'), ('in_assessment', 'Being assessed'), ('decided', 'Decided'), ('countersign', 'Waiting for the countersigner'), ('sent_back', 'Sent back by the countersigner'), ('released', 'Feedback given'), ('acknowledged', 'Feedback read'), ('returned', 'Given back without a judgement')], default='draft', max_length=13)),
                ('chosen', models.JSONField(blank=True, default=list)),
                ('words', models.TextField(blank=True, max_length=1000)),
                ('made_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('declaration_version', models.CharField(blank=True, max_length=20, null=True)),
                ('declaration', models.TextField(blank=True, null=True)),
                ('ai_used', models.BooleanField(blank=True, null=True)),
                ('help_words', models.TextField(blank=True, max_length=1000, null=True)),
                ('signed_how', models.CharField(blank=True, choices=[('email', 'A code to their own e-mail address'), ('passkey', 'A passkey')], max_length=8, null=True)),
                ('digest', models.CharField(blank=True, max_length=64, null=True)),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
                ('returned_for', models.CharField(blank=True, choices=[('unreadable', 'It cannot be opened or read'), ('recognisable', 'Somebody can be recognised in it'), ('not_own', 'It does not say what the learner’s own part was')], max_length=12)),
                ('returned_words', models.TextField(blank=True, max_length=1000)),
                ('returned_pieces', models.JSONField(blank=True, default=list)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='learners.qualregistration')),
                ('returned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['registration', '-number'],
            },
        ),
        migrations.CreateModel(
            name='SubmissionCriterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attempt', models.PositiveSmallIntegerField(default=1)),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.criterion')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='learners.submission')),
            ],
            options={
                'ordering': ['submission', 'criterion'],
            },
        ),
        migrations.CreateModel(
            name='SubmissionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('snapshot', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handed_in', to='learners.evidenceitem')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='learners.submission')),
            ],
            options={
                'ordering': ['submission', 'number'],
            },
        ),
        migrations.CreateModel(
            name='SubmissionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handed_in', to='learners.evidencefile')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='learners.submission')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='learners.submissionitem')),
            ],
        ),
        migrations.CreateModel(
            name='SubmissionLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=500)),
                ('place', models.CharField(blank=True, max_length=60)),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.criterion')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='learners.submissionitem')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='learners.submission')),
            ],
        ),
        migrations.CreateModel(
            name='TaskCriterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.criterion')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learners.assessmentplan')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='learners.plantask')),
            ],
        ),
        migrations.CreateModel(
            name='TaskDone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done_at', models.DateTimeField()),
                ('done_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='done', to='learners.plantask')),
            ],
        ),
        migrations.CreateModel(
            name='WitnessStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254)),
                ('job_role', models.CharField(max_length=120)),
                ('relationship', models.CharField(max_length=200, verbose_name='how they know the learner')),
                ('status', models.CharField(choices=[('manager', 'Line manager'), ('expert', 'Expert in organising'), ('peer', 'Worked or organised alongside'), ('community', 'Member of the community')], max_length=10)),
                ('relative', models.BooleanField(default=False)),
                ('seen_from', models.DateField(blank=True, null=True)),
                ('seen_until', models.DateField(blank=True, null=True)),
                ('ask', models.TextField(blank=True, max_length=1000)),
                ('words', models.TextField(blank=True, max_length=5000)),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.CharField(blank=True, max_length=200)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('declined_at', models.DateTimeField(blank=True, null=True)),
                ('declined_why', models.CharField(blank=True, max_length=300)),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='witness', to='learners.evidenceitem')),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learners.qualregistration')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-asked_at'],
            },
        ),
        migrations.CreateModel(
            name='ConflictDeclaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nature', models.CharField(choices=[('family', 'Family, also by marriage, step or foster'), ('friend', 'Close friend'), ('work', 'Manager, or managed by them'), ('money', 'Money'), ('other', 'Something else')], max_length=8)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('declared_at', models.DateTimeField()),
                ('mitigation', models.CharField(blank=True, max_length=500)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hub', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='academy.hub')),
                ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conflicts_with', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to=settings.AUTH_USER_MODEL)),
                ('scrutineer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-declared_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('nature__in', ['family', 'friend', 'work', 'money', 'other'])), name='conflict_nature_known'), models.CheckConstraint(condition=models.Q(models.Q(('hub__isnull', False), ('other__isnull', True)), models.Q(('hub__isnull', True), ('other__isnull', False)), _connector='OR'), name='conflict_with_a_person_or_a_hub'), models.CheckConstraint(condition=models.Q(('other__isnull', True), models.Q(('other', models.F('person')), _negated=True), _connector='OR'), name='conflict_with_somebody_else'), models.CheckConstraint(condition=models.Q(('decided_at__isnull', True), models.Q(models.Q(('mitigation', ''), _negated=True), ('decided_by__isnull', False), ('scrutineer__isnull', False), models.Q(('scrutineer', models.F('person')), _negated=True), models.Q(('decided_by', models.F('person')), _negated=True)), _connector='OR'), name='conflict_decided_with_another_scrutineer'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='conflict_ends_after_it_starts')],
            },
        ),
        migrations.AddIndex(
            model_name='evidenceitem',
            index=models.Index(fields=['account', '-made_at'], name='evidence_of_person'),
        ),
        migrations.AddConstraint(
            model_name='evidenceitem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['photo', 'recording', 'file', 'link', 'reflection', 'practice', 'lesson', 'course', 'witness'])), name='evidence_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='evidenceitem',
            constraint=models.CheckConstraint(condition=models.Q(('others__in', ['', 'nobody', 'anonymised', 'agreed', 'somebody'])), name='evidence_others_known'),
        ),
        migrations.AddConstraint(
            model_name='evidenceitem',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), ('withdrawn_at__isnull', True)), fields=('account', 'source'), name='evidence_carried_over_once'),
        ),
        migrations.AddIndex(
            model_name='evidencefile',
            index=models.Index(condition=models.Q(('state', 'checking')), fields=['added_at'], name='evidence_file_to_check'),
        ),
        migrations.AddConstraint(
            model_name='evidencefile',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['checking', 'ready', 'refused'])), name='evidence_file_state_known'),
        ),
        migrations.AddConstraint(
            model_name='evidencefile',
            constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='evidence_file_holds_something'),
        ),
        migrations.AddConstraint(
            model_name='evidencefile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('scan', 'found'), _negated=True), _connector='OR'), name='evidence_file_is_harmless'),
        ),
        migrations.AddConstraint(
            model_name='draftlookitem',
            constraint=models.UniqueConstraint(fields=('look', 'item'), name='look_item_once'),
        ),
        migrations.AddConstraint(
            model_name='plantask',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='plan_task_number_once'),
        ),
        migrations.AddConstraint(
            model_name='plantask',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='plan_task_says_what'),
        ),
        migrations.AddConstraint(
            model_name='plantask',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['observation', 'product', 'discussion', 'questions', 'reflection', 'witness', 'expert_witness', 'assignment', 'recording', 'prior_learning'])), name='plan_task_method_known'),
        ),
        migrations.AddConstraint(
            model_name='plantemplate',
            constraint=models.UniqueConstraint(condition=models.Q(('hub__isnull', False), ('retired_at__isnull', True)), fields=('version', 'hub', 'title'), name='plan_template_title_once'),
        ),
        migrations.AddConstraint(
            model_name='plantemplate',
            constraint=models.UniqueConstraint(condition=models.Q(('hub__isnull', True), ('retired_at__isnull', True)), fields=('version', 'title'), name='plan_template_of_all_hubs_once'),
        ),
        migrations.AddIndex(
            model_name='qualregistration',
            index=models.Index(fields=['hub', 'state'], name='registration_of_hub'),
        ),
        migrations.AddConstraint(
            model_name='qualregistration',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['applied', 'accepted', 'registered', 'in_progress', 'assessed', 'iqa_cleared', 'claimed', 'certificated', 'revoked', 'on_break', 'declined', 'withdrawn', 'transferred', 'lapsed'])), name='registration_state_known'),
        ),
        migrations.AddConstraint(
            model_name='qualregistration',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('applied', 'accepted', 'registered', 'in_progress', 'assessed', 'iqa_cleared', 'claimed', 'on_break'))), fields=('account', 'version'), name='registration_one_live'),
        ),
        migrations.AddConstraint(
            model_name='qualregistration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('registered', 'in_progress', 'assessed', 'iqa_cleared', 'claimed', 'certificated', 'revoked')), _negated=True), models.Q(models.Q(('ao_number', ''), _negated=True), ('registered_on__isnull', False)), _connector='OR'), name='registration_registered_has_a_number'),
        ),
        migrations.AddConstraint(
            model_name='qualregistration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'registered', 'in_progress', 'assessed', 'iqa_cleared', 'claimed', 'certificated', 'revoked']), _negated=True), ('accepted_at__isnull', False), _connector='OR'), name='registration_accepted_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='qualregistration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'on_break'), _negated=True), models.Q(('before_break', ''), _negated=True), _connector='OR'), name='registration_break_comes_back'),
        ),
        migrations.AddConstraint(
            model_name='qualregistration',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('ao_number', ''), _negated=True), models.Q(('state', 'transferred'), _negated=True)), fields=('version', 'ao_number'), name='registration_number_once'),
        ),
        migrations.AddConstraint(
            model_name='learnerdetails',
            constraint=models.UniqueConstraint(fields=('registration', 'number'), name='learner_details_number_once'),
        ),
        migrations.AddConstraint(
            model_name='learnerdetails',
            constraint=models.CheckConstraint(condition=models.Q(('legal_name', ''), _negated=True), name='learner_details_name_somebody'),
        ),
        migrations.AddConstraint(
            model_name='learnerdetails',
            constraint=models.CheckConstraint(condition=models.Q(('uln', ''), ('uln__regex', '^[1-9][0-9]{9}$'), _connector='OR'), name='learner_details_uln_has_ten_digits'),
        ),
        migrations.AddIndex(
            model_name='evidencelink',
            index=models.Index(fields=['registration', 'criterion'], name='evidence_of_criterion'),
        ),
        migrations.AddConstraint(
            model_name='evidencelink',
            constraint=models.UniqueConstraint(fields=('item', 'registration', 'criterion'), name='evidence_link_once'),
        ),
        migrations.AddConstraint(
            model_name='draftlook',
            constraint=models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), models.Q(('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='look_answer_says_something'),
        ),
        migrations.AddConstraint(
            model_name='contactnote',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='contact_note_says_something'),
        ),
        migrations.AddConstraint(
            model_name='assessmentplan',
            constraint=models.UniqueConstraint(fields=('registration', 'number'), name='plan_number_once'),
        ),
        migrations.AddConstraint(
            model_name='assessmentplan',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'accepted')), fields=('registration',), name='plan_one_agreed'),
        ),
        migrations.AddConstraint(
            model_name='assessmentplan',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'proposed'])), fields=('registration',), name='plan_one_in_the_making'),
        ),
        migrations.AddConstraint(
            model_name='assessmentplan',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'proposed', 'accepted', 'turned_down', 'replaced'])), name='plan_state_known'),
        ),
        migrations.AddConstraint(
            model_name='assessmentplan',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), ('proposed_at__isnull', False), _connector='OR'), name='plan_was_proposed'),
        ),
        migrations.AddConstraint(
            model_name='assessmentplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'turned_down']), _negated=True), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='plan_was_answered'),
        ),
        migrations.AddIndex(
            model_name='allocation',
            index=models.Index(fields=['person', 'task', 'ends_on'], name='allocation_of_person'),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.CheckConstraint(condition=models.Q(('task__in', ['assessor', 'quality'])), name='allocation_task_known'),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.CheckConstraint(condition=models.Q(('person', models.F('learner')), _negated=True), name='allocation_is_of_somebody_else'),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='allocation_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True), ('unit__isnull', False)), fields=('registration', 'unit', 'task'), name='allocation_one_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True), ('unit__isnull', True)), fields=('registration', 'task'), name='allocation_one_for_the_rest'),
        ),
        migrations.AddConstraint(
            model_name='acceptancecheck',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['identity', 'talk', 'induction'])), name='check_known'),
        ),
        migrations.AddConstraint(
            model_name='registeredunit',
            constraint=models.UniqueConstraint(fields=('registration', 'unit'), name='registered_unit_once'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(condition=models.Q(('state', 'submitted')), fields=['submitted_at'], name='submission_waiting'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('registration', 'number'), name='submission_number_once'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('registration',), name='submission_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'in_assessment', 'decided', 'countersign', 'sent_back', 'released', 'acknowledged', 'returned'])), name='submission_state_known'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'draft'), ('submitted_at__isnull', True)), models.Q(models.Q(('state', 'draft'), _negated=True), ('ai_used__isnull', False), ('declaration__isnull', False), ('declaration_version__isnull', False), ('digest__isnull', False), ('signed_by__isnull', False), ('signed_how__in', ['email', 'passkey']), ('submitted_at__isnull', False), models.Q(('declaration', ''), _negated=True)), _connector='OR'), name='submission_is_declared'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), models.Q(('returned_for', ''), _negated=True), models.Q(('returned_words', ''), _negated=True)), _connector='OR'), name='submission_returned_says_why'),
        ),
        migrations.AddConstraint(
            model_name='submissioncriterion',
            constraint=models.UniqueConstraint(fields=('submission', 'criterion'), name='submission_criterion_once'),
        ),
        migrations.AddConstraint(
            model_name='submissioncriterion',
            constraint=models.CheckConstraint(condition=models.Q(('attempt__gte', 1)), name='submission_attempt_counts'),
        ),
        migrations.AddConstraint(
            model_name='submissionitem',
            constraint=models.UniqueConstraint(fields=('submission', 'number'), name='submission_item_number_once'),
        ),
        migrations.AddConstraint(
            model_name='submissionitem',
            constraint=models.UniqueConstraint(fields=('submission', 'item'), name='submission_item_once'),
        ),
        migrations.AddConstraint(
            model_name='submissionfile',
            constraint=models.UniqueConstraint(fields=('submission', 'file'), name='submission_file_once'),
        ),
        migrations.AddConstraint(
            model_name='submissionlink',
            constraint=models.UniqueConstraint(fields=('entry', 'criterion'), name='submission_link_once'),
        ),
        migrations.AddConstraint(
            model_name='taskcriterion',
            constraint=models.UniqueConstraint(fields=('task', 'criterion'), name='task_criterion_once'),
        ),
        migrations.AddConstraint(
            model_name='witnessstatement',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['manager', 'expert', 'peer', 'community'])), name='witness_status_known'),
        ),
        migrations.AddConstraint(
            model_name='witnessstatement',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), models.Q(models.Q(('words', ''), _negated=True), ('relative', False)), _connector='OR'), name='witness_confirmed_own_words'),
        ),
        migrations.AddConstraint(
            model_name='witnessstatement',
            constraint=models.CheckConstraint(condition=models.Q(('written_by__isnull', True), models.Q(('written_by', models.F('learner')), _negated=True), _connector='OR'), name='witness_is_not_written_by_the_learner'),
        ),
        migrations.AddConstraint(
            model_name='witnessstatement',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), ('declined_at__isnull', True), _connector='OR'), name='witness_answers_once'),
        ),
        KeepAppendOnly(),
    ]
