import academy.shared.tokens
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0002_delivery"),
        ("learners", "0005_calendar"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckInRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('device', models.CharField(max_length=36)),
                ('asked_at', models.DateTimeField()),
                ('settled_as', models.CharField(blank=True, choices=[('place', 'on the register'), ('walk_in', 'a walk-in'), ('not_here', 'not here')], max_length=8)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SheetPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=academy.shared.tokens.new_token, max_length=22, unique=True)),
                ('file', models.CharField(blank=True, max_length=200)),
                ('sent_sha256', models.CharField(max_length=64)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['added_at', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='certificate',
            name='certificate_one_live_an_enrolment',
        ),
        migrations.RemoveConstraint(
            model_name='certificate',
            name='certificate_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='certificate',
            name='certificate_ended_has_a_moment',
        ),
        migrations.AddField(
            model_name='certificate',
            name='kept_why',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='certificate',
            name='review_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='state',
            field=models.CharField(choices=[('issued', 'Valid'), ('under_review', 'Being looked at again'), ('replaced', 'Replaced by a newer one'), ('revoked', 'Taken back')], default='issued', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('issued', 'under_review'))), fields=('enrolment',), name='certificate_one_live_an_enrolment'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['issued', 'under_review', 'replaced', 'revoked'])), name='certificate_state_known'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ('issued', 'under_review'))), models.Q(models.Q(('state__in', ('issued', 'under_review')), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='certificate_ended_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('review_since__isnull', False), ('state', 'under_review')), models.Q(models.Q(('state', 'under_review'), _negated=True), ('review_since__isnull', True)), _connector='OR'), name='certificate_reviewed_since'),
        ),
        migrations.AddField(
            model_name='checkinrequest',
            name='enrolment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learners.enrolment'),
        ),
        migrations.AddField(
            model_name='checkinrequest',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_in_requests', to='courses.session'),
        ),
        migrations.AddField(
            model_name='checkinrequest',
            name='settled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sheetphoto',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sheetphoto',
            name='removed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sheetphoto',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheet_photos', to='courses.session'),
        ),
        migrations.AddIndex(
            model_name='checkinrequest',
            index=models.Index(condition=models.Q(('settled_as', '')), fields=['session'], name='check_in_to_settle'),
        ),
        migrations.AddConstraint(
            model_name='checkinrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_as', ''), ('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_as__in', ['place', 'walk_in', 'not_here']), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='check_in_settled_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='checkinrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('enrolment__isnull', False), ('settled_as__in', ['place', 'walk_in'])), models.Q(models.Q(('settled_as__in', ['place', 'walk_in']), _negated=True), ('enrolment__isnull', True)), _connector='OR'), name='check_in_settled_as_a_place'),
        ),
        migrations.AddConstraint(
            model_name='sheetphoto',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('session', 'sent_sha256'), name='sheet_photo_once'),
        ),
        migrations.AddConstraint(
            model_name='sheetphoto',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('file', ''), _negated=True), ('removed_at__isnull', True), ('removed_by__isnull', True)), models.Q(('file', ''), ('removed_at__isnull', False)), _connector='OR'), name='sheet_photo_has_its_file'),
        ),
        KeepAppendOnly(),
    ]
