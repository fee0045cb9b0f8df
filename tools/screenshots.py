"""The pictures of the documentation, taken from a demonstration of their own: `make screenshots`.

Writes docs/guide/images/*.png and fails when they weigh more than LIMIT_BYTES together. JALON_SITE and
JALON_SITE_VAR name a demonstration that runs already, as for the journeys. Names of scenes choose some:
`python tools/screenshots.py door games`.
"""

import os
import re
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys.conftest import CHROMIUM_FLAGS, RunningSite, chromium  # noqa: E402
from tests.processes import Stack, stack  # noqa: E402
from tools import screenshots_together as together  # noqa: E402
from tools.camera import BUS, DESK, IMAGES, PHONE, Camera, OpenCamera  # noqa: E402

from jalon.demo.timetable import stop_coordinates  # noqa: E402  found from the root

LIMIT_BYTES = 5_500_000
# What stands on screens and in links, instead of this machine's address.
NAME = "jalon.example"
# A bus of line 3 that nears the shipyard at ten to five.
NEAR_THE_QUAY = {"Ligne et sens": "Ligne 3 → Digue du Large", "Le bus vient de passer": "Les Bassins"}
METRES, HOUR = "900", "16:30"
# The way of the bus whose screen the operator watches, in hundredths from stop to stop, one a second.
ROAD, ROAD_STEPS = ("bassins", "quai", "port-est", "digue"), 279

TOUR = """<!doctype html><style>
body {{ margin: 0; width: 1280px; box-sizing: border-box; padding: 24px; background: #ece7dd;
  display: grid; gap: 24px; grid-template-columns: 364px 1fr }}
img {{ display: block; width: 100%; border-radius: 8px; box-shadow: 0 2px 10px #0003 }}
img:first-child {{ grid-column: 1 / -1 }}
img + img {{ height: 566px; object-fit: cover; object-position: top }}
</style><img src="{bus}"><img src="{vacancy}"><img src="{desk}">"""


def bus_screen(open_camera: OpenCamera) -> None:
    """The trial of the operator's desk, then the very page of the screen; a screen that waits for its bus."""
    camera = open_camera(DESK, "oscar@jalon.example")
    page = camera.page
    page.goto("/exploitation/grand-estran/essai/")
    for label, option in NEAR_THE_QUAY.items():
        page.get_by_label(label).select_option(label=option)
    page.get_by_label("et il a roulé depuis, en mètres").fill(METRES)
    page.get_by_label("À partir de").fill(HOUR)
    page.get_by_role("button", name="Voir l’écran").click()
    inside = page.frame_locator("iframe.preview")
    expect(inside.locator(".bus-screen__trade")).to_be_visible(timeout=60_000)
    camera.take("essai")
    frame = page.locator("iframe.preview").get_attribute("src") or ""
    page.set_viewport_size({"width": BUS[0], "height": BUS[1]})
    page.goto(frame)
    expect(page.locator(".bus-screen__trade")).to_contain_text("Soudeu", timeout=60_000)
    camera.take("ecran")
    new = open_camera(BUS)
    new.page.goto("/ecran")
    expect(new.page.get_by_text(re.compile(r"^[B-Z2-9]{6}$"))).to_be_visible()
    new.take("appairage")


def inhabitant(open_camera: OpenCamera) -> None:
    """From the code to « we call you before »."""
    camera = open_camera(PHONE)
    page = camera.page
    page.goto("/offres/")
    camera.take("offres")
    page.get_by_role("link", name="Soudeuse").first.click()
    camera.take("offre")
    camera.take("offre-bus", at="En bus, pour commencer")
    page.get_by_label("Votre téléphone").fill("06 39 98 12 99")
    page.get_by_label("Votre prénom").fill("Marguerite")
    page.get_by_role("button", name="Rappelez-moi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nous vous appelons avant")
    camera.take("merci")


