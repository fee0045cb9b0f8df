"""Four hundred invented people of Grand-Estran: the same ones each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from jalon.demo.timetable import STOPS

COUNT = 400
_SEED = 59_140

FIRST_NAMES = (
    "Aïcha Amandine Amélie Ahmed Aurélien Bilal Brigitte Cédric Céline Chantal Christophe Cindy Corinne Damien David "
    "Dylan Élodie Émilie Enzo Fatima Fatou Florian François Frédéric Gaëlle Ghislain Grégory Hélène Hichem Inaya "
    "Isabelle Jamel Jean-Luc Jérémy Jessica Joëlle Jordan Julie Kamel Karine Kévin Khadija Laëtitia Léa Loïc Lucas "
    "Ludivine Maëva Malika Marie-Ange Mathéo Mélanie Mickaël Mohamed Monique Myriam Nabil Nadège Nathan Noémie "
    "Océane Olivier Oumar Pascal Patricia Philippe Rachid Régine Romain Sabrina Samira Sandrine Sébastien Sélim "
    "Stéphanie Sylvie Teddy Thérèse Valérie Vanessa Wendy Xavier Yasmina Yohann Zoé"
).split()  # fmt: skip
LAST_NAMES = (
    "Adriaenssens;Bachelet;Baert;Ben Youssef;Bertin;Blanquart;Bogaert;Boulanger;Boumediene;Caron;Chérif;Cousin;"
    "D’Hondt;de Bruyne;De La Fuente;Debacker;Decroix;Degryse;Delannoy;Delattre;Deram;Desmet;Devos;Diallo;Diop;"
    "Dubrulle;Duquesne;El Amrani;Facon;Ferreira da Silva;Flament;Fournier;Gossart;Guerra López;Hamdi;Haddouche;"
    "Hennebelle;Jonckheere;Kaddour;Konaté;Kowalczyk;Lamarre;Le Gall;Lefèvre;Leroy;Lheureux;Mahieu;Martel;Mbaye;"
    "Messaoudi;Nowak;N’Diaye;Ould Ahmed;Pauwels;Petitprez;Quéva;Rabehi;Roussel;Saïdi;Schoutteten;Slimani;"
    "Sœtaert;Tanghe;Thibaut-Morel;Traoré;Van Den Berghe;Vandaele;Vandenbussche;Verhaeghe;Wadoux;Wyckaert;Zidani"
).split(";")  # fmt: skip
LANGUAGES = ("fr",) * 19 + ("en",)


@dataclass(frozen=True)
class Inhabitant:
    """Somebody of the demonstration; a phone may be shared, or missing."""

    first_name: str
    last_name: str
    birth_date: date
    phone: str
    email: str
    language: str
    stop: str


def inhabitants() -> Iterator[Inhabitant]:
    """The four hundred; every fifteenth shares a telephone with the one before, some have none."""
    chance = Random(_SEED)
    stops = sorted(STOPS)
    phone = last_name = ""
    for number in range(COUNT):
        family = number % 15 == 14
        if not family:
            last_name = chance.choice(LAST_NAMES)
            phone = f"+3363998{2000 + number:04}" if number % 11 else ""
        first_name = chance.choice(FIRST_NAMES)
        birth = date(chance.randint(1963, 2008), chance.randint(1, 12), chance.randint(1, 28))
        email = f"personne{number}@courriel.example" if number % 3 == 0 else ""
        yield Inhabitant(
            first_name, last_name, birth, phone, email, chance.choice(LANGUAGES), chance.choice(stops)
        )
