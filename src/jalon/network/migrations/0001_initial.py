import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('source', models.CharField(help_text='file name or address it came from', max_length=500)),
                ('sha256', models.CharField(max_length=64)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField()),
                ('report', models.JSONField(default=list)),
                ('counts', models.JSONField(default=dict)),
                ('data', models.BinaryField(null=True)),
                ('loaded_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('current', models.BooleanField(default=False)),
                ('simulated_date', models.DateField(null=True)),
                ('loaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Network',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('timezone', models.CharField(default='Europe/Paris', max_length=60)),
                ('version', models.PositiveIntegerField(default=0)),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='network_network', to='directory.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100)),
                ('route_ids', models.JSONField(default=list, help_text='route_id values of the current feed')),
                ('short_name', models.CharField(max_length=60)),
                ('long_name', models.CharField(blank=True, max_length=200)),
                ('color', models.CharField(blank=True, max_length=6)),
                ('text_color', models.CharField(blank=True, max_length=6)),
                ('retired', models.BooleanField(default=False)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='network.network')),
            ],
        ),
        migrations.CreateModel(
            name='FeedLoad',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=500)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('content', models.BinaryField(help_text='the file sent, until it is read', null=True)),
                ('state', models.CharField(choices=[('waiting', 'en attente'), ('running', 'en cours'), ('done', 'terminé'), ('failed', 'refusé')], default='waiting', max_length=10)),
                ('step', models.CharField(blank=True, max_length=120)),
                ('share', models.FloatField(default=0)),
                ('report', models.JSONField(default=list)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('feed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.feed')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loads', to='network.network')),
            ],
        ),
        migrations.AddField(
            model_name='feed',
            name='network',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feeds', to='network.network'),
        ),
        migrations.CreateModel(
            name='PositionSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('gtfs_rt', 'GTFS-Realtime VehiclePositions'), ('siri_vm', 'SIRI VehicleMonitoring'), ('siri_et', 'SIRI EstimatedTimetable'), ('push', 'position envoyée par le véhicule ou l’écran'), ('simulation', 'simulation d’une journée du réseau')], max_length=12)),
                ('url', models.CharField(blank=True, max_length=500)),
                ('requestor_ref', models.CharField(blank=True, max_length=60)),
                ('every_seconds', models.PositiveSmallIntegerField(default=20)),
                ('active', models.BooleanField(default=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('last_success_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, max_length=300)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('next_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('seen', models.PositiveIntegerField(default=0, help_text='vehicles in the last answer')),
                ('placed', models.PositiveIntegerField(default=0, help_text='of which on a trip')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='network.network')),
            ],
        ),
        migrations.CreateModel(
            name='Stop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100)),
                ('stop_ids', models.JSONField(default=list, help_text='stop_id values of the current feed')),
                ('name', models.CharField(max_length=160)),
                ('lat', models.FloatField()),
                ('lon', models.FloatField()),
                ('retired', models.BooleanField(default=False)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stops', to='network.network')),
            ],
        ),
        migrations.CreateModel(
            name='Vehicle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=100)),
                ('label', models.CharField(max_length=60)),
                ('token_hash', models.CharField(max_length=64, null=True, unique=True)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vehicles', to='network.network')),
            ],
        ),
        migrations.CreateModel(
            name='VehicleState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(help_text='instant of the position, not of its arrival')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('source', models.CharField(choices=[('gtfs_rt', 'GTFS-Realtime VehiclePositions'), ('siri_vm', 'SIRI VehicleMonitoring'), ('siri_et', 'SIRI EstimatedTimetable'), ('push', 'position envoyée par le véhicule ou l’écran'), ('simulation', 'simulation d’une journée du réseau')], max_length=12)),
                ('lat', models.FloatField(null=True)),
                ('lon', models.FloatField(null=True)),
                ('bearing', models.FloatField(null=True)),
                ('fix', models.CharField(choices=[('on_trip', 'sur sa course'), ('on_line', 'sur sa ligne, position perdue'), ('unknown', 'position inconnue')], max_length=10)),
                ('trip_id', models.CharField(blank=True, max_length=200)),
                ('shape_id', models.CharField(blank=True, max_length=200)),
                ('at_m', models.FloatField(help_text='metres from the start of the shape', null=True)),
                ('reason', models.CharField(blank=True, max_length=30)),
                ('still_since', models.DateTimeField(null=True)),
                ('doubted', models.JSONField(null=True)),
                ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.line')),
                ('vehicle', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='state', to='network.vehicle')),
            ],
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.UniqueConstraint(fields=('network', 'key'), name='line_key'),
        ),
        migrations.AddConstraint(
            model_name='feedload',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ['done', 'failed'])), models.Q(('ended_at__isnull', True), ('state__in', ['waiting', 'running'])), _connector='OR'), name='load_ended_has_time'),
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.UniqueConstraint(condition=models.Q(('current', True)), fields=('network',), name='feed_one_current'),
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__lte', models.F('valid_to'))), name='feed_in_order'),
        ),
        migrations.AddIndex(
            model_name='positionsource',
            index=models.Index(condition=models.Q(('active', True)), fields=['next_at'], name='source_due'),
        ),
        migrations.AddConstraint(
            model_name='stop',
            constraint=models.UniqueConstraint(fields=('network', 'key'), name='stop_key'),
        ),
        migrations.AddConstraint(
            model_name='vehicle',
            constraint=models.UniqueConstraint(fields=('network', 'ref'), name='vehicle_ref'),
        ),
    ]
