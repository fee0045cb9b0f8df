"""What public pages read, joined from the rooms below."""
