"""Towards people: circuits of the buses, cafés de l’emploi, rounds on foot, standing hours."""
