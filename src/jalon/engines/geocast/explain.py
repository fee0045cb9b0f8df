"""Why a screen shows what it shows, in French words: for the operator's desk, the replay and its CSV."""

from jalon.engines.geocast.bundle import Bundle, Fit
from jalon.engines.geocast.decision import Decision

WORDS = {
    "picked": "son tour sur cette course, selon la part de chaque employeur",
    "next_ahead": "la place était libre : l’offre la moins récemment montrée parmi celles devant le bus",
    "line_only": "seule la ligne est connue : offres de toute la ligne, sans arrêt",
    "stale_position": "position trop ancienne : offres de toute la ligne, sans arrêt",
    "kept": "encore à l’écran pour quelques secondes",
    "priority": "message prioritaire demandé par l’exploitant",
    "nothing_near": "aucune offre devant le bus ici : message de l’association",
    "passage_full": "les offres de ce passage ont été montrées : message de l’association",
    "all_refused": "aucune des offres proches ne peut passer maintenant : message de l’association",
    "unknown_place": "ni course ni ligne connues : messages du réseau",
    "offline_too_long": "sans nouvelles du serveur depuis trop longtemps : messages seulement",
    "clock_wrong": "l’horloge de l’écran est fausse : messages seulement",
    "night": "écran éteint à cette heure",
    "closed": "offre pourvue ou retirée",
    "expired": "date limite de l’offre passée",
    "out_of_hours": "hors des heures demandées pour cette offre",
    "repeated": "déjà montrée il y a peu sur cet écran",
    "reserved": "la place est gardée pour une offre plus loin sur la ligne",
    "no_code": "pas de code court pour cette ligne",
    "too_far": "aucune course du jour ne passe assez près",
    "no_stop": "un bus passe, mais aucun arrêt n’est dans la zone",
    "never_its_turn": "d’autres employeurs avaient reçu moins de temps à chaque passage",
}


def words(code: str) -> str:
    """The French words of a reason; the code itself when it is not known."""
    return WORDS.get(code, code)


def hour(second: int) -> str:
    """Seconds of the day as "5 h", "13 h 12"; after midnight it starts again at 0."""
    hours, minutes = divmod(second // 60, 60)
    return f"{hours % 24} h {minutes:02d}" if minutes else f"{hours % 24} h"


def shift_words(fit: Fit) -> str:
    """ "Embauche à 5 h : bus à 4 h 31, retour à 13 h 12"."""
    back = (
        f", retour à {hour(fit.back_s)}" if fit.back_s is not None else ", pas de retour direct dans l’heure"
    )
    return f"Embauche à {hour(fit.start_s)} : bus à {hour(fit.bus_s)}{back}"


def sentence(bundle: Bundle, decision: Decision) -> str:
    """One line for a reader: what was shown, and why."""
    show = decision.show
    if show.kind != "offer":
        return words(decision.why)
    vacancy = bundle.vacancies[bundle.vacancy_index[show.id]]
    stop = f", descendre à {show.stop}" if show.stop else ""
    return f"{vacancy.trade}, {vacancy.employer}{stop} : {words(decision.why)}"
