"""The giant serious game « Le grand chantier du port »: eight weeks on an invented building site."""

from jalon.games.stories.words import BoardGame, Option, RolePart, Situation

ROLES = (
    RolePart(
        "chief", "Cheffe ou chef d’équipe", "Vous répartissez le travail et veillez sur chacun.", "F1202"
    ),
    RolePart("crane", "Conduite de grue", "Vous levez les charges ; vous voyez tout d’en haut.", "F1301"),
    RolePart("pipe", "Tuyauterie", "Vous posez et raccordez les conduites.", "H2914"),
    RolePart("supply", "Approvisionnement", "Vous commandez, vous comptez, vous anticipez.", "M1101"),
)
GAUGES = (("safety", "Sécurité"), ("pace", "Délai"), ("team", "Équipe"), ("money", "Budget"))


def _option(key: str, text: str, then: str, **effects: int) -> Option:
    return Option(key, text, effects, then)


SITUATIONS = (
    Situation(
        "newcomer", "Quelqu’un de nouveau",
        "Naïm commence lundi. Il n’a jamais mis les pieds sur un chantier, et il ne le dit pas.",
        "chief",
        (
            _option("a", "Le mettre deux jours avec la personne la plus expérimentée.", "Deux jours plus lents, puis il travaille seul et demande quand il ne sait pas.", pace=-1, team=2, safety=1),
            _option("b", "Lui donner le livret d’accueil et le laisser commencer.", "Il a peur de déranger. Mercredi, il se trompe de vanne, sans gravité.", safety=-2, pace=1),
            _option("c", "Lui demander ce qu’il sait faire, puis choisir.", "Il a réparé des vélos des années : il lit un plan mieux que prévu.", team=2, pace=1),
        ),
        "Accueillir quelqu’un et expliquer",
    ),
    Situation(
        "wind", "Le vent se lève",
        "La météo annonce des rafales à 70 km/h à midi. Il reste trois levages, et le client passe cet après-midi.",
        "crane",
        (
            _option("a", "Arrêter la grue à 11 h 30, quoi qu’il arrive.", "Le client attend. À midi dix, une rafale couche la clôture : personne dessous.", safety=2, pace=-2),
            _option("b", "Faire le levage le plus léger, puis s’arrêter.", "Un levage de fait, la grue au repos avant midi.", safety=1, pace=0),
            _option("c", "Finir les trois levages très vite.", "C’est fait, mais deux personnes ont eu peur et le disent le soir.", safety=-3, pace=2, team=-1),
        ),
        "Reconnaître un danger et le dire",
    ),
    Situation(
        "late", "Le camion n’arrive pas",
        "Les brides commandées ne sont pas là. Sans elles, quatre personnes attendent les bras croisés.",
        "supply",
        (
            _option("a", "Appeler le fournisseur et l’atelier voisin, comparer.", "L’atelier voisin prête six brides : on repart à dix heures.", pace=1, money=-1, team=1),
            _option("b", "Occuper l’équipe au rangement en attendant.", "Le chantier est net. Il manque une demi-journée.", pace=-1, safety=1),
            _option("c", "Commander en urgence, par taxi.", "Elles arrivent à onze heures. La facture aussi.", pace=1, money=-3),
        ),
        "Chercher une solution quand le plan change",
    ),
    Situation(
        "leak", "Ça goutte",
        "Un raccord posé hier goutte. Trois fois rien. L’essai de pression est demain.",
        "pipe",
        (
            _option("a", "Le dire, démonter et refaire aujourd’hui.", "Deux heures. L’essai passe du premier coup.", pace=-1, safety=2, team=1),
            _option("b", "Resserrer fort et espérer.", "L’essai échoue à neuf heures devant tout le monde. On recommence.", pace=-2, money=-1),
            _option("c", "Demander l’avis d’une collègue avant de décider.", "Elle voit que le joint est à l’envers. Vingt minutes.", team=2, safety=1),
        ),
        "Contrôler son travail et reconnaître une erreur",
    ),
    Situation(
        "school", "Le petit n’a pas école",
        "Sonia apprend à 6 h que la cantine est fermée. Elle est la seule à savoir régler le gabarit.",
        "chief",
        (
            _option("a", "Changer l’ordre des tâches, elle vient à midi.", "Le gabarit est réglé l’après-midi. Sonia est là, tranquille.", team=2, pace=0),
            _option("b", "Lui demander de se débrouiller.", "Elle vient, la tête ailleurs, et repart plus tôt.", team=-2, pace=-1),
            _option("c", "Qu’elle explique le réglage par téléphone à un collègue.", "Il y arrive. Ils sont maintenant deux à savoir.", team=1, pace=1),
        ),
        "S’organiser quand quelqu’un manque",
    ),
    Situation(
        "plan", "Deux plans différents",
        "Le plan de l’atelier et celui du bureau ne disent pas la même longueur : 3 420 ou 3 240 millimètres.",
        "pipe",
        (
            _option("a", "Mesurer sur place avant de couper.", "3 240. On aurait coupé trop long dix fois.", money=1, pace=1),
            _option("b", "Suivre le plan le plus récent sans mesurer.", "Trois tubes coupés trop long. On apprend à lire les dates, et les chiffres.", money=-2),
            _option("c", "Appeler le bureau et attendre la réponse.", "La réponse vient à quatorze heures : 3 240.", pace=-1, money=1),
        ),
        "Lire, mesurer, vérifier",
    ),
    Situation(
        "helmet", "Sans casque, juste une minute",
        "Le livreur traverse la zone de levage sans casque. Tout le monde l’a vu.",
        "crane",
        (
            _option("a", "Arrêter la charge et l’accompagner dehors.", "Il s’excuse. Il le dira aux autres livreurs.", safety=2, pace=-1),
            _option("b", "Crier depuis la cabine.", "Il n’entend pas. La charge passe au-dessus de lui.", safety=-3),
            _option("c", "Lui tendre un casque en souriant, puis refaire le panneau.", "Le panneau est désormais à la bonne hauteur.", safety=1, team=1),
        ),
        "Faire respecter une règle avec tact",
    ),
    Situation(
        "client", "Le client change d’avis",
        "Il veut la vanne de l’autre côté. C’est possible, mais pas dans le prix.",
        "supply",
        (
            _option("a", "Dire oui tout de suite.", "Le client est ravi. Le budget, moins.", money=-2, pace=-1),
            _option("b", "Chiffrer à plusieurs, puis proposer.", "Deux heures de travail, un prix juste, un accord écrit.", money=2, team=1, pace=-1),
            _option("c", "Refuser : ce n’est pas dans le contrat.", "Il n’insiste pas. Il se souviendra.", money=0, team=-1),
        ),
        "Expliquer une décision à quelqu’un d’extérieur",
    ),
)  # fmt: skip

BOARD = BoardGame(
    key="grand-chantier-du-port",
    title="Le grand chantier du port",
    pitch="Un plateau de plus d’un mètre, quatre métiers, huit semaines de chantier. À chaque semaine une situation : on en parle, on décide ensemble, le pion avance.",
    minutes=90,
    cells=24,
    roles=ROLES,
    gauges=GAUGES,
    situations=SITUATIONS,
    rounds=8,
    endings=(
        (28, "La conduite est en eau, et toute l’équipe veut recommencer ensemble."),
        (20, "Le chantier se termine. Vous savez déjà ce que vous feriez autrement."),
        (0, "Le chantier s’arrête avant la fin, sans blessé. Racontez ce qui vous a manqué."),
    ),
    debrief=(
        "Quelle décision avez-vous prise contre votre premier avis, et pourquoi ?",
        "Qui a calmé, qui a compté, qui a vu le danger ? Dites-le à cette personne.",
        "Où avez-vous déjà vécu une de ces situations : famille, club, travail, quartier ?",
    ),
)