def adviser(open_camera: OpenCamera) -> None:
    """The desk, one interest, the introduction, an introduction that goes on; a paper for its person."""
    camera = open_camera(DESK, "claire@jalon.example")
    page = camera.page
    camera.take("bureau", "/bureau/")
    page.get_by_role("link", name="Nadège", exact=True).first.click()
    camera.take("demande")
    page.get_by_role("button", name="Jointe").click()
    page.get_by_role("link", name="Présenter à Chantiers Vandamme").click()
    page.get_by_label("Ce que l’entreprise lira").fill(
        "A soudé trois ans en atelier. Habite à vingt minutes de bus. Libre tout de suite."
    )
    page.get_by_label("au téléphone").check()
    camera.take("presenter")
    page.get_by_role("button", name="Présenter").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nadège")
    page.goto("/bureau/mises-en-relation/")
    page.get_by_role("link", name="Jessica", exact=True).first.click()
    camera.take("mise-en-relation")
    camera.take("chiffres", "/chiffres/")
    own_page(open_camera, paper(page))


def paper(page: Page) -> str:
    """The code on a paper that the adviser prints for Jessica."""
    page.goto("/personnes/?q=Jessica")
    page.locator("main").get_by_role("link", name="Jessica", exact=True).first.click()
    page.get_by_role("button", name="Un papier avec un code").click()
    return page.locator(".ticket strong").inner_text()


def own_page(open_camera: OpenCamera, code: str) -> None:
    """A person's own page, entered with the code of a paper."""
    camera = open_camera(PHONE)
    camera.page.goto("/suivi/")
    camera.page.get_by_label("Le code de votre papier").fill(code)
    camera.page.get_by_role("button", name="Voir ma page").click()
    expect(camera.page.get_by_role("heading", level=1)).to_contain_text("Jessica")
    camera.take("ma-page")


def employer(open_camera: OpenCamera, link: str) -> None:
    """The answer on a telephone; writing a vacancy at a desk."""
    phone = open_camera(PHONE)
    phone.page.goto(link)
    phone.page.get_by_label("Oui, je veux la rencontrer").check()
    phone.take("reponse")
    camera = open_camera(DESK, "paul@jalon.example")
    page = camera.page
    page.goto("/gestion/offres/ecrire/")
    page.get_by_label("Titre de l’offre").fill("Charpentière, charpentier marine")
    page.get_by_label("Ce qu’on fait").fill("Construire et réparer des coques en bois.")
    page.get_by_label("Contrat", exact=True).select_option(label="CDI")
    page.get_by_label("Lieu de travail").select_option(label="Atelier du quai, Quai aux Bois")
    page.get_by_label("Montrer l’offre jusqu’au").fill(f"{date.today() + timedelta(days=20):%Y-%m-%d}")  # noqa: DTZ011
    page.evaluate("scrollTo(0, 0)")
    camera.take("ecrire")
    camera.take("mes-offres", "/gestion/offres/")


def operator(open_camera: OpenCamera) -> None:
    """The desk while a screen shows an offer; timetables and positions."""
    camera = open_camera(DESK, "oscar@jalon.example")
    page = camera.page
    camera.take("horaires", "/reseau/grand-estran/")
    page.goto("/reseau/grand-estran/positions/")
    page.get_by_label("Format").select_option(label="SIRI EstimatedTimetable")
    page.get_by_label("Identifiant demandé par le serveur SIRI").fill("open-data")
    camera.take("positions")
    screen = pair(open_camera, page)
    page.goto("/exploitation/grand-estran/")
    shows_an_offer = page.locator(".vehicle__state", has_text=re.compile(r"[B-Z2-9]{4}, ")).first
    for step in range(ROAD_STEPS):
        if not shows_an_offer.is_visible():
            roll(screen, 0.2 + 0.01 * step)
    page.set_viewport_size({"width": DESK[0], "height": 1180})
    camera.take("exploitation")


