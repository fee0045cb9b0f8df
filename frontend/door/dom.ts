/** Small elements, made in one line each. */
type Child = Node | string | null | false | undefined;
type Properties = Record<string, string | boolean | ((event: Event) => void) | null | undefined>;

let icons = "";

export function useIcons(address: string): void {
  icons = address;
}

/** `h("button", {class: "btn", onclick}, "Noter")`: functions listen, `true` is an empty attribute. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, properties: Properties = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value);
    else if (value === true) element.setAttribute(name, "");
    else if (typeof value === "string") element.setAttribute(name, value);
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${icons}#i-${name}`);
  svg.append(use);
  return svg;
}

/** Put new children in, and the cursor back where it was (`data-at` names the place). */
export function replace(parent: HTMLElement, ...children: Child[]): void {
  const active = document.activeElement;
  const at = active instanceof HTMLElement && parent.contains(active) ? active.dataset["at"] : undefined;
  parent.replaceChildren(...children.filter((child): child is Node | string => Boolean(child)));
  if (at) parent.querySelector<HTMLElement>(`[data-at="${CSS.escape(at)}"]`)?.focus();
}
