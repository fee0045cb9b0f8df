"""Occupations, job titles, skills and communes."""
