/**
 * One button ticks every box of a name in its form, and unticks them when all are ticked. Boxes that cannot be
 * chosen are left alone; without this script the button stays hidden and boxes are ticked one by one.
 *
 *   <button type="button" data-behaviour="tick-all" data-tick="person" data-none="Tout décocher" hidden>Tout cocher
 */
export function tickAll(element: HTMLElement): void {
  if (!(element instanceof HTMLButtonElement) || !element.form) return;
  const form = element.form;
  const all = element.textContent;
  const boxes = (): HTMLInputElement[] =>
    [...form.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name="${element.dataset["tick"]}"]:not(:disabled)`)];
  const say = (): void => {
    element.textContent = everyTicked(boxes()) ? element.dataset["none"] ?? all : all;
  };
  element.addEventListener("click", () => {
    const ticked = !everyTicked(boxes());
    boxes().forEach((box) => { box.checked = ticked; });
    say();
  });
  form.addEventListener("change", say);
  element.hidden = boxes().length === 0;
  say();
}

/** Whether there are boxes and all of them are ticked. */
export function everyTicked(boxes: readonly Pick<HTMLInputElement, "checked">[]): boolean {
  return boxes.length > 0 && boxes.every((box) => box.checked);
}
