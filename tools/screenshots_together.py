"""The pictures of what partners do together: people, sessions, the door, games, rounds, reports."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tools.camera import DESK, PHONE, TABLET, OpenCamera

CLAIRE = "claire@jalon.example"
LIST = (
    "Prénom;Nom;Né(e) le;Portable;Ville\n"
    "Marius;Vandewalle;04/05/1991;06 39 98 17 01;Fort-Mahieu\n"
    "Soraya;Ait Ouali;17/09/1986;06 39 98 17 02;Port-Estran\n"
    "Capucine;Le Guen;;06 39 98 17 03;Fort-Mahieu\n"
)
ESCAPE = "La pièce de 17 heures"


def people(open_camera: OpenCamera) -> None:
    """One's people, a file, its pathway and team; look-alikes and a list that comes in."""
    camera = open_camera(DESK, CLAIRE)
    page = camera.page
    camera.take("mes-personnes", "/bureau/personnes/?vue=moi&tri=rendez-vous", height=620)
    page.get_by_role("main").get_by_role("link", name="Zoé Delattre").click()
    number = re.findall(r"/parcours/(\d+)/", page.url)[0]
    camera.take("parcours")
    camera.take("equipe", f"/parcours/{number}/equipe/", height=640)
    camera.take("dossier", f"/personnes/{number}/")
    camera.take("inscrire", f"/seances/personnes/{number}/", height=760)
    camera.take("numerique", f"/seances/numerique/{number}/", height=700)
    camera.take("orientation", f"/parcours/{number}/orienter/", height=760)
    camera.take("rendez-vous", "/seances/rendez-vous/", height=700)
    _look_alike(page)
    camera.take("doublons", height=720)
    page.goto("/personnes/importer/")
    file = {"name": "accueil de novembre.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    page.get_by_label("Votre liste").set_input_files(files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name="Envoyer le fichier").click()
    camera.take("importer-personnes", height=700)


def _look_alike(page: Page) -> None:
    """Somebody was added twice, with a letter less."""
    for last_name in ("Vandenbroucke", "Vandenbrouck"):
        page.goto("/personnes/nouvelle/")
        page.get_by_role("textbox", name=re.compile("^Prénom")).fill("Mireille")
        page.get_by_role("textbox", name=re.compile("^Nom")).fill(last_name)
        page.get_by_label("Téléphone ou courriel").fill("06 39 98 18 44")
        page.get_by_label("Date de naissance").fill("26/11/1985")
        page.get_by_role("button", name="Ajouter", exact=True).click()
    page.get_by_role("button", name="C’est une autre personne").click()
    page.goto("/personnes/doublons/")
    page.get_by_role("main").get_by_role("link", name="Comparer").first.click()


def sessions(open_camera: OpenCamera) -> None:
    """A session and who may come, a room's week; the catalogue, a session that one writes, the programme."""
    camera = open_camera(DESK, CLAIRE)
    page = camera.page
    own = _own_session(page)
    camera.take("seance")
    camera.take("qui-inviter", f"/seances/{own}/inviter/", height=760)
    page.goto("/seances/materiel/")
    page.get_by_role("main").get_by_role("link", name="Salle Horizon").click()
    page.get_by_role("link", name="Semaine suivante").click()
    camera.take("salle", height=700)
    camera.take("catalogue", "/seances/activites/", height=760)
    camera.take("ecrire-seance", "/seances/nouvelle/")
    camera.take("programme", "/seances/programme/", height=760)
    camera.take("apports", "/seances/materiel/apports/", height=700)
    camera.take("echanges", "/seances/echanges/", height=640)


def _own_session(page: Page) -> str:
    """The session of Claire's house that most people have booked; its page is open afterwards."""
    page.goto("/seances/?page=2")
    rows = page.locator("main tbody tr", has_text="Maison de l’emploi du Grand-Estran")
    booked = [int((re.findall(r"(\d+) inscrit", text) or ["0"])[0]) for text in rows.all_inner_texts()]
    rows.nth(booked.index(max(booked))).get_by_role("link").first.click()
    return re.findall(r"/seances/(\d+)/", page.url)[0]


def door(open_camera: OpenCamera) -> None:
    """The door on a tablet, lent to people, and the sheet."""
    camera = open_camera(TABLET, CLAIRE)
    page = camera.page
    page.goto("/seances/feuilles/")
    page.get_by_role("main").get_by_role("link", name=ESCAPE).first.click()
    page.get_by_role("link", name="Ouvrir la porte").click()
    present = page.get_by_role("button", name=re.compile("^Présent : "))
    expect(present.first).to_be_visible()
    for place in range(2):
        present.nth(place).click()
    camera.take("porte")
    for place in range(2):
        present.nth(place).click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Chacun signe sur la tablette").click()
    expect(page.get_by_role("heading", name="Tapez vos quatre chiffres")).to_be_visible()
    camera.take("tablette")
    desk = open_camera(DESK, CLAIRE)
    desk.page.goto("/seances/feuilles/")
    desk.page.get_by_role("main").get_by_role("link", name=ESCAPE).first.click()
    desk.take("feuille", height=800)


def games(open_camera: OpenCamera) -> None:
    """A game is opened; two people join on their telephones; its console while they play."""
    camera = open_camera(DESK, CLAIRE)
    page = camera.page
    camera.take("jeux", "/jeux/", height=700)
    page.get_by_role("button", name="Ouvrir une partie").first.click()
    code = re.findall(r"Pour jouer : (\w{4})", page.locator("main").inner_text().replace("\u00a0", " "))[0]
    tables = []
    for number, name in enumerate(("Nadia", "Bruno")):
        table = open_camera(PHONE)
        table.page.goto(f"/jeux/rejoindre/{code}/")
        table.page.get_by_role("textbox").fill(name)
        table.page.get_by_role("radio").nth(number).check()
        table.page.get_by_role("button", name="Prendre ma place").click()
        tables.append(table)
    page.reload()
    page.get_by_role("button", name="Commencer").click()
    camera.take("partie", height=800)
    tables[0].page.reload()
    tables[0].take("table")


def rounds(open_camera: OpenCamera) -> None:
    """A round, its public week, the counter on a telephone, a contact, relays and figures."""
    camera = open_camera(DESK, CLAIRE)
    page = camera.page
    page.goto("/tournees/")
    page.get_by_role("main").get_by_role("link", name="Bus du littoral").click()
    camera.take("tournee")
    camera.take("relais", "/tournees/relais/", height=760)
    camera.take("chiffres-tournees", "/tournees/resultats/", height=760)
    page.goto("/tournees/contacts/")
    page.get_by_role("main").get_by_role("link", name="Ahmed").first.click()
    camera.take("contact", height=760)
    public = open_camera(PHONE)
    public.take("semaine-du-bus", "/tournee/")
    phone = open_camera(PHONE, CLAIRE)
    phone.page.goto("/tournees/comptoir/")
    expect(phone.page.get_by_role("button", name="Une personne de plus")).to_be_visible()
    phone.take("comptoir")


def reports(open_camera: OpenCamera) -> None:
    """An operation, what is missing, a report for its funder, the territory's indicators."""
    camera = open_camera(DESK, CLAIRE)
    page = camera.page
    page.goto("/bilans/")
    page.get_by_role("main").get_by_role("link", name="Parcours vers l’industrie").first.click()
    camera.take("operation")
    camera.take("a-completer", "/bilans/a-completer/", height=700)
    page.goto("/bilans/nouveau/")
    page.get_by_role("button", name="Préparer").click()
    camera.take("bilan")
    camera.take("indicateurs", "/bilans/indicateurs/", height=800)


def agenda(open_camera: OpenCamera) -> None:
    """Somebody without an account comes to a workshop, then reads their own page."""
    camera = open_camera(PHONE)
    page = camera.page
    camera.take("agenda", "/agenda/")
    page.goto("/agenda/?theme=&kind=")
    for number in range(page.locator("main .rows a, main ol a, main ul a").count()):
        page.locator("main .rows a, main ol a, main ul a").nth(number).click()
        if page.get_by_role("link", name="Je m’inscris").count():
            break
        page.go_back()
    page.get_by_role("link", name="Je m’inscris").first.click()
    page.get_by_label("Prénom").fill("Marguerite")
    camera.take("inscription")
    page.get_by_role("button", name="Je m’inscris").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("votre place est gardée")
    camera.take("place-gardee")
    page.get_by_role("link", name="Ma page").click()
    own = page.url.rstrip("/")
    camera.take("qui-sait-quoi", f"{own}/qui/")
    camera.take("mon-calendrier", f"{own}/calendrier/")


def employers(open_camera: OpenCamera) -> None:
    """Workshops to which a company sends its staff."""
    camera = open_camera(DESK, "paul@jalon.example")
    camera.take("ateliers", "/seances/professionnels/", height=560)


SCENES: dict[str, Callable[[OpenCamera], None]] = {
    scene.__name__: scene for scene in (people, sessions, door, games, rounds, reports, agenda, employers)
}
