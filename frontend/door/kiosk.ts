/** The tablet that people use themselves: four digits, a first name, a signature. No list is ever shown. */
import { signBox } from "./dialogs";
import { h, icon, replace } from "./dom";
import type { Line } from "./sheet";
import { came } from "./sheet";

export interface KioskWays {
  /** The line of this code, as it stands now. */
  find(code: string): Line | undefined;
  sign(line: Line, path: string): void;
  leave(): void;
}

const THANKS_MS = 4000;
const TRIES = 5;
const PAUSE_MS = 30_000;

/** The first name alone: whoever stands behind reads nothing more. */
export const firstName = (name: string): string => name.replace(/ \S{1,3}\.$/, "");

export class Kiosk {
  private typed = "";
  private says = "";
  private wrong = 0;
  private asleep = 0;
  private leaving = false;

  constructor(private readonly root: HTMLElement, private readonly title: string, private readonly exit: string, private readonly ways: KioskWays) {
    document.addEventListener("keydown", this.key);
    this.pad();
  }

  stop(): void {
    document.removeEventListener("keydown", this.key);
  }

  private readonly key = (event: KeyboardEvent): void => {
    if (!this.root.querySelector(".kiosk__pad")) return;
    if (/^\d$/.test(event.key)) this.digit(event.key);
    else if (event.key === "Backspace") this.back();
  };

  private pad(): void {
    const digits = "123456789".split("").map((digit) => this.button(digit));
    const dots = h("p", { class: "kiosk__code", "aria-label": `${this.typed.length} chiffres sur 4` }, this.typed.replace(/./g, "•").padEnd(4, "–"));
    const back = h("button", { class: "btn", type: "button", "data-at": "back", onclick: () => this.back() }, "Effacer");
    const leave = h("button", { class: "btn btn--quiet", type: "button", "data-at": "leave", onclick: () => this.askLeave() }, this.leaving ? "Revenir" : "Quitter");
    replace(this.root, h("div", { class: "kiosk" },
      h("p", { class: "quiet" }, this.title),
      h("h1", {}, this.leaving ? "Code pour quitter" : "Tapez vos quatre chiffres"),
      dots, h("p", { class: "lead", role: "status" }, this.says),
      h("div", { class: "kiosk__pad" }, ...digits, back, this.button("0"), leave)));
  }

  private button(digit: string): HTMLElement {
    return h("button", { class: "btn btn--big", type: "button", "data-at": `digit-${digit}`, onclick: () => this.digit(digit) }, digit);
  }

  private back(): void {
    this.typed = this.typed.slice(0, -1);
    this.pad();
  }

  private askLeave(): void {
    this.leaving = !this.leaving;
    this.typed = this.says = "";
    this.pad();
  }

  private digit(digit: string): void {
    if (Date.now() < this.asleep) return;
    this.typed = (this.typed + digit).slice(0, 4);
    this.says = "";
    if (this.typed.length === 4) this.whole(this.typed);
    else this.pad();
  }

  private whole(code: string): void {
    this.typed = "";
    if (this.leaving) {
      if (code === this.exit) return this.ways.leave();
      return this.refuse("Ce n’est pas le code pour quitter.");
    }
    const line = this.ways.find(code);
    if (!line) return this.refuse("Ce code n’est pas sur la liste. Demandez à la personne qui anime.");
    this.wrong = 0;
    if (came(line.status) && line.signed) return this.thank(line, "Vous avez déjà signé.");
    this.sign(line);
  }

  private refuse(words: string): void {
    this.says = words;
    this.wrong += 1;
    if (this.wrong >= TRIES) {
      this.says = "Trop d’essais. Attendez un instant, ou demandez de l’aide.";
      this.asleep = Date.now() + PAUSE_MS;
      this.wrong = 0;
    }
    this.pad();
  }

  private sign(line: Line): void {
    const name = firstName(line.name);
    const box = signBox((path) => {
      this.ways.sign(line, path);
      this.thank(line, "C’est noté. Installez-vous.");
    });
    const notMe = h("button", { class: "btn", type: "button", onclick: () => this.pad() }, "Ce n’est pas moi");
    replace(this.root, h("div", { class: "kiosk" }, h("h1", {}, `Bonjour ${name}`), h("p", { class: "lead" }, "Signez avec le doigt dans le cadre."), box, notMe));
    notMe.parentElement?.querySelector("h1")?.scrollIntoView?.();
  }

  private thank(line: Line, words: string): void {
    replace(this.root, h("div", { class: "kiosk kiosk--thanks", role: "status" }, icon("check"), h("h1", {}, `Merci ${firstName(line.name)}`), h("p", { class: "lead" }, words)));
    setTimeout(() => {
      if (this.root.querySelector(".kiosk--thanks")) this.pad();
    }, THANKS_MS);
  }
}
