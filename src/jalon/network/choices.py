"""Enumerations of public transport."""

from django.db.models import TextChoices


class SourceKind(TextChoices):
    GTFS_RT = "gtfs_rt", "GTFS-Realtime VehiclePositions"
    SIRI_VM = "siri_vm", "SIRI VehicleMonitoring"
    SIRI_ET = "siri_et", "SIRI EstimatedTimetable"
    PUSH = "push", "position envoyée par le véhicule ou l’écran"
    SIMULATION = "simulation", "simulation d’une journée du réseau"


class Fix(TextChoices):
    """How well a vehicle is located."""

    ON_TRIP = "on_trip", "sur sa course"
    ON_LINE = "on_line", "sur sa ligne, position perdue"
    UNKNOWN = "unknown", "position inconnue"


class LoadState(TextChoices):
    WAITING = "waiting", "en attente"
    RUNNING = "running", "en cours"
    DONE = "done", "terminé"
    FAILED = "failed", "refusé"
