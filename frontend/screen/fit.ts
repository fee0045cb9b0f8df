/** Makes long names fit: the type becomes smaller by steps of the style sheet, never by an inline style. */

const STEPS = ["", "is-long", "is-longer", "is-longest"];

/** Shrink, in this order, what may shrink, until the layout holds inside the screen. */
export function fitInside(root: HTMLElement): void {
  const main = root.querySelector<HTMLElement>(".bus-screen__main");
  if (!main) return;
  for (const value of root.querySelectorAll<HTMLElement>(".bus-screen__value, .bus-screen__tel, .bus-screen__url")) {
    shrinkWhile(value, () => tooWide(value) || tooWide(main));
  }
  for (const name of [".bus-screen__trade", ".bus-screen__employer", ".bus-screen__text"]) {
    const text = root.querySelector<HTMLElement>(name);
    if (text) shrinkWhile(text, () => tooWide(text) || tooTall(main));
  }
}

function shrinkWhile(text: HTMLElement, overflows: () => boolean): void {
  const first = text.classList.contains("is-short") ? -1 : STEPS.findIndex((step) => step && text.classList.contains(step));
  let step = text.classList.contains("is-short") ? -1 : Math.max(0, first);
  while (overflows() && step < STEPS.length - 1) {
    text.classList.remove("is-short", "is-long", "is-longer", "is-longest");
    step += 1;
    const name = STEPS[step];
    if (name) text.classList.add(name);
  }
}

function tooWide(box: HTMLElement): boolean {
  return box.scrollWidth > box.clientWidth + 1;
}

function tooTall(box: HTMLElement): boolean {
  const last = box.lastElementChild?.getBoundingClientRect().bottom ?? 0;
  const padding = parseFloat(getComputedStyle(box).paddingBottom) || 0;
  const top = box.firstElementChild;
  const rest = top?.nextElementSibling?.getBoundingClientRect().top ?? Infinity;
  const content = top?.lastElementChild?.getBoundingClientRect().bottom ?? 0;
  return last > box.getBoundingClientRect().bottom - padding + 1 || content > rest + 1;
}
