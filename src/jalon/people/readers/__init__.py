"""Spreadsheets of people, read into rows: no database, no decision."""
