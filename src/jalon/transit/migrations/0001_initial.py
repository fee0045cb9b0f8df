import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('network', '0001_initial'),
        ('vacancies', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Screen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=60)),
                ('layout', models.CharField(choices=[('1920x540', '1920 × 540'), ('1920x1080', '1920 × 1080'), ('1280x400', '1280 × 400')], default='1920x540', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('device', models.CharField(max_length=36)),
                ('nonce', models.CharField(max_length=64)),
                ('pairing_code', models.CharField(max_length=6, null=True, unique=True)),
                ('pairing_expires_at', models.DateTimeField(null=True)),
                ('token_hash', models.CharField(help_text='SHA-256 of its token', max_length=64, null=True, unique=True)),
                ('token_used_at', models.DateTimeField(null=True)),
                ('paired_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('off_from', models.TimeField(null=True)),
                ('off_until', models.TimeField(null=True)),
                ('dark', models.BooleanField(default=False)),
                ('dark_until', models.DateTimeField(null=True)),
                ('preempted', models.BooleanField(default=False)),
                ('preempted_until', models.DateTimeField(null=True)),
                ('reloads', models.PositiveIntegerField(default=0)),
                ('last_seen_at', models.DateTimeField(null=True)),
                ('said_at', models.FloatField(default=0)),
                ('bundle_version', models.CharField(blank=True, max_length=64)),
                ('now', models.JSONField(default=dict, help_text='its last state, as in docs/screen-protocol.md')),
                ('network', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='transit_screen', to='network.network')),
                ('paired_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vehicle', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='transit_screen', to='network.vehicle')),
            ],
        ),
        migrations.CreateModel(
            name='Preemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
                ('screen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='transit.screen')),
            ],
        ),
        migrations.CreateModel(
            name='PlayHour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10)),
                ('line_key', models.CharField(blank=True, max_length=200)),
                ('stop_key', models.CharField(blank=True, max_length=200)),
                ('stretch', models.CharField(blank=True, max_length=240)),
                ('hour', models.DateTimeField()),
                ('plays', models.PositiveIntegerField(default=0)),
                ('seconds', models.FloatField(default=0)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation')),
                ('vacancy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='transit_playhour', to='vacancies.vacancy')),
                ('screen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='transit.screen')),
            ],
        ),
        migrations.CreateModel(
            name='PlayBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch_id', models.CharField(max_length=64)),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('plays', models.PositiveIntegerField()),
                ('screen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='transit.screen')),
            ],
        ),
        migrations.CreateModel(
            name='Play',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('seconds', models.FloatField()),
                ('line_key', models.CharField(blank=True, max_length=200)),
                ('stop_key', models.CharField(blank=True, max_length=200)),
                ('stretch', models.CharField(blank=True, max_length=240)),
                ('trip_id', models.CharField(blank=True, max_length=200)),
                ('at_m', models.FloatField(null=True)),
                ('located_by', models.CharField(blank=True, choices=[('gps', 'son GPS'), ('host', 'le lecteur de l’exploitant'), ('feed', 'la position du bus'), ('timetable', 'l’horaire de son service'), ('line', 'sa ligne seulement'), ('none', 'rien')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('bundle_version', models.CharField(blank=True, max_length=64)),
                ('vacancy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vacancies.vacancy')),
                ('screen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='transit.screen')),
            ],
        ),
        migrations.CreateModel(
            name='ScreenMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60)),
                ('body', models.CharField(blank=True, max_length=140)),
                ('seconds', models.PositiveSmallIntegerField(default=12)),
                ('shown_from', models.DateTimeField(default=django.utils.timezone.now)),
                ('shown_until', models.DateTimeField(null=True)),
                ('priority', models.BooleanField(default=False)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.network')),
                ('screen', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='transit.screen')),
            ],
        ),
        migrations.CreateModel(
            name='ScreenStop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.network')),
                ('vacancy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vacancies.vacancy')),
            ],
        ),
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service_date', models.DateField()),
                ('version', models.CharField(max_length=64)),
                ('content', models.BinaryField(help_text='JSON, gzip')),
                ('vacancies', models.JSONField(default=list, help_text='ids of the vacancies that it contains')),
                ('share', models.JSONField(default=list, help_text='planned time on screen per line and employer')),
                ('unplayed', models.JSONField(default=list, help_text='offers that no screen shows that day, and why')),
                ('network_version', models.PositiveIntegerField(default=0)),
                ('built_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('build_seconds', models.FloatField(default=0)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.network')),
            ],
            options={
                'indexes': [models.Index(fields=['network', 'service_date', '-built_at'], name='bundle_newest')],
                'constraints': [models.UniqueConstraint(fields=('network', 'service_date', 'version'), name='bundle_version')],
            },
        ),
        migrations.AddIndex(
            model_name='screen',
            index=models.Index(fields=['network', 'last_seen_at'], name='screen_seen'),
        ),
        migrations.AddIndex(
            model_name='screen',
            index=models.Index(fields=['device'], name='screen_device'),
        ),
        migrations.AddConstraint(
            model_name='screen',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True), ('vehicle__isnull', False)), fields=('vehicle', 'name'), name='screen_one_per_vehicle_name'),
        ),
        migrations.AddConstraint(
            model_name='screen',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paired_at__isnull', True), ('token_hash__isnull', True)), models.Q(('network__isnull', False), ('paired_at__isnull', False), ('pairing_code', None), ('vehicle__isnull', False)), _connector='OR'), name='screen_paired_is_whole'),
        ),
        migrations.AddIndex(
            model_name='preemption',
            index=models.Index(fields=['began_at'], name='preemption_began'),
        ),
        migrations.AddConstraint(
            model_name='preemption',
            constraint=models.UniqueConstraint(fields=('screen', 'began_at'), name='preemption_once'),
        ),
        migrations.AddConstraint(
            model_name='preemption',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('began_at'))), name='preemption_in_order'),
        ),
        migrations.AddIndex(
            model_name='playhour',
            index=models.Index(fields=['hour'], name='play_hour'),
        ),
        migrations.AddConstraint(
            model_name='playhour',
            constraint=models.UniqueConstraint(fields=('screen', 'code', 'stretch', 'line_key', 'hour'), name='play_hour_once'),
        ),
        migrations.AddIndex(
            model_name='playbatch',
            index=models.Index(fields=['received_at'], name='play_batch_received'),
        ),
        migrations.AddConstraint(
            model_name='playbatch',
            constraint=models.UniqueConstraint(fields=('screen', 'batch_id'), name='play_batch_once'),
        ),
        migrations.AddIndex(
            model_name='play',
            index=models.Index(fields=['at'], name='play_at'),
        ),
        migrations.AddConstraint(
            model_name='play',
            constraint=models.UniqueConstraint(fields=('screen', 'code', 'at'), name='play_once'),
        ),
        migrations.AddConstraint(
            model_name='screenmessage',
            constraint=models.CheckConstraint(condition=models.Q(('seconds__gte', 3), ('seconds__lte', 120), models.Q(('title', ''), _negated=True)), name='message_readable'),
        ),
        migrations.AddConstraint(
            model_name='screenstop',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('network', 'vacancy'), name='screen_stop_once'),
        ),
    ]