def pair(open_camera: OpenCamera, page: Page) -> Page:
    """A screen in bus 201, paired by the operator whose page this is."""
    screen = open_camera(BUS).page
    screen.context.grant_permissions(["geolocation"])
    screen.goto("/ecran")
    code = screen.get_by_text(re.compile(r"^[B-Z2-9]{6}$"))
    page.goto("/exploitation/grand-estran/appairer/")
    page.get_by_label("Code que montre l’écran").fill(code.inner_text())
    page.get_by_label("Numéro du bus").fill("201")
    page.get_by_role("button", name="Appairer").click()
    expect(code).to_have_count(0, timeout=30_000)
    return screen


def roll(screen: Page, along: float) -> None:
    """The receiver of the bus says where it is: 1.5 is half way between the second and the third stop."""
    before, after = ROAD[int(along) : int(along) + 2]
    (lat0, lon0), (lat1, lon1) = stop_coordinates(before), stop_coordinates(after)
    share = along % 1
    lat, lon = lat0 + (lat1 - lat0) * share, lon0 + (lon1 - lon0) * share
    screen.context.set_geolocation({"latitude": lat, "longitude": lon, "accuracy": 8})
    screen.wait_for_timeout(1_000)


def administrator(open_camera: OpenCamera) -> None:
    """Organisations, and the association's own page."""
    camera = open_camera(DESK, "ada@jalon.example")
    camera.take("organisations", "/organisations/")
    camera.take("importer", "/gestion/offres/imports/")


def answer_link(site: Stack) -> str:
    """The link in the message about Oumar, which waits for its answer."""
    for path in sorted((site.folder / "outbox" / "mail").glob("*.eml"), reverse=True):
        found = re.search(r"/reponse/\w+/", path.read_text(encoding="utf-8"))
        if found and "Oumar" in path.read_text(encoding="utf-8"):
            return found[0]
    raise SystemExit(f"No message with a link in {site.folder}/outbox/mail")


def tour(browser: Browser) -> None:
    """One picture for the README, composed by the browser."""
    sources = {
        name: f"data:image/png;base64,{b64encode((IMAGES / f'{file}.png').read_bytes()).decode()}"
        for name, file in (("bus", "ecran"), ("vacancy", "offre"), ("desk", "bureau"))
    }
    page = browser.new_page(viewport={"width": 1280, "height": 600})
    page.set_content(TOUR.format(**sources))
    page.screenshot(path=IMAGES / "tour.png", full_page=True)


@contextmanager
def demonstration() -> Iterator[Stack]:
    """One that runs already, or one of our own under the name of the pictures."""
    if address := os.environ.get("JALON_SITE"):
        yield RunningSite(address, Path(os.environ["JALON_SITE_VAR"]))
        return
    os.environ |= {"JALON_PUBLIC_URL": f"http://{NAME}", "JALON_HOSTS": f"{NAME},127.0.0.1"}
    with tempfile.TemporaryDirectory() as folder, stack(Path(folder), command=("demo",)) as running:
        yield running


def main() -> int:
    """Take all pictures; 1 when they are too heavy."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with demonstration() as site, sync_playwright() as driver:
        port = re.sub(r".*:", "", site.address)
        flags = [*CHROMIUM_FLAGS, f"--host-resolver-rules=MAP {NAME}:80 127.0.0.1:{port}"]
        flags += ["--lang=fr", f"--unsafely-treat-insecure-origin-as-secure=http://{NAME}"]
        browser = driver.chromium.launch(executable_path=chromium(), args=flags)
        address = site.address if "JALON_SITE" in os.environ else f"http://{NAME}"

        def open_camera(size: tuple[int, int], email: str = "") -> Camera:
            return Camera(browser, address, size, email)

        scenes = {
            **{scene.__name__: scene for scene in (bus_screen, inhabitant, adviser, administrator)},
            "employer": lambda camera: employer(camera, answer_link(site)),
            "operator": operator,
            **together.SCENES,
            "tour": lambda _: tour(browser),
        }
        for name in sys.argv[1:] or scenes:
            scenes[name](open_camera)
    weight = sum(picture.stat().st_size for picture in IMAGES.glob("*.png"))
    print(f"{weight / 1000:.0f} kB")
    return int(weight > LIMIT_BYTES)


if __name__ == "__main__":
    raise SystemExit(main())
