/** The page of the facilitator: the list, its buttons, and what must be looked at. */
import { h, icon } from "./dom";
import type { Part, Refused, SaidMark, Snapshot, Status } from "./protocol";
import { came, type Line } from "./sheet";
import { countWords, LABELS, restWords } from "./words";

export interface Acts {
  tap(line: Line, status: Status): void;
  sign(line: Line): void;
  choosePart(part: Part): void;
  search(text: string): void;
  newcomer(): void;
  scan: (() => void) | null;
  kiosk(): void;
  undo: (() => void) | null;
  chair(refused: Refused): void;
  read(key: number): void;
}

export interface Shown {
  readonly snapshot: Snapshot;
  readonly part: Part;
  readonly all: readonly Line[];
  readonly found: readonly Line[];
  readonly query: string;
  readonly sync: string;
  readonly alarm: boolean;
  readonly last: string;
  readonly signIn: string | null;
  readonly unread: readonly { key: number; name: string; why: string }[];
  readonly sheet: string;
  readonly pdf: string;
}

export function page(shown: Shown, acts: Acts): Node[] {
  const { snapshot } = shown;
  return [
    head(shown),
    snapshot.parts.length > 1 ? tabs(snapshot.parts, shown.part, acts) : null,
    notices(shown, acts),
    section(shown, acts),
    ends(shown, acts),
    refused(snapshot.refused, acts),
    late(snapshot),
    h("p", { class: "small quiet below-s" }, "Cette feuille ne sert jamais à sanctionner. Quand vous la fermez, chaque présence devient un jalon. Une absence sans nouvelles propose un appel."),
  ].filter((one): one is HTMLElement => one !== null);
}

function head({ snapshot, part, all }: Shown): HTMLElement {
  const { session } = snapshot;
  const here = all.filter((line) => came(line.status)).length;
  const bands = all.slice(0, 20).map((_, n) => h("i", { class: n < here ? "on" : "" }));
  return h("div", { class: "cluster spread door-head" },
    h("div", {}, h("p", { class: "quiet" }, `${part.label}. ${session.place}`), h("h1", {}, session.title)),
    h("div", { class: "door-count" }, h("p", { class: "lead" }, h("strong", {}, countWords(all))),
      all.length ? h("div", { class: "bands bands--l", role: "img", "aria-label": countWords(all) }, ...bands) : null));
}

function tabs(parts: readonly Part[], chosen: Part, acts: Acts): HTMLElement {
  const buttons = parts.map((part) => h("button", { type: "button", "data-at": `part-${part.id}`,
    "aria-pressed": String(part.id === chosen.id), onclick: () => acts.choosePart(part) }, part.label));
  return h("div", { class: "tabs door-tabs", role: "group", "aria-label": "Demi-journée" }, ...buttons);
}

function notices(shown: Shown, acts: Acts): HTMLElement {
  const signIn = shown.signIn ? h("a", { class: "btn btn--small", href: shown.signIn }, "Entrer de nouveau") : null;
  const undo = shown.last ? h("div", { class: "notice notice--done door-last" }, icon("check"), h("p", {}, shown.last),
    acts.undo ? h("button", { class: "btn btn--small", type: "button", "data-at": "undo", onclick: acts.undo }, "Annuler") : null) : null;
  const unread = shown.unread.map((one) => h("div", { class: "notice notice--watch" }, icon("alert"),
    h("p", {}, h("strong", {}, one.name), ` : ${one.why}`),
    h("button", { class: "btn btn--small", type: "button", onclick: () => acts.read(one.key) }, "J’ai lu")));
  const cancelled = shown.snapshot.session.cancelled
    ? h("div", { class: "notice notice--watch" }, icon("alert"), h("p", {}, "Cette séance est annulée. Ce que vous notez est gardé.")) : null;
  return h("div", { class: "stack door-notices" }, cancelled, ...unread,
    h("div", { class: `door-sync${shown.alarm ? " state state--watch" : " quiet small"}`, role: "status" }, h("span", {}, shown.sync), signIn),
    h("div", { role: "status" }, undo));
}

function section(shown: Shown, acts: Acts): HTMLElement {
  const search = h("input", { class: "input", type: "search", id: "door-search", "data-at": "search", value: shown.query,
    placeholder: "Prénom ou quatre chiffres", autocomplete: "off", oninput: (event) => acts.search((event.target as HTMLInputElement).value) });
  const tools = h("div", { class: "cluster door-tools" },
    h("div", { class: "search" }, h("label", { class: "vh", for: "door-search" }, "Chercher un prénom ou un code"), icon("search"), search),
    acts.scan ? h("button", { class: "btn", type: "button", onclick: acts.scan }, icon("eye"), "Lire un code") : null);
  const rows = shown.found.map((line, n) => row(line, n + 1, acts));
  const none = shown.query ? `Personne ne répond à « ${shown.query} ».` : "Personne n’est inscrit. Qui vient s’ajoute ci-dessous, en dix secondes.";
  return h("section", { class: "section", "aria-labelledby": "em" },
    h("header", {}, h("h2", { id: "em" }, "Émargement"), h("span", { class: "small quiet" }, restWords(shown.all))),
    shown.all.length > 5 || shown.query ? tools : acts.scan ? tools : null,
    rows.length ? h("ol", { class: "door" }, ...rows) : h("p", { class: "empty" }, none));
}

