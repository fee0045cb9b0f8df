/**
 * A behaviour is a small function that makes one element live.
 *
 *   <form data-behaviour="search-key"> … </form>
 *
 * Several may be named, separated by spaces. Each element meets each behaviour once, also when htmx
 * brings it later.
 */
export type Behaviour = (element: HTMLElement) => void;

const known = new Map<string, Behaviour>();
const met = new WeakMap<HTMLElement, Set<string>>();

export function register(name: string, behaviour: Behaviour): void {
  if (known.has(name)) throw new Error(`behaviour registered twice: ${name}`);
  known.set(name, behaviour);
}

/** Names in a `data-behaviour` value, each once, in order. */
export function namesIn(value: string): string[] {
  return [...new Set(value.split(/\s+/).filter(Boolean))];
}

/** Attach every behaviour named on `root` or inside it. */
export function attach(root: HTMLElement): void {
  const inside = root.querySelectorAll<HTMLElement>("[data-behaviour]");
  const elements = root.matches("[data-behaviour]") ? [root, ...inside] : [...inside];
  for (const element of elements) attachOne(element);
}

function attachOne(element: HTMLElement): void {
  const done = met.get(element) ?? new Set<string>();
  met.set(element, done);
  for (const name of namesIn(element.dataset["behaviour"] ?? "")) {
    const behaviour = known.get(name);
    if (!behaviour || done.has(name)) continue;
    done.add(name);
    behaviour(element);
  }
}
