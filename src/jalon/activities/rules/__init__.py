"""Rules of activities, without the database."""
