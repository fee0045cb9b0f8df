/**
 * Prints the page.
 *
 *   <button type="button" data-behaviour="print-page" hidden>Imprimer</button>
 */
export function printPage(button: HTMLElement): void {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
