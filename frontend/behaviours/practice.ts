/**
 * An exercise: a form that goes nowhere. What is typed shows where the page mirrors it, and sending says well
 * done; nothing leaves the browser.
 *
 *   <form data-behaviour="practice"> <input name="nom" required>
 *     <p role="status" hidden data-practice-done>Bravo <span data-practice-says="nom"></span></p> </form>
 */
type Field = HTMLInputElement | HTMLTextAreaElement;

/** What a field says: a file is said by its name, an empty field says nothing. */
export function saidBy(field: { type: string; value: string; files?: ArrayLike<{ name: string }> | null }): string {
  if (field.type === "file") return field.files?.[0]?.name ?? "";
  return field.value.trim();
}

export function practice(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement)) return;
  const mirrors = [...element.querySelectorAll<HTMLElement>("[data-practice-says]")];
  const before = new Map(mirrors.map((mirror) => [mirror, mirror.textContent ?? ""]));
  const done = element.querySelector<HTMLElement>("[data-practice-done]");
  const show = (): void => {
    for (const mirror of mirrors) {
      const field = element.elements.namedItem(mirror.dataset["practiceSays"] ?? "") as Field | null;
      mirror.textContent = (field && saidBy(field)) || (before.get(mirror) ?? "");
    }
  };
  element.addEventListener("input", () => {
    if (done) done.hidden = true;
    show();
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
    if (done) done.hidden = false;
  });
}
