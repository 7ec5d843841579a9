import academy.shared.tokens
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from academy.shared.append_only import KeepAppendOnly, LiftAppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0006_attempts'),
        ('learners', '0014_qualifications'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        LiftAppendOnly(),
        migrations.CreateModel(
            name='AdjustmentRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('state', models.CharField(choices=[('draft', 'Being written'), ('submitted', 'Waiting for a decision'), ('referred', 'With somebody outside the centre'), ('approved', 'Approved'), ('refused', 'Refused'), ('in_place', 'In place'), ('reviewed', 'Reviewed'), ('withdrawn', 'Withdrawn by the learner')], default='draft', max_length=9)),
                ('need', models.TextField(max_length=2000)),
                ('adjustment', models.TextField(max_length=2000)),
                ('shown_by', models.CharField(blank=True, max_length=300)),
                ('asked_at', models.DateTimeField()),
                ('agreed_at', models.DateTimeField(blank=True, null=True)),
                ('decides', models.CharField(choices=[('centre', 'The centre'), ('eqa', 'The external quality assurer'), ('ao', 'The awarding organisation')], default='centre', max_length=6)),
                ('referred_on', models.DateField(blank=True, null=True)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('decision', models.TextField(blank=True, max_length=2000)),
                ('reference', models.CharField(blank=True, max_length=80)),
                ('in_place_on', models.DateField(blank=True, null=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('review', models.TextField(blank=True, max_length=2000)),
                ('moved_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['registration', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AssessmentHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500)),
                ('review_on', models.DateField()),
                ('placed_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_why', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['registration', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AssessorRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('key', models.UUIDField(unique=True)),
                ('happened_on', models.DateField()),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('place', models.CharField(blank=True, max_length=160)),
                ('activity', models.TextField(blank=True, max_length=5000)),
                ('comments', models.TextField(blank=True, max_length=3000)),
                ('state', models.CharField(choices=[('draft', 'Being written'), ('left', 'Thrown away'), ('shared', 'Waiting for the learner'), ('queried', 'The learner sees it differently'), ('confirmed', 'Confirmed by the learner'), ('silent', 'No answer from the learner')], default='draft', max_length=9)),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('shared_at', models.DateTimeField(blank=True, null=True)),
                ('query', models.TextField(blank=True, max_length=2000)),
                ('silent_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_how', models.CharField(blank=True, choices=[('email', 'A code to their own e-mail address'), ('passkey', 'A passkey')], max_length=8, null=True)),
                ('learner_words', models.TextField(blank=True, max_length=2000)),
                ('counted_at', models.DateTimeField(blank=True, null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'ordering': ['registration', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Countersignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('confirmed', 'Confirmed'), ('sent_back', 'Sent back')], max_length=9)),
                ('words', models.TextField(blank=True, max_length=2000)),
                ('about', models.JSONField(blank=True, default=list)),
                ('name', models.CharField(max_length=200)),
                ('signed_how', models.CharField(choices=[('email', 'A code to their own e-mail address'), ('passkey', 'A passkey')], max_length=8)),
                ('signed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='CriterionAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('met', 'Met'), ('not_yet', 'Not yet met')], max_length=7)),
                ('next_step', models.TextField(blank=True, max_length=1000)),
                ('released_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['registration', 'criterion', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CriterionDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('outcome', models.CharField(choices=[('met', 'Met'), ('not_yet', 'Not yet met')], max_length=7)),
                ('valid', models.BooleanField()),
                ('authentic', models.BooleanField()),
                ('reliable', models.BooleanField()),
                ('current', models.BooleanField()),
                ('sufficient', models.BooleanField()),
                ('rationale', models.TextField(max_length=3000)),
                ('next_step', models.TextField(blank=True, max_length=1000)),
                ('assessor_name', models.CharField(max_length=200)),
                ('level', models.CharField(choices=[('trainee', 'Trainee assessor'), ('qualified', 'Qualified assessor'), ('lapsed', 'Lapsed')], max_length=10)),
                ('state', models.CharField(choices=[('awaiting', 'Waiting for the countersigner'), ('confirmed', 'Confirmed'), ('superseded', 'Replaced by a newer decision'), ('overturned', 'Overturned')], max_length=10)),
                ('decided_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['judgement', 'criterion'],
            },
        ),
        migrations.CreateModel(
            name='DecisionPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('used', models.BooleanField()),
                ('why', models.CharField(blank=True, max_length=300)),
                ('place', models.CharField(blank=True, max_length=60)),
                ('method', models.CharField(blank=True, choices=[('observation', 'Observation'), ('product', 'Product of work'), ('discussion', 'Professional discussion'), ('questions', 'Questions and answers'), ('reflection', 'Reflective account'), ('witness', 'Witness statement'), ('expert_witness', 'Expert witness statement'), ('assignment', 'Assignment or case study'), ('recording', 'Photo, audio or video'), ('prior_learning', 'Recognition of prior learning')], max_length=15)),
                ('sha256', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['decision', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DraftDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('open', models.BooleanField(default=True)),
                ('outcome', models.CharField(blank=True, choices=[('met', 'Met'), ('not_yet', 'Not yet met')], max_length=7)),
                ('checks', models.JSONField(blank=True, default=dict)),
                ('pieces', models.JSONField(blank=True, default=list)),
                ('rationale', models.TextField(blank=True, max_length=3000)),
                ('next_step', models.TextField(blank=True, max_length=1000)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('saved_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['judgement', 'criterion'],
            },
        ),
        migrations.CreateModel(
            name='ExtraAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField(blank=True, null=True)),
                ('why', models.CharField(max_length=300)),
                ('given_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['registration', 'criterion', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('open', 'Being judged'), ('left', 'Put back'), ('countersign', 'Waiting for the countersigner'), ('sent_back', 'Sent back by the countersigner'), ('released', 'Feedback given'), ('acknowledged', 'Feedback read')], default='open', max_length=12)),
                ('again_why', models.CharField(blank=True, max_length=500)),
                ('opened_at', models.DateTimeField()),
                ('held_until', models.DateTimeField()),
                ('words', models.TextField(blank=True, max_length=3000)),
                ('next_step', models.TextField(blank=True, max_length=1000)),
                ('next_by', models.DateField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('assessor_name', models.CharField(blank=True, max_length=200)),
                ('without_number', models.BooleanField(default=False)),
                ('signed_how', models.CharField(blank=True, choices=[('email', 'A code to their own e-mail address'), ('passkey', 'A passkey')], max_length=8, null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('learner_words', models.TextField(blank=True, max_length=1000)),
            ],
            options={
                'ordering': ['registration', '-number'],
            },
        ),
        migrations.CreateModel(
            name='PassageCriterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='PriorLearningClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('state', models.CharField(choices=[('enquiry', 'Asked for'), ('evidence', 'Evidence is being gathered'), ('mapped', 'Handed in against the whole unit'), ('assessed', 'Judged'), ('accepted', 'Accepted for the whole unit'), ('gaps', 'Some of it still has to be shown'), ('refused', 'Not taken further'), ('withdrawn', 'Withdrawn by the learner')], default='enquiry', max_length=9)),
                ('learned_what', models.TextField(max_length=2000)),
                ('learned_where', models.CharField(blank=True, max_length=300)),
                ('learned_until', models.DateField(blank=True, null=True)),
                ('asked_at', models.DateTimeField()),
                ('plan', models.TextField(blank=True, max_length=2000)),
                ('moved_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['registration', 'unit__number', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RecordPassage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('at', models.PositiveIntegerField(blank=True, null=True)),
                ('question', models.TextField(blank=True, max_length=1000)),
                ('text', models.TextField(max_length=4000)),
            ],
            options={
                'ordering': ['record', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_as', models.CharField(choices=[('assessor', 'Assessor'), ('countersigner', 'Countersigner'), ('learner', 'Learner'), ('quality', 'Internal quality assurer')], max_length=13)),
                ('name', models.CharField(max_length=200)),
                ('statement', models.CharField(max_length=20)),
                ('words', models.TextField(max_length=2000)),
                ('comment', models.TextField(blank=True, max_length=1000)),
                ('signed_how', models.CharField(choices=[('email', 'A code to their own e-mail address'), ('passkey', 'A passkey')], max_length=8)),
                ('signed_at', models.DateTimeField()),
                ('digest', models.CharField(max_length=64)),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['signoff', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='UnitSignoff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('state', models.CharField(choices=[('open', 'Being worked on'), ('assessor_signed', 'Signed by the assessor'), ('countersigned', 'Countersigned'), ('learner_confirmed', 'Confirmed by the learner'), ('learner_told', 'The learner was told and did not answer'), ('quality_hold', 'In the quality check'), ('cleared', 'Through the quality check'), ('claimed', 'Certificate asked for')], default='open', max_length=17)),
                ('moved_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['registration', 'unit__number'],
            },
        ),
        migrations.CreateModel(
            name='Unlocking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.CharField(choices=[('open', 'Being worked on'), ('assessor_signed', 'Signed by the assessor'), ('countersigned', 'Countersigned'), ('learner_confirmed', 'Confirmed by the learner'), ('learner_told', 'The learner was told and did not answer'), ('quality_hold', 'In the quality check'), ('cleared', 'Through the quality check'), ('claimed', 'Certificate asked for')], max_length=17)),
                ('reason', models.CharField(max_length=500)),
                ('name', models.CharField(max_length=200)),
                ('unlocked_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['signoff', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='evidenceitem',
            name='evidence_kind_known',
        ),
        migrations.AlterField(
            model_name='evidenceitem',
            name='kind',
            field=models.CharField(choices=[('photo', 'Photo'), ('recording', 'Recording'), ('file', 'File'), ('link', 'Link'), ('reflection', 'Reflection'), ('practice', 'Practice log'), ('lesson', 'From a lesson'), ('course', 'A course done'), ('witness', 'Witness statement'), ('observed', 'Observation'), ('discussion', 'Professional discussion'), ('questions', 'Questions and answers'), ('feedback', 'Spoken feedback')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='evidenceitem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['photo', 'recording', 'file', 'link', 'reflection', 'practice', 'lesson', 'course', 'witness', 'observed', 'discussion', 'questions', 'feedback'])), name='evidence_kind_known'),
        ),
        migrations.AddField(
            model_name='adjustmentrequest',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='adjustmentrequest',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='adjustmentrequest',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='learners.qualregistration'),
        ),
        migrations.AddField(
            model_name='adjustmentrequest',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.unit'),
        ),
        migrations.AddField(
            model_name='assessmenthold',
            name='lifted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assessmenthold',
            name='placed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assessmenthold',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='learners.qualregistration'),
        ),
        migrations.AddField(
            model_name='assessmenthold',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.unit'),
        ),
        migrations.AddField(
            model_name='assessorrecord',
            name='assessor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assessorrecord',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assessorrecord',
            name='item',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='assessor_record', to='learners.evidenceitem'),
        ),
        migrations.AddField(
            model_name='assessorrecord',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='learners.qualregistration'),
        ),
        migrations.AddField(
            model_name='assessorrecord',
            name='task',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learners.plantask'),
        ),
        migrations.AddField(
            model_name='countersignature',
            name='countersigner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='countersignature',
            name='status',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.assessorstatus'),
        ),
        migrations.AddField(
            model_name='criterionanswer',
            name='criterion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.criterion'),
        ),
        migrations.AddField(
            model_name='criterionanswer',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='learners.qualregistration'),
        ),
        migrations.AddField(
            model_name='criterionanswer',
            name='submission',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='learners.submission'),
        ),
        migrations.AddField(
            model_name='criteriondecision',
            name='allocation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learners.allocation'),
        ),
        migrations.AddField(
            model_name='criteriondecision',
            name='assessor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='criteriondecision',
            name='criterion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.criterion'),
        ),
        migrations.AddField(
            model_name='criteriondecision',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='learners.qualregistration'),
        ),
        migrations.AddField(
            model_name='criteriondecision',
            name='status',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.assessorstatus'),
        ),
        migrations.AddField(
            model_name='decisionpiece',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pieces', to='learners.criteriondecision'),
        ),
        migrations.AddField(
            model_name='decisionpiece',
            name='entry',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learners.submissionitem'),
        ),
        migrations.AddField(
            model_name='decisionpiece',
            name='record',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learners.assessorrecord'),
        ),
        migrations.AddField(
            model_name='draftdecision',
            name='criterion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.criterion'),
        ),
        migrations.AddField(
            model_name='draftdecision',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learners.qualregistration'),
        ),
        migrations.AddField(
            model_name='extraattempt',
            name='criterion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.criterion'),
        ),
        migrations.AddField(
            model_name='extraattempt',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='extraattempt',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extra_attempts', to='learners.qualregistration'),
        ),
        migrations.AddField(
            model_name='judgement',
            name='assessor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='judgement',
            name='countersigner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='judgement',
            name='follows',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='learners.judgement'),
        ),
        migrations.AddField(
            model_name='judgement',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='learners.qualregistration'),
        ),
        migrations.AddField(
            model_name='judgement',
            name='spoken',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learners.evidenceitem'),
        ),
        migrations.AddField(
            model_name='judgement',
            name='status',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.assessorstatus'),
        ),
        migrations.AddField(
            model_name='judgement',
            name='submission',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='learners.submission'),
        ),
        migrations.AddField(
            model_name='draftdecision',
            name='judgement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='learners.judgement'),
        ),
        migrations.AddField(
            model_name='decisionpiece',
            name='judgement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learners.judgement'),
        ),
        migrations.AddField(
            model_name='criteriondecision',
            name='judgement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='learners.judgement'),
        ),
        migrations.AddField(
            model_name='countersignature',
            name='judgement',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='countersignature', to='learners.judgement'),
        ),
        migrations.AddField(
            model_name='passagecriterion',
            name='criterion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.criterion'),
        ),
        migrations.AddField(
            model_name='passagecriterion',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='learners.assessorrecord'),
        ),
        migrations.AddField(
            model_name='priorlearningclaim',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='priorlearningclaim',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='priorlearningclaim',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prior_learning', to='learners.qualregistration'),
        ),
        migrations.AddField(
            model_name='priorlearningclaim',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.unit'),
        ),
        migrations.AddField(
            model_name='recordpassage',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='learners.assessorrecord'),
        ),
        migrations.AddField(
            model_name='passagecriterion',
            name='passage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='learners.recordpassage'),
        ),
        migrations.AddField(
            model_name='signature',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signature',
            name='status',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.assessorstatus'),
        ),
        migrations.AddField(
            model_name='unitsignoff',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signoffs', to='learners.qualregistration'),
        ),
        migrations.AddField(
            model_name='unitsignoff',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.unit'),
        ),
        migrations.AddField(
            model_name='signature',
            name='signoff',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='learners.unitsignoff'),
        ),
        migrations.AddField(
            model_name='unlocking',
            name='signoff',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unlockings', to='learners.unitsignoff'),
        ),
        migrations.AddField(
            model_name='unlocking',
            name='unlocked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signature',
            name='voided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='voided', to='learners.unlocking'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentrequest',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'referred', 'approved', 'refused', 'in_place', 'reviewed', 'withdrawn'])), name='adjustment_state_known'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentrequest',
            constraint=models.CheckConstraint(condition=models.Q(('decides__in', ['centre', 'eqa', 'ao'])), name='adjustment_decided_by_known'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'refused', 'in_place', 'reviewed']), _negated=True), models.Q(('decided_by__isnull', False), ('decided_on__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='adjustment_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='adjustmentrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'in_place', 'reviewed']), _negated=True), ('decides', 'centre'), models.Q(('reference', ''), _negated=True), _connector='OR'), name='adjustment_from_outside_has_a_letter'),
        ),
        migrations.AddConstraint(
            model_name='assessmenthold',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='hold_says_why'),
        ),
        migrations.AddConstraint(
            model_name='assessmenthold',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_at__isnull', True), models.Q(('lifted_at__gte', models.F('placed_at')), ('lifted_by__isnull', False), models.Q(('lifted_why', ''), _negated=True)), _connector='OR'), name='hold_lifted_says_why'),
        ),
        migrations.AddIndex(
            model_name='assessorrecord',
            index=models.Index(fields=['assessor', 'state'], name='record_of_assessor'),
        ),
        migrations.AddConstraint(
            model_name='assessorrecord',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'left', 'shared', 'queried', 'confirmed', 'silent'])), name='record_state_known'),
        ),
        migrations.AddConstraint(
            model_name='assessorrecord',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), models.Q(('confirmed_by__isnull', False), ('confirmed_how__in', ['email', 'passkey'])), _connector='OR'), name='record_confirmed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='assessorrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('confirmed_at__isnull', False), ('counted_at__isnull', False)), _connector='OR'), name='record_confirmed_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='assessorrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'silent'), _negated=True), ('silent_at__isnull', False), _connector='OR'), name='record_silence_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='assessorrecord',
            constraint=models.CheckConstraint(condition=models.Q(('counted_at__isnull', True), models.Q(models.Q(('digest', ''), _negated=True), models.Q(('activity', ''), _negated=True)), _connector='OR'), name='record_counts_with_its_words'),
        ),
        migrations.AddConstraint(
            model_name='criterionanswer',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['met', 'not_yet'])), name='answer_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='criterionanswer',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'met'), models.Q(('next_step', ''), _negated=True), _connector='OR'), name='answer_not_yet_says_what_next'),
        ),
        migrations.AddConstraint(
            model_name='criterionanswer',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('registration', 'criterion'), name='answer_one_that_counts'),
        ),
        migrations.AddConstraint(
            model_name='extraattempt',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='extra_attempt_says_why'),
        ),
        migrations.AddIndex(
            model_name='judgement',
            index=models.Index(fields=['assessor', 'state'], name='judgement_of_assessor'),
        ),
        migrations.AddIndex(
            model_name='judgement',
            index=models.Index(condition=models.Q(('state', 'countersign')), fields=['countersigner'], name='judgement_to_countersign'),
        ),
        migrations.AddConstraint(
            model_name='judgement',
            constraint=models.UniqueConstraint(fields=('registration', 'number'), name='judgement_number_once'),
        ),
        migrations.AddConstraint(
            model_name='judgement',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'left', 'countersign', 'sent_back', 'released', 'acknowledged'])), name='judgement_state_known'),
        ),
        migrations.AddConstraint(
            model_name='judgement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['countersign', 'sent_back', 'released', 'acknowledged']), _negated=True), models.Q(('decided_at__isnull', False), ('signed_how__in', ['email', 'passkey']), ('status__isnull', False), models.Q(('assessor_name', ''), _negated=True), models.Q(('digest', ''), _negated=True), models.Q(('words', ''), _negated=True)), _connector='OR'), name='judgement_is_signed'),
        ),
        migrations.AddConstraint(
            model_name='judgement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'countersign'), _negated=True), ('countersigner__isnull', False), _connector='OR'), name='judgement_waits_for_somebody'),
        ),
        migrations.AddConstraint(
            model_name='judgement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['released', 'acknowledged']), _negated=True), ('released_at__isnull', False), _connector='OR'), name='judgement_released_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='draftdecision',
            constraint=models.UniqueConstraint(fields=('judgement', 'criterion'), name='draft_decision_once'),
        ),
        migrations.AddConstraint(
            model_name='draftdecision',
            constraint=models.UniqueConstraint(condition=models.Q(('open', True)), fields=('registration', 'criterion'), name='draft_decision_of_one'),
        ),
        migrations.AddConstraint(
            model_name='decisionpiece',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entry__isnull', False), ('record__isnull', True)), models.Q(('entry__isnull', True), ('record__isnull', False)), _connector='OR'), name='decision_piece_is_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='decisionpiece',
            constraint=models.CheckConstraint(condition=models.Q(('used', True), models.Q(('why', ''), _negated=True), _connector='OR'), name='decision_piece_set_aside_says_why'),
        ),
        migrations.AddConstraint(
            model_name='decisionpiece',
            constraint=models.CheckConstraint(condition=models.Q(('method', ''), ('method__in', ['observation', 'product', 'discussion', 'questions', 'reflection', 'witness', 'expert_witness', 'assignment', 'recording', 'prior_learning']), _connector='OR'), name='decision_piece_method_known'),
        ),
        migrations.AddConstraint(
            model_name='decisionpiece',
            constraint=models.UniqueConstraint(condition=models.Q(('entry__isnull', False)), fields=('decision', 'entry'), name='decision_entry_once'),
        ),
        migrations.AddConstraint(
            model_name='decisionpiece',
            constraint=models.UniqueConstraint(condition=models.Q(('record__isnull', False)), fields=('decision', 'record'), name='decision_record_once'),
        ),
        migrations.AddConstraint(
            model_name='criteriondecision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['met', 'not_yet'])), name='decision_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='criteriondecision',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['awaiting', 'confirmed', 'superseded', 'overturned'])), name='decision_state_known'),
        ),
        migrations.AddConstraint(
            model_name='criteriondecision',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['trainee', 'qualified'])), name='decision_by_an_assessor'),
        ),
        migrations.AddConstraint(
            model_name='criteriondecision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'not_yet'), models.Q(('authentic', True), ('current', True), ('reliable', True), ('sufficient', True), ('valid', True)), _connector='OR'), name='decision_met_by_all_five'),
        ),
        migrations.AddConstraint(
            model_name='criteriondecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('rationale', ''), _negated=True), models.Q(('assessor_name', ''), _negated=True), models.Q(('digest', ''), _negated=True)), name='decision_says_who_and_why'),
        ),
        migrations.AddConstraint(
            model_name='criteriondecision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'met'), models.Q(('next_step', ''), _negated=True), _connector='OR'), name='decision_not_yet_says_what_next'),
        ),
        migrations.AddConstraint(
            model_name='criteriondecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_at__isnull', False), _connector='OR'), name='decision_confirmed_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='criteriondecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['superseded', 'overturned']), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='decision_ended_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='criteriondecision',
            constraint=models.UniqueConstraint(fields=('judgement', 'criterion'), name='decision_once_a_round'),
        ),
        migrations.AddConstraint(
            model_name='criteriondecision',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'confirmed')), fields=('registration', 'criterion'), name='decision_one_that_counts'),
        ),
        migrations.AddConstraint(
            model_name='criteriondecision',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'awaiting')), fields=('registration', 'criterion'), name='decision_one_that_waits'),
        ),
        migrations.AddConstraint(
            model_name='countersignature',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['confirmed', 'sent_back'])), name='countersignature_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='countersignature',
            constraint=models.CheckConstraint(condition=models.Q(('signed_how__in', ['email', 'passkey']), models.Q(('name', ''), _negated=True)), name='countersignature_is_signed'),
        ),
        migrations.AddConstraint(
            model_name='countersignature',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'confirmed'), models.Q(('words', ''), _negated=True), _connector='OR'), name='countersignature_sent_back_says_why'),
        ),
        migrations.AddConstraint(
            model_name='priorlearningclaim',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['enquiry', 'evidence', 'mapped', 'assessed', 'accepted', 'gaps', 'refused', 'withdrawn'])), name='prior_state_known'),
        ),
        migrations.AddConstraint(
            model_name='priorlearningclaim',
            constraint=models.CheckConstraint(condition=models.Q(('learned_what', ''), _negated=True), name='prior_says_what'),
        ),
        migrations.AddConstraint(
            model_name='priorlearningclaim',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('accepted', 'gaps', 'refused', 'withdrawn')), _negated=True), fields=('registration', 'unit'), name='prior_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='priorlearningclaim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'gaps', 'refused', 'withdrawn')), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='prior_end_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='recordpassage',
            constraint=models.UniqueConstraint(fields=('record', 'number'), name='passage_number_once'),
        ),
        migrations.AddConstraint(
            model_name='recordpassage',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='passage_says_something'),
        ),
        migrations.AddConstraint(
            model_name='passagecriterion',
            constraint=models.UniqueConstraint(fields=('passage', 'criterion'), name='passage_criterion_once'),
        ),
        migrations.AddIndex(
            model_name='unitsignoff',
            index=models.Index(fields=['state', 'moved_at'], name='signoff_by_state'),
        ),
        migrations.AddConstraint(
            model_name='unitsignoff',
            constraint=models.UniqueConstraint(fields=('registration', 'unit'), name='signoff_one_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='unitsignoff',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'assessor_signed', 'countersigned', 'learner_confirmed', 'learner_told', 'quality_hold', 'cleared', 'claimed'])), name='signoff_state_known'),
        ),
        migrations.AddConstraint(
            model_name='unlocking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='unlocking_says_who_and_why'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('signed_as__in', ['assessor', 'countersigner', 'learner', 'quality'])), name='signature_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('signed_how__in', ['email', 'passkey']), models.Q(('name', ''), _negated=True), models.Q(('words', ''), _negated=True), models.Q(('statement', ''), _negated=True), models.Q(('digest', ''), _negated=True)), name='signature_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_as__in', ['assessor', 'countersigner']), _negated=True), ('status__isnull', False), _connector='OR'), name='signature_by_status'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('voided_at__isnull', True), ('voided_by__isnull', True)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False)), _connector='OR'), name='signature_voided_by_an_unlocking'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('signoff', 'signed_as'), name='signature_one_that_counts'),
        ),
        KeepAppendOnly(),
    ]
