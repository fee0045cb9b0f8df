/** The page `/tournees/comptoir/`: shows what is counted, takes what the thumb says. */
import type { Contact, Counter, Detail, StandInfo } from "./counter";
import { said, type Sync } from "./sync";

export class View {
  private stand: StandInfo;
  private shownContact = "";

  constructor(
    private readonly root: HTMLElement,
    private readonly counter: Counter,
    private readonly sync: () => Sync,
    first: StandInfo,
  ) {
    this.stand = first;
  }

  start(): void {
    const select = this.one<HTMLSelectElement>("stand");
    select.replaceChildren(...this.counter.stands.map((one) => new Option(one.short, String(one.id))));
    select.value = String(this.stand.id);
    select.addEventListener("change", () => this.choose(Number(select.value)));
    this.press("plus", () => this.counter.plus(this.stand.id));
    this.press("minus", () => this.counter.minus(this.stand.id));
    for (const button of this.root.querySelectorAll<HTMLButtonElement>("[data-say]"))
      button.addEventListener("click", () => this.act(() => this.say(button)));
    this.one<HTMLFormElement>("form").addEventListener("submit", (event) => this.submit(event));
    this.press("print", () => Promise.resolve(window.print()));
    this.press("next", () => Promise.resolve(this.openForm()));
    this.show();
  }

  private one<T extends HTMLElement>(name: string): T {
    const found = this.root.querySelector<T>(`[data-counter="${name}"]`);
    if (!found) throw new Error(`counter: ${name}`);
    return found;
  }

  private press(name: string, act: () => Promise<unknown>): void {
    this.one(name).addEventListener("click", () => this.act(act));
  }

  private act(what: () => Promise<unknown>): void {
    void what().then(() => {
      this.show();
      this.sync().changed();
    });
  }

  private choose(id: number): void {
    this.stand = this.counter.stands.find((one) => one.id === id) ?? this.stand;
    this.shownContact = "";
    this.show();
  }

  private say(button: HTMLButtonElement): Promise<void> {
    return this.counter.say(this.stand.id, button.dataset["say"] as Detail, button.value);
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
    const { first_name = "", last_name = "", phone = "", wish = "", words = "" } = values;
    const fault = this.one("form-fault");
    fault.hidden = Boolean(first_name || phone);
    if (!fault.hidden) return form.querySelector<HTMLInputElement>("[name=first_name]")?.focus();
    this.act(async () => {
      const contact = await this.counter.take(this.stand.id, { first_name, last_name, phone, wish, words });
      form.reset();
      this.shownContact = contact.uuid;
    });
  }

  private openForm(): void {
    this.shownContact = "";
    this.show();
    this.one<HTMLFormElement>("form").querySelector<HTMLInputElement>("[name=first_name]")?.focus();
  }

  show(): void {
    const { stand, counter } = this;
    const people = counter.shown(stand.id);
    this.one("halt").textContent = stand.halt;
    this.one("when").textContent = `${stand.when} · ${stand.place}`;
    this.one("people").textContent = String(people);
    this.one("unit").textContent = people > 1 ? "personnes" : "personne";
    this.one<HTMLButtonElement>("minus").disabled = !counter.last(stand.id);
    this.showDetails();
    this.showNoted();
    this.showContacts();
    this.showState();
  }

  showState(): void {
    const { state } = this.sync();
    const line = this.one("state");
    const text = said(state, this.counter.waiting);
    if (line.textContent !== text) line.textContent = text;
    line.className = state === "sent" ? "state state--done" : state === "sending" || state === "waiting" ? "state state--idle" : "state state--watch";
    this.one("sign-in").hidden = state !== "sign-in";
  }

  private showDetails(): void {
    const last = this.counter.last(this.stand.id);
    this.one<HTMLFieldSetElement>("details").disabled = !last;
    for (const button of this.root.querySelectorAll<HTMLButtonElement>("[data-say]")) {
      const detail = button.dataset["say"] as Detail;
      button.setAttribute("aria-pressed", String(last?.[detail] === button.value));
    }
  }

  private showNoted(): void {
    const contact = this.counter.contactsAt(this.stand.id).find((one) => one.uuid === this.shownContact);
    this.one("noted").hidden = !contact;
    this.one("form").hidden = Boolean(contact);
    if (!contact) return;
    this.one("noted-who").textContent = contact.first_name || "Sans prénom";
    for (const line of this.root.querySelectorAll("[data-counter-promise]")) line.textContent = this.stand.promise;
    for (const line of this.root.querySelectorAll("[data-counter-team]")) line.textContent = this.stand.team;
    for (const line of this.root.querySelectorAll("[data-counter-phone]")) line.textContent = this.stand.phone;
    const go = this.one<HTMLAnchorElement>("go");
    go.hidden = !contact.id;
    go.href = this.addressOf(contact);
  }

  private addressOf(contact: Contact): string {
    return `${this.root.dataset["contacts"] ?? ""}${contact.id}/`;
  }

  private showContacts(): void {
    const contacts = this.counter.contactsAt(this.stand.id);
    this.one("contacts").hidden = contacts.length === 0;
    this.one("list").replaceChildren(...contacts.map((one) => this.row(one)));
  }

  private row(contact: Contact): HTMLLIElement {
    const row = document.createElement("li");
    const name = contact.first_name || "Sans prénom";
    if (contact.id) row.append(Object.assign(document.createElement("a"), { href: this.addressOf(contact), textContent: name }));
    else row.append(Object.assign(document.createElement("strong"), { textContent: name }));
    const state = document.createElement("p");
    state.className = "small quiet";
    state.textContent = contact.sent ? "envoyé" : contact.fault || "gardé dans ce téléphone";
    row.append(state);
    if (contact.fault) row.append(this.correction(contact));
    return row;
  }

  private correction(contact: Contact): HTMLElement {
    const label = document.createElement("label");
    label.className = "field";
    const input = Object.assign(document.createElement("input"), { type: "tel", className: "input", value: contact.phone });
    input.autocomplete = "off";
    input.addEventListener("change", () => this.act(() => this.counter.correct(contact.uuid, input.value.trim())));
    label.append(`Corriger le téléphone de ${contact.first_name || "cette personne"}`, input);
    return label;
  }
}
