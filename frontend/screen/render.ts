/** The layouts of the bus screen: an offer, a message (the waiting screen), pairing, dark, out of the way. */
import type { Bundle } from "./bundle";
import { check, element, qrCode, stopsDrawing } from "./draw";
import { fitInside } from "./fit";
import type { Show } from "./play";
import { hourAt, hourOf, stopsLeft, typeset, walk } from "./words";

export interface Card {
  readonly title: string;
  readonly text: string;
}

/** What stands at the side of a message: where to go and whom to call. */
export interface Contact {
  readonly site: string;
  readonly phone: string;
}

export interface LineNow {
  readonly name: string;
  readonly headsign: string;
}

const PAIRING: Card = {
  title: "Écran à relier",
  text: "Sur le bureau de Jalon, page « Écrans », tapez ce code.",
};

export const WELCOME: Card = {
  title: "Des emplois sur votre trajet",
  text: "Les offres proches de cette ligne passent ici.",
};

export class Stage {
  private drawn = "";

  constructor(private readonly root: HTMLElement) {}

  offer(bundle: Bundle, show: Show, line: LineNow | null): void {
    const index = bundle.vacancy_index.get(show.id);
    const vacancy = index === undefined ? undefined : bundle.vacancies[index];
    if (!vacancy) return;
    this.draw(`offer ${JSON.stringify(show)}`, "bus-screen", () => {
      const trade = element("h1", tradeClass(vacancy.trade), typeset(vacancy.trade));
      const employer = element("p", "bus-screen__employer", typeset(vacancy.employer));
      const facts = element("div", "bus-screen__facts", ...factsOf(show, line));
      const main = element("div", "bus-screen__main", element("div", "bus-screen__top", trade, employer), facts);
      return [pole(show.rank, show.of), main, callOf(bundle.site, show.code, vacancy.phone, bundle.qr[show.code])];
    });
  }

  message(card: Card, contact: Contact, now: number, timezone: string, line: LineNow | null): void {
    const hour = hourAt(now, timezone);
    this.draw(`message ${JSON.stringify([card, contact, hour, line])}`, "bus-screen bus-screen--message", () => {
      const title = element("h1", tradeClass(card.title), typeset(card.title));
      const text = element("p", "bus-screen__text", typeset(card.text));
      const facts = element("div", "bus-screen__facts", ...lineFacts(line));
      const main = element("div", "bus-screen__main", element("div", "bus-screen__top", title, text), facts);
      return [pole(0, 3), main, waitingSide(hour, contact)];
    });
  }

  /** When all else fails: the welcome, without anything that could fail again. */
  rest(contact: Contact): void {
    this.draw("rest", "bus-screen bus-screen--message", () => {
      const title = element("h1", tradeClass(WELCOME.title), WELCOME.title);
      const text = element("p", "bus-screen__text", WELCOME.text);
      const main = element("div", "bus-screen__main", element("div", "bus-screen__top", title, text));
      return [pole(0, 3), main, waitingSide("", contact)];
    });
  }

  pairing(code: string): void {
    this.draw(`pairing ${code}`, "bus-screen bus-screen--message", () => {
      const title = element("h1", tradeClass(PAIRING.title), PAIRING.title);
      const text = element("p", "bus-screen__text", PAIRING.text);
      const shown = element("p", "bus-screen__pairing", code);
      const main = element("div", "bus-screen__main", element("div", "bus-screen__top", title, text), shown);
      return [pole(0, 3), main];
    });
  }

  off(): void {
    this.draw("off", "bus-screen bus-screen--off", () => []);
  }

  /** Out of the way: the zone belongs to the operator's player. */
  gone(): void {
    this.draw("gone", "bus-screen bus-screen--gone", () => []);
  }

  private draw(key: string, className: string, children: () => Node[]): void {
    if (key === this.drawn) return;
    this.drawn = key;
    this.root.className = `screen ${className}`;
    this.root.replaceChildren(...children());
    fitInside(this.root);
  }
}

function tradeClass(text: string): string {
  const size = text.length <= 10 ? " is-short" : text.length >= 20 ? " is-long" : "";
  return `bus-screen__trade${size}`;
}

/** Three bands: offers of this passage, painted as they pass. */
function pole(rank: number, of: number): HTMLElement {
  const bands = Array.from({ length: 3 }, (_, i) => element("i", i < rank ? "on" : ""));
  const made = element("div", "bus-screen__pole", ...bands);
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", rank ? `Offre ${rank} sur ${Math.max(rank, of)}` : "Jalon");
  return made;
}

function fact(label: string, value: string, line: HTMLElement | null): HTMLElement {
  const made = element("div", "", element("p", "bus-screen__label", label));
  made.append(element("p", "bus-screen__value", value));
  if (line) made.append(line);
  return made;
}

function factsOf(show: Show, line: LineNow | null): HTMLElement[] {
  if (show.stop === null) return lineFacts(line, "Près de cette ligne");
  return [fact("Descendre à", typeset(show.stop), wayTo(show)), shiftFact(show)];
}

function wayTo(show: Show): HTMLElement | null {
  if (show.stops_ahead !== null) {
    return element("p", "bus-screen__line", stopsDrawing(show.stops_ahead), stopsLeft(show.stops_ahead));
  }
  return show.walk_min === null ? null : element("p", "bus-screen__line", `puis ${walk(show.walk_min)}`);
}

function shiftFact(show: Show): HTMLElement {
  const { fit, walk_min } = show;
  if (fit === null) return fact("Depuis l’arrêt", walk(walk_min ?? 1), null);
  const back = fit.back_s === null ? null : element("p", "bus-screen__line bus-screen__ok", check(), `retour à ${hourOf(fit.back_s)}`);
  return fact(`Embauche à ${hourOf(fit.start_s)}`, `bus à ${hourOf(fit.bus_s)}`, back);
}

function lineFacts(line: LineNow | null, label = "Ce bus"): HTMLElement[] {
  if (line === null) return [];
  const towards = line.headsign ? element("p", "bus-screen__line", `vers ${typeset(line.headsign)}`) : null;
  return [fact(label, `ligne ${line.name}`, towards)];
}

function callOf(site: string, code: string, phone: string, packed: string | undefined): HTMLElement {
  const side = element("div", "bus-screen__call");
  if (packed) side.append(element("div", "bus-screen__qr", qrCode(packed, `QR code vers ${site}${code}`)));
  side.append(
    element("div", "", element("p", "bus-screen__url", site), element("p", "bus-screen__code", code)),
    element("p", "bus-screen__tel", phone),
  );
  return side;
}

function waitingSide(hour: string, contact: Contact): HTMLElement {
  const side = element("div", "bus-screen__call bus-screen__call--waiting", element("p", "bus-screen__hour", hour));
  side.append(element("p", "bus-screen__url", contact.site.replace(/\/$/, "")));
  side.append(element("p", "bus-screen__tel", contact.phone));
  return side;
}
