"""Pathways: steps, goals, projects, obstacles and referrals, shared by the partners who follow a person."""
