/** Questions of the page at the door, each in a dialog of the browser. */
import { h, icon } from "./dom";
import { Pad } from "./signature";

export interface Newcomer {
  readonly first_name: string;
  readonly last_name: string;
  readonly phone: string;
}

const REASONS = ["A prévenu", "Autre rendez-vous", "Travaille", "Transport"];

function open(title: string, body: (close: () => void) => Node[]): void {
  const dialog = h("dialog", { class: "door-dialog", "aria-labelledby": "door-dialog-title" });
  const close = (): void => dialog.close();
  const head = h("div", { class: "cluster spread" }, h("h2", { id: "door-dialog-title" }, title),
    h("button", { class: "btn btn--quiet", type: "button", onclick: close }, "Fermer"));
  dialog.append(h("div", { class: "stack" }, head, ...body(close)));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function field(label: string, name: string, properties: Record<string, string | boolean> = {}): HTMLElement {
  const id = `door-${name}`;
  return h("div", { class: "field" }, h("label", { for: id }, label), h("input", { class: "input", id, name, ...properties }));
}

/** Why somebody is excused: one touch, or a word. */
export function askReason(name: string, answer: (reason: string) => void): void {
  open(`Excuser ${name} : pourquoi ?`, (close) => {
    const say = (reason: string): void => {
      if (!reason.trim()) return;
      close();
      answer(reason.trim());
    };
    const form = h("form", { class: "stack", onsubmit: (event) => {
      event.preventDefault();
      say(String(new FormData(form).get("raison") ?? ""));
    } }, field("Autre raison, en un mot", "raison", { maxlength: "160", autocomplete: "off" }),
    h("p", { class: "small quiet" }, "N’écrivez rien sur la santé."),
    h("button", { class: "btn", type: "submit" }, "Noter"));
    const quick = REASONS.map((reason) => h("button", { class: "btn", type: "button", onclick: () => say(reason) }, reason));
    return [h("div", { class: "cluster" }, ...quick), form];
  });
}

/** Somebody who came without a seat: a first name is enough. */
export function askNewcomer(answer: (who: Newcomer) => void): void {
  open("Venue ou venu sans inscription", (close) => {
    const form = h("form", { class: "stack", autocomplete: "off", onsubmit: (event) => {
      event.preventDefault();
      const typed = new FormData(form);
      const text = (key: string): string => String(typed.get(key) ?? "").trim();
      if (!text("prenom")) return;
      close();
      answer({ first_name: text("prenom"), last_name: text("nom"), phone: text("telephone") });
    } },
    field("Prénom", "prenom", { required: true, maxlength: "80", autofocus: true }),
    h("div", { class: "pair" }, field("Nom (si vous voulez)", "nom", { maxlength: "120" }),
      field("Téléphone (si vous voulez)", "telephone", { maxlength: "20", type: "tel", inputmode: "tel" })),
    h("button", { class: "btn btn--next btn--wide", type: "submit" }, "Ajouter et noter présent", icon("arrow")));
    return [form];
  });
}

/** A finger signs. */
export function askSignature(name: string, answer: (path: string) => void): void {
  open(`${name} signe`, (close) => [signBox((path) => {
    close();
    answer(path);
  })]);
}

/** The box, and its two buttons; `answer` gets the drawing. */
export function signBox(answer: (path: string) => void): HTMLElement {
  const send = h("button", { class: "btn btn--next btn--big", type: "button", disabled: true }, "Signer", icon("check"));
  const pad = new Pad(() => { send.disabled = pad.path === ""; });
  send.addEventListener("click", () => answer(pad.path));
  const again = h("button", { class: "btn", type: "button", onclick: () => pad.clear() }, "Effacer le trait");
  return h("div", { class: "stack" }, pad.element, h("div", { class: "cluster" }, send, again));
}

interface Detector { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> }
type DetectorClass = new (options: { formats: string[] }) => Detector;

/** The browser's reader of QR codes, where it has one. */
export function reader(): DetectorClass | null {
  return (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector ?? null;
}

/** Show a QR code to the camera; `answer` says whether it was somebody's, else one goes on looking. */
export function askCode(Reader: DetectorClass, answer: (text: string) => boolean): void {
  open("Montrez le code à la caméra", (close) => {
    const view = h("video", { class: "door-camera", playsinline: true, muted: true, "aria-label": "Ce que voit la caméra" });
    const says = h("p", { role: "status" }, "On cherche le code.");
    void look(new Reader({ formats: ["qr_code"] }), view, says, answer).then((done) => done && close());
    return [view, says];
  });
}

async function look(detector: Detector, view: HTMLVideoElement, says: HTMLElement, answer: (text: string) => boolean): Promise<boolean> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    says.textContent = "La caméra ne s’ouvre pas : tapez les quatre chiffres dans la recherche.";
    return false;
  }
  view.srcObject = stream;
  await view.play();
  let done = false;
  while (!done && view.isConnected) {
    const seen = await detector.detect(view).catch(() => []);
    done = seen.some((one) => answer(one.rawValue));
    if (!done && seen.length) says.textContent = "Ce code n’est à personne de cette séance.";
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  for (const track of stream.getTracks()) track.stop();
  return done;
}
