/** Makes long names fit: the type becomes smaller by steps of the style sheet, never by an inline style. */

const STEPS = ["", "is-long", "is-longer", "is-longest"];

/** Shrink, in this order, what may shrink, until the layout holds inside the screen. */
export function fitInside(root: HTMLElement): void {
  const main = root.querySelector<HTMLElement>(".bus-screen__main");
  if (!main) return;
  const all = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)];
  const facts = all(".bus-screen__facts, .bus-screen__facts > div");
  for (const value of all(".bus-screen__value")) shrinkWhile(value, () => [value, ...facts].some(tooWide));
  for (const text of all(".bus-screen__tel, .bus-screen__url")) shrinkWhile(text, () => tooWide(text));
  // The trade gives way last: who hires and what a message adds become smaller before it.
  for (const text of all(".bus-screen__employer, .bus-screen__text")) shrinkWhile(text, () => tooTall(main), 2);
  for (const text of all(".bus-screen__trade")) shrinkWhile(text, () => tooWide(text) || tooTall(main));
  for (const text of all(".bus-screen__employer, .bus-screen__text")) shrinkWhile(text, () => tooTall(main));
}

function shrinkWhile(text: HTMLElement, overflows: () => boolean, last = STEPS.length - 1): void {
  const isShort = text.classList.contains("is-short");
  let step = isShort ? -1 : Math.max(0, STEPS.findIndex((name) => name && text.classList.contains(name)));
  while (step < last && overflows()) {
    text.classList.remove("is-short", ...STEPS.filter(Boolean));
    step += 1;
    const name = STEPS[step];
    if (name) text.classList.add(name);
  }
}

/** Wider than its place. Tight letter spacing makes a box a little wider than its text: that is no overflow. */
function tooWide(box: HTMLElement): boolean {
  return box.scrollWidth > box.clientWidth + 0.06 * parseFloat(getComputedStyle(box).fontSize);
}

/** Lower than its place, or its upper part touches the facts below. */
function tooTall(main: HTMLElement): boolean {
  const { paddingBottom, fontSize } = getComputedStyle(main);
  const [top, facts] = [main.firstElementChild, main.lastElementChild];
  if (!top || !facts) return false;
  const foot = main.getBoundingClientRect().bottom - parseFloat(paddingBottom);
  const written = top.lastElementChild?.getBoundingClientRect().bottom ?? 0;
  const below = top === facts ? foot : facts.getBoundingClientRect().top;
  return facts.getBoundingClientRect().bottom > foot + 1 || written > below - parseFloat(fontSize) / 2;
}
