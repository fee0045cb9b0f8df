"""Loads vocabularies."""

from jalon.reference.actions.communes import load_communes
from jalon.reference.actions.starter import load_starter
from jalon.reference.actions.vocabulary import load_rome

__all__ = ["load_communes", "load_rome", "load_starter"]
