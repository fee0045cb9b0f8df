/**
 * A text field that suggests while one types: a listbox below it, used with the arrows, Enter and Escape.
 * Without this script it is a plain text field.
 *
 *   <input class="input" name="title" data-behaviour="suggest" data-suggest-url="/referentiel/metiers"
 *          data-suggest-code="id_occupation">
 *   <input type="hidden" name="occupation" id="id_occupation">
 *
 * The address answers `?q=` with `<li role="option" data-value data-label>` items. Choosing one fills the
 * field with its label, and the hidden field with its value; typing afterwards empties the hidden field.
 */
const WAIT_MS = 140;

/** The position after moving by `step` among `count` options; -1 stands for the field itself. */
export function moved(position: number, step: number, count: number): number {
  if (count === 0) return -1;
  const next = position + step;
  if (next < -1) return count - 1;
  return next >= count ? -1 : next;
}

/** What is said to a screen reader when the list changes. */
export function spoken(count: number, language: string): string {
  const english = language.startsWith("en");
  if (count === 0) return english ? "No suggestion" : "Aucune suggestion";
  if (count === 1) return english ? "1 suggestion" : "1 suggestion, flèche bas pour la choisir";
  return english ? `${count} suggestions` : `${count} suggestions, flèches pour choisir`;
}

export function suggest(element: HTMLElement): void {
  if (element instanceof HTMLInputElement && element.dataset["suggestUrl"]) new Suggest(element).start();
}

class Suggest {
  private readonly list = document.createElement("ul");
  private readonly status = document.createElement("p");
  private position = -1;
  private timer = 0;
  private asked: AbortController | null = null;

  constructor(private readonly field: HTMLInputElement) {}

  start(): void {
    this.list.id = `${this.field.id}_suggestions`;
    this.list.className = "suggest";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.list.hidden = true;
    this.status.className = "vh";
    this.status.setAttribute("role", "status");
    this.field.after(this.list, this.status);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"],
      ["aria-expanded", "false"], ["aria-controls", this.list.id]] as const) this.field.setAttribute(name, value);
    this.listen();
  }

  private listen(): void {
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.left());
    // Before the field loses the cursor, so that the click still finds the list open.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
      if (option) this.choose(option);
    });
  }

  private left(): void {
    window.clearTimeout(this.timer);
    this.asked?.abort();
    this.close();
  }

  private typed(): void {
    const code = this.code();
    if (code) code.value = "";
    window.clearTimeout(this.timer);
    this.asked?.abort();
    if (this.field.value.trim().length < 2) this.close();
    else this.timer = window.setTimeout(() => void this.ask(), WAIT_MS);
  }

  private async ask(): Promise<void> {
    const address = new URL(this.field.dataset["suggestUrl"] ?? "", window.location.href);
    address.searchParams.set("q", this.field.value);
    this.asked = new AbortController();
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: this.asked.signal });
      const html = await answer.text();
      if (answer.ok && document.activeElement === this.field) this.show(html);
    } catch {
      // Cut off or typed on: the field works without suggestions.
    }
  }

  private show(html: string): void {
    this.list.innerHTML = html;
    this.position = -1;
    this.options().forEach((option, number) => { option.id = `${this.list.id}_${number}`; });
    const count = this.options().length;
    this.list.hidden = count === 0;
    this.field.setAttribute("aria-expanded", String(count > 0));
    this.field.removeAttribute("aria-activedescendant");
    this.status.textContent = spoken(count, document.documentElement.lang);
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden) return;
    const option = this.options()[this.position];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && option) this.choose(option);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  private move(step: number): void {
    const options = this.options();
    this.position = moved(this.position, step, options.length);
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === this.position)));
    const option = options[this.position];
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  private choose(option: HTMLElement): void {
    this.field.value = option.dataset["label"] ?? "";
    const code = this.code();
    if (code) code.value = option.dataset["value"] ?? "";
    this.close();
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private close(): void {
    this.list.hidden = true;
    this.position = -1;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  private code(): HTMLInputElement | null {
    const found = document.getElementById(this.field.dataset["suggestCode"] ?? "");
    return found instanceof HTMLInputElement ? found : null;
  }

  private options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }
}