function row(line: Line, number: number, acts: Acts): HTMLElement {
  const notes = [line.note, line.waits ? "Attend le réseau" : "", line.signed ? "A signé" : ""].filter(Boolean).join(" · ");
  return h("li", { class: line.conflict ? "door--watch" : "" },
    h("span", { class: "quiet door__number" }, String(number)),
    h("div", {}, h("p", { class: "door__name" }, line.name), notes ? h("p", { class: "small quiet" }, notes) : null,
      line.conflict ? conflict(line) : null),
    h("div", { class: "door__acts" }, trio(line, acts), came(line.status) && !line.conflict ? more(line, acts) : null));
}

function conflict(line: Line): HTMLElement {
  const said = line.marks.map((mark) => h("li", {}, mark.said));
  return h("div", { class: "small" }, h("p", { class: "state state--watch" }, icon("alert"), "Deux appareils ont noté deux choses. Laquelle est juste ?"), h("ul", {}, ...said));
}

const CHOICES: readonly [Status, string, string][] = [["present", "Présent", "check"], ["absent", "Absent", "block"], ["excused", "Excusé", "clock"]];

function trio(line: Line, acts: Acts): HTMLElement {
  const buttons = CHOICES.map(([status, label, sign]) => {
    const on = !line.conflict && (status === "present" ? came(line.status) : line.status === status);
    const words = status === "present" && on ? LABELS[line.status] : label;
    return h("button", { type: "button", class: status === "present" ? "yes" : "", "aria-pressed": String(on), "data-at": `${line.key}-${status}`,
      onclick: () => acts.tap(line, status) }, icon(sign), words, h("span", { class: "vh" }, ` : ${line.name}`));
  });
  return h("div", { class: "trio", role: "group", "aria-label": line.name }, ...buttons);
}

function more(line: Line, acts: Acts): HTMLElement {
  const button = (status: Status, label: string): HTMLElement =>
    h("button", { type: "button", class: "btn btn--small", "aria-pressed": String(line.status === status), "data-at": `${line.key}-${status}`,
      onclick: () => acts.tap(line, line.status === status ? "present" : status) }, label, h("span", { class: "vh" }, ` : ${line.name}`));
  const sign = h("button", { type: "button", class: "btn btn--small", "data-at": `${line.key}-sign`, onclick: () => acts.sign(line) }, line.signed ? "Signer de nouveau" : "Signer", h("span", { class: "vh" }, ` : ${line.name}`));
  return h("div", { class: "door__more" }, button("late", "En retard"), button("left_early", "Parti avant"), sign);
}

function ends(shown: Shown, acts: Acts): HTMLElement {
  return h("div", { class: "cluster door-end" },
    h("a", { class: "btn btn--next", href: shown.sheet }, "Fermer la feuille", icon("arrow")),
    h("button", { class: "btn", type: "button", onclick: acts.newcomer }, icon("person"), "Ajouter une personne venue sans inscription"),
    h("button", { class: "btn", type: "button", onclick: acts.kiosk }, icon("lock"), "Chacun signe sur la tablette"),
    h("a", { class: "btn", href: shown.pdf }, icon("print"), "Imprimer"));
}

function refused(rows: readonly Refused[], acts: Acts): HTMLElement | null {
  if (rows.length === 0) return null;
  const items = rows.map((one) => h("li", { class: "cluster spread" }, h("div", {}, h("strong", {}, one.name), h("p", { class: "small quiet" }, one.why)),
    one.room ? h("button", { class: "btn", type: "button", onclick: () => acts.chair(one) }, "Ajouter une place", h("span", { class: "vh" }, ` pour ${one.name}`)) : h("p", { class: "small" }, "La salle ne peut pas recevoir plus de monde.")));
  return h("section", { class: "section below", "aria-labelledby": "sans" }, h("header", {}, h("h2", { id: "sans" }, "Sans place")), h("ul", { class: "rows" }, ...items));
}

function late({ late: marks, people }: Snapshot): HTMLElement | null {
  if (marks.length === 0) return null;
  const name = (mark: SaidMark): string => people.find((one) => one.id === mark.booking)?.name ?? "Une personne";
  const items = marks.map((mark) => h("li", {}, h("strong", {}, name(mark)), ` : ${mark.said}`));
  return h("section", { class: "section below", "aria-labelledby": "apres" }, h("header", {}, h("h2", { id: "apres" }, "Reçu après la fermeture")), h("ul", { class: "rows small" }, ...items));
}

/** The sheet is closed: no name stays on the device. */
export function closed(shown: { title: string; when: string; sync: string; sheet: string }): Node[] {
  return [h("h1", {}, shown.title), h("div", { class: "notice notice--done below-s" }, icon("lock"), h("p", {}, `Feuille fermée ${shown.when}. La liste n’est plus sur cet appareil.`)),
    h("p", { class: "below-s", role: "status" }, shown.sync), h("p", { class: "below-s" }, h("a", { class: "btn", href: shown.sheet }, "Voir la feuille"))];
}

/** Nothing kept, no network. */
export function nothing(words: string, signIn: string | null): Node[] {
  return [h("h1", {}, "La porte"), h("div", { class: "notice notice--watch below-s" }, icon("alert"), h("p", { role: "status" }, words)),
    ...(signIn ? [h("p", { class: "below-s" }, h("a", { class: "btn btn--next", href: signIn }, "Entrer de nouveau"))] : [])];
}
