"""The escape game « La pièce de 17 heures »: five locks in an invented workshop of the harbour."""

from jalon.games.stories.words import EscapeGame, Puzzle, RolePart

ROLES = (
    RolePart("logistics", "Logistique", "Vous recevez, rangez, chargez : rien ne bouge sans vous.", "N1105"),
    RolePart("welding", "Soudure", "Vous assemblez le métal, à quelques dixièmes près.", "H2913"),
    RolePart("maintenance", "Maintenance", "Vous remettez les machines en marche, en sécurité.", "I1304"),
    RolePart("quality", "Qualité", "Vous vérifiez que la pièce est celle du plan.", "H1506"),
)

PUZZLES = (
    Puzzle(
        key="door",
        title="La porte de l’atelier",
        scene="Il est 16 h 15. La porte de l’atelier demande quatre chiffres, un par métier. Chacun n’en connaît qu’un.",
        clues={
            "logistics": "Le premier chiffre : ce matin, trois camions ont livré deux palettes chacun, et une est arrivée seule.",
            "welding": "Le deuxième chiffre : le nombre de lettres du métal que vous soudez aujourd’hui, de l’acier.",
            "maintenance": "Le troisième chiffre : l’atelier a neuf machines, les deux tiers tournent ; combien sont arrêtées ?",
            "quality": "Le dernier chiffre : le nombre de côtés d’un écrou hexagonal.",
        },
        question="Quel est le code de la porte ?",
        answer="7536",
        hints=(
            "Le code se lit dans l’ordre : logistique, soudure, maintenance, qualité.",
            "Trois fois deux palettes, plus une. Et ACIER a cinq lettres.",
            "Les deux tiers de neuf, c’est six : trois machines sont arrêtées. Un hexagone a six côtés.",
        ),
        opened="La porte s’ouvre. L’atelier est éteint, il faut faire vite.",
        skill="Dire aux autres ce que l’on sait, et les écouter",
    ),
    Puzzle(
        key="plate",
        title="La bonne tôle",
        scene="Cinq tôles au râtelier. A : acier, 8 mm, 1 200 mm. B : acier, 10 mm, 1 500 mm. C : inox, 10 mm, 1 200 mm. D : acier, 10 mm, 1 200 mm. E : aluminium, 10 mm, 1 000 mm.",
        clues={
            "logistics": "Le chariot ne passe pas avec plus de 1 200 mm de long.",
            "welding": "La pièce à laquelle on soude est en acier : on ne la soude ni à l’inox, ni à l’aluminium.",
            "maintenance": "La cisaille est réglée : elle prend jusqu’à 12 mm. Toutes les tôles y passent.",
            "quality": "Le plan dit 10 mm d’épaisseur, sans tolérance.",
        },
        question="Quelle tôle prenez-vous ? (une lettre)",
        answer="D",
        hints=(
            "Rayez les tôles une par une, en écoutant chaque métier.",
            "Deux seulement ont la bonne matière et la bonne épaisseur.",
            "La tôle B est trop longue pour le chariot.",
        ),
        opened="La tôle est sur le chariot. Mais la machine clignote en rouge.",
        skill="Choisir en tenant compte de plusieurs conditions",
        also=("TOLE D",),
    ),
    Puzzle(
        key="lock",
        title="La machine en panne",
        scene="Avant de toucher à la machine, on la met en sécurité. Cinq gestes : P prévenir l’équipe, C couper le courant, L poser son cadenas, V vérifier que plus rien ne bouge, R réparer. Dans quel ordre ?",
        clues={
            "logistics": "Personne ne doit être surpris : on prévient avant tout le reste.",
            "welding": "On vérifie toujours juste avant de réparer, jamais après.",
            "maintenance": "Le cadenas se pose sur un courant déjà coupé.",
            "quality": "Cinq gestes, chacun une seule fois ; on ne vérifie qu’une machine déjà cadenassée.",
        },
        question="Écrivez les cinq lettres dans l’ordre.",
        answer="PCLVR",
        hints=(
            "Le premier geste est celui de la logistique.",
            "Le dernier geste est la réparation, et l’avant-dernier la vérification.",
            "P, puis C, puis L, puis V, puis R.",
        ),
        opened="La machine repart. Personne ne s’est mis en danger.",
        skill="Suivre une consigne de sécurité jusqu’au bout",
    ),
    Puzzle(
        key="route",
        title="Le chemin le plus court",
        scene="La pièce va du quai au camion. Trouvez le trajet le plus rapide, en minutes. On peut passer par le magasin, la soudure et la peinture ; la pièce doit passer par la soudure et par la peinture.",
        clues={
            "logistics": "Du quai au magasin : 4 minutes. Du quai à la soudure, tout droit : 6 minutes.",
            "welding": "Du magasin à la soudure : 1 minute, par la porte du fond.",
            "maintenance": "De la soudure à la peinture : 5 minutes. Du magasin à la peinture : 8 minutes.",
            "quality": "De la peinture au camion : 2 minutes. De la soudure au camion : 9 minutes.",
        },
        question="En combien de minutes, au mieux ?",
        answer="12",
        hints=(
            "Comparez les deux façons d’aller du quai à la soudure.",
            "Par le magasin, on est à la soudure en 5 minutes.",
            "5 minutes jusqu’à la soudure, 5 jusqu’à la peinture, 2 jusqu’au camion.",
        ),
        opened="Douze minutes : la pièce est peinte et arrive au camion.",
        skill="S’organiser et comparer plusieurs solutions",
        also=("12MINUTES", "12MN", "DOUZE"),
    ),
    Puzzle(
        key="call",
        title="L’appel du client",
        scene="Il est 16 h 20 à l’horloge de l’atelier. Le client veut une heure de départ, à la minute, et il la veut juste.",
        clues={
            "logistics": "Le chargement prend 12 minutes, sur une peinture sèche et une pièce contrôlée.",
            "welding": "La dernière soudure est froide : on n’attend rien de ce côté.",
            "maintenance": "La peinture sèche en 25 minutes à partir de maintenant.",
            "quality": "Le contrôle prend 10 minutes. Il se fait pendant que la peinture sèche.",
        },
        question="À quelle heure part le camion ? (par exemple 16 h 05)",
        answer="16H57",
        hints=(
            "Deux choses se font en même temps.",
            "La peinture est sèche à 16 h 45, et le contrôle est déjà fini.",
            "16 h 45 et 12 minutes de chargement.",
        ),
        opened="« 16 h 57, c’est noté. » Le camion part avec trois minutes d’avance.",
        skill="Donner une information exacte à un client",
        also=("1657",),
    ),
)

ESCAPE = EscapeGame(
    key="piece-de-17-heures",
    title="La pièce de 17 heures",
    pitch="Une pièce d’éolienne doit quitter le port à 17 h. Quatre métiers, cinq verrous, quarante-cinq minutes : chacun tient un morceau de la réponse.",
    minutes=45,
    hint_costs_minutes=2,
    roles=ROLES,
    puzzles=PUZZLES,
    won="Le camion est parti à l’heure. Vous avez tenu ensemble ce que personne ne tenait seul.",
    late="Le temps est passé : le camion partira demain matin. Regardez ensemble ce que vous avez déjà ouvert.",
    debrief=(
        "À quel moment l’information d’une seule personne a-t-elle tout débloqué ?",
        "Qu’avez-vous fait qui ressemble à quelque chose que vous savez faire ailleurs ?",
        "Lequel de ces quatre métiers voudriez-vous voir de près ?",
    ),
)
