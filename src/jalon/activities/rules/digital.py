"""The ten-minute check: five tasks, what each one asks, and what is said of the result."""

from jalon.activities.choices import DigitalLevel, DigitalTask

# What a workshop that was attended brings, as the milestone says it.
GAINED: dict[str, str] = {
    DigitalTask.MAIL: "Sait lire et écrire un courriel",
    DigitalTask.ATTACH: "Sait joindre un fichier",
    DigitalTask.APPLY: "Sait candidater sur la page d’un employeur",
    DigitalTask.PROFILE: "Sait tenir un profil professionnel",
    DigitalTask.VIDEO: "Sait passer un appel vidéo",
}
# What the person reads of each task: never a mark, never a failure.
SAID: dict[tuple[str, str], str] = {
    (DigitalTask.MAIL, DigitalLevel.ALONE): "Vous lisez un courriel et vous y répondez, sans aide.",
    (DigitalTask.MAIL, DigitalLevel.HELPED): "Vous lisez un courriel. Pour répondre, un coup de main suffit.",
    (DigitalTask.MAIL, DigitalLevel.NOT_YET): "Les courriels, on les découvre ensemble.",
    (DigitalTask.ATTACH, DigitalLevel.ALONE): "Vous joignez un fichier, sans aide.",
    (DigitalTask.ATTACH, DigitalLevel.HELPED): "Vous joignez un fichier avec un coup de main.",
    (DigitalTask.ATTACH, DigitalLevel.NOT_YET): "Joindre un fichier, ça s’apprend en une séance.",
    (DigitalTask.APPLY, DigitalLevel.ALONE): "Vous candidatez sur la page d’un employeur, sans aide.",
    (DigitalTask.APPLY, DigitalLevel.HELPED): "Vous candidatez en ligne avec un coup de main.",
    (DigitalTask.APPLY, DigitalLevel.NOT_YET): "Candidater en ligne, on le fait une première fois avec vous.",
    (DigitalTask.PROFILE, DigitalLevel.ALONE): "Vous tenez votre profil professionnel, sans aide.",
    (
        DigitalTask.PROFILE,
        DigitalLevel.HELPED,
    ): "Votre profil professionnel prend forme, avec un coup de main.",
    (DigitalTask.PROFILE, DigitalLevel.NOT_YET): "Votre profil professionnel, on l’ouvre ensemble.",
    (DigitalTask.VIDEO, DigitalLevel.ALONE): "Vous passez un appel vidéo, sans aide.",
    (DigitalTask.VIDEO, DigitalLevel.HELPED): "Vous passez un appel vidéo avec un coup de main.",
    (DigitalTask.VIDEO, DigitalLevel.NOT_YET): "L’appel vidéo, on l’essaie ensemble avant le vrai.",
}
GAPS = frozenset({DigitalLevel.HELPED, DigitalLevel.NOT_YET})


def gained(task: str) -> str:
    """What somebody can do after the workshop of this task; empty when it has none."""
    return GAINED.get(task, "")


def gaps(levels: dict[str, str]) -> list[str]:
    """Tasks that a workshop may bring, those not begun first, each in the order of the check."""
    first = [task for task in DigitalTask.values if levels.get(task) == DigitalLevel.NOT_YET]
    return first + [task for task in DigitalTask.values if levels.get(task) == DigitalLevel.HELPED]


def said_result(levels: dict[str, str]) -> str:
    """The whole in one sentence for the timeline: « 3 choses sur 5 sans aide »."""
    alone = sum(level == DigitalLevel.ALONE for level in levels.values())
    things = "chose" if alone == 1 else "choses"
    return f"{alone} {things} sur {len(DigitalTask.values)} sans aide"
