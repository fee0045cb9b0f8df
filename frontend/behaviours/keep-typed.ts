/**
 * What is typed in a long form survives a lost session, a closed tab, a dead battery: it is kept in this
 * browser until the form is sent and answered, and put back when the page is opened again.
 *
 *   <form method="post" data-behaviour="keep-typed" data-keep="vacancy-12"> … </form>
 *
 * Passwords, files and hidden fields are not kept. What the server wrote after an error stays as it is.
 * The page that follows a success says that nothing needs to be kept any more:
 *
 *   <span data-behaviour="forget-typed" data-keep="vacancy-12"></span>
 */
const DAYS_KEPT = 7;

interface Kept {
  readonly at: number;
  readonly fields: Record<string, string[]>;
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Whether a field of this kind is kept. */
export function isKept(name: string, type: string): boolean {
  return name !== "" && !["hidden", "password", "file", "submit", "button"].includes(type);
}

/** What was stored under a key, unless it is too old or unreadable. */
export function readKept(text: string | null, now: number): Kept | null {
  if (!text) return null;
  try {
    const kept = JSON.parse(text) as Partial<Kept>;
    if (typeof kept.at !== "number" || typeof kept.fields !== "object" || kept.fields === null) return null;
    return now - kept.at < DAYS_KEPT * 86_400_000 ? { at: kept.at, fields: kept.fields } : null;
  } catch {
    return null;
  }
}

function keyOf(name: string): string {
  return `jalon:typed:${name}`;
}

export function forgetTyped(element: HTMLElement): void {
  try {
    localStorage.removeItem(keyOf(element.dataset["keep"] ?? ""));
  } catch {
    // A forbidden store holds nothing to forget.
  }
}

export function keepTyped(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement) || !element.dataset["keep"]) return;
  const form = element;
  const key = keyOf(form.dataset["keep"] ?? "");
  const typedNow = form.querySelector("[role=alert]") !== null;
  if (!typedNow) putBack(form, key);
  form.addEventListener("input", () => store(form, key));
  form.addEventListener("submit", () => store(form, key));
}

function fieldsOf(form: HTMLFormElement): Field[] {
  const all = [...form.elements].filter(
    (e): e is Field =>
      e instanceof HTMLInputElement || e instanceof HTMLTextAreaElement || e instanceof HTMLSelectElement,
  );
  return all.filter((field) => isKept(field.name, field.type));
}

function isTick(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");
}

function store(form: HTMLFormElement, key: string): void {
  const fields: Record<string, string[]> = {};
  for (const field of fieldsOf(form)) {
    const values = (fields[field.name] ??= []);
    if (!isTick(field) || field.checked) values.push(field.value);
  }
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields } satisfies Kept));
  } catch {
    // A full or forbidden store only means that nothing is kept.
  }
}

function putBack(form: HTMLFormElement, key: string): void {
  let kept: Kept | null = null;
  try {
    kept = readKept(localStorage.getItem(key), Date.now());
    localStorage.removeItem(key);
  } catch {
    return;
  }
  if (!kept) return;
  for (const field of fieldsOf(form)) {
    const values = kept.fields[field.name];
    if (!values) continue;
    if (isTick(field)) field.checked = values.includes(field.value);
    else if (values[0] !== undefined) field.value = values[0];
  }
}
