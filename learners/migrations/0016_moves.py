from django.db import migrations, models

from academy.shared.append_only import KeepAppendOnly, LiftAppendOnly


class Migration(migrations.Migration):
    """States follow one another in the database too, and nothing rests on a record that the learner sees differently.
    What was signed says how: NULL is in no list, and passed.
    """

    dependencies = [
        ("learners", "0015_assessment"),
    ]

    operations = [
        LiftAppendOnly(),
        migrations.AddField(
            model_name='assessorrecord',
            name='queried_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='assessorrecord',
            name='page',
            field=models.CharField(blank=True, max_length=36),
        ),
        migrations.AddField(
            model_name='countersignature',
            name='digest',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.RemoveConstraint(
            model_name='assessorrecord',
            name='record_confirmed_by_somebody',
        ),
        migrations.RemoveConstraint(
            model_name='judgement',
            name='judgement_is_signed',
        ),
        migrations.RemoveConstraint(
            model_name='submission',
            name='submission_is_declared',
        ),
        migrations.AddConstraint(
            model_name='assessorrecord',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), models.Q(('confirmed_by__isnull', False), ('confirmed_how__in', ['email', 'passkey']), ('confirmed_how__isnull', False)), _connector='OR'), name='record_confirmed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='judgement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['countersign', 'sent_back', 'released', 'acknowledged']), _negated=True), models.Q(('decided_at__isnull', False), ('status__isnull', False), ('signed_how__in', ['email', 'passkey']), ('signed_how__isnull', False), models.Q(('assessor_name', ''), _negated=True), models.Q(('digest', ''), _negated=True), models.Q(('words', ''), _negated=True)), _connector='OR'), name='judgement_is_signed'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'draft'), ('submitted_at__isnull', True)), models.Q(models.Q(('state', 'draft'), _negated=True), ('ai_used__isnull', False), ('declaration__isnull', False), ('declaration_version__isnull', False), ('digest__isnull', False), ('signed_by__isnull', False), ('signed_how__in', ['email', 'passkey']), ('signed_how__isnull', False), ('submitted_at__isnull', False), models.Q(('declaration', ''), _negated=True)), _connector='OR'), name='submission_is_declared'),
        ),
        migrations.RunSQL(
            "UPDATE learners_assessorrecord SET queried_at = shared_at WHERE state = 'queried'",
            migrations.RunSQL.noop,
        ),
        KeepAppendOnly(),
    ]
