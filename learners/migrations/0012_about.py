import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from academy.shared.append_only import KeepAppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("academy", "0003_joining"),
        ("courses", "0002_delivery"),
        ("learners", "0011_joined"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='District',
            fields=[
                ('outcode', models.CharField(max_length=4, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='EqualityAnswers',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('questions', models.CharField(max_length=10)),
                ('month', models.DateField()),
                ('answers', models.JSONField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='equality_of_a_month')],
            },
        ),
        migrations.CreateModel(
            name='PostcodeDecile',
            fields=[
                ('postcode', models.CharField(max_length=7, primary_key=True, serialize=False)),
                ('decile', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('decile__range', (1, 10))), name='postcode_decile_is_one')],
            },
        ),
        migrations.CreateModel(
            name='Background',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slip', models.CharField(max_length=22, null=True, unique=True)),
                ('where', models.CharField(blank=True, choices=[('told', 'said where'), ('rather_not', 'prefers not to say')], max_length=10)),
                ('region', models.CharField(blank=True, max_length=40)),
                ('area', models.CharField(blank=True, max_length=2)),
                ('decile', models.PositiveSmallIntegerField(null=True)),
                ('heard', models.CharField(blank=True, choices=[('friend', 'A friend, a neighbour or family'), ('hub', 'The hub, or another group near me'), ('poster', 'A poster, a leaflet or a letter'), ('social', 'Social media'), ('web', 'A search on the web'), ('news', 'The news, radio or television'), ('work', 'Work, college or the Jobcentre'), ('other', 'In another way'), ('rather_not', 'Prefer not to say')], max_length=10)),
                ('month', models.DateField()),
                ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='background', to=settings.AUTH_USER_MODEL)),
                ('cohort', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.cohort')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', True), ('slip__isnull', False)), models.Q(('account__isnull', False), ('slip__isnull', True)), _connector='OR'), name='background_of_a_person_or_a_slip'), models.CheckConstraint(condition=models.Q(('decile__isnull', True), ('decile__range', (1, 10)), _connector='OR'), name='background_decile_is_one'), models.CheckConstraint(condition=models.Q(('where', 'told'), models.Q(('area', ''), ('decile__isnull', True), ('region', '')), _connector='OR'), name='background_lives_where_it_was_told'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='background_of_a_month')],
            },
        ),
        migrations.CreateModel(
            name='Figures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('background', 'Where people live, and how they heard'), ('equality', 'Who people are')], max_length=12)),
                ('questions', models.CharField(max_length=10)),
                ('first_month', models.DateField()),
                ('last_month', models.DateField()),
                ('tables', models.JSONField()),
                ('hub', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='academy.hub')),
            ],
            options={
                'ordering': ['-last_month', 'about', 'questions'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('hub__isnull', True)), fields=('about', 'questions', 'last_month'), name='figures_once'), models.UniqueConstraint(condition=models.Q(('hub__isnull', False)), fields=('about', 'questions', 'last_month', 'hub'), name='figures_once_of_a_hub'), models.CheckConstraint(condition=models.Q(('last_month__gte', models.F('first_month'))), name='figures_end_after_they_begin'), models.CheckConstraint(condition=models.Q(('about', 'background'), ('hub__isnull', True), _connector='OR'), name='figures_of_equality_of_all')],
            },
        ),
        KeepAppendOnly(),
    ]
