/** Small makers of elements: no text is ever read as markup, no style is written inline. */

const SVG = "http://www.w3.org/2000/svg";

export function element(tag: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

export function shape(tag: string, attributes: Record<string, string>, ...children: Node[]): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The dark modules of a matrix "<size>:<hexadecimal bits>" as one path, with a margin of two modules. */
export function matrixPath(packed: string): { size: number; path: string } {
  const [head = "0", bits = ""] = packed.split(":");
  const size = Number(head);
  const dark = (i: number) => (parseInt(bits[i >> 2] ?? "0", 16) >> (3 - (i & 3))) & 1;
  let path = "";
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let run = 0;
      while (x + run < size && dark(y * size + x + run)) run++;
      if (run) path += `M${x + 2} ${y + 2}h${run}v1h-${run}z`;
      x += run;
    }
  }
  return { size: size + 4, path };
}

export function qrCode(packed: string, label: string): SVGElement {
  const { size, path } = matrixPath(packed);
  const box = { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" };
  const ground = shape("path", { fill: "#fff", d: `M0 0h${size}v${size}H0z` });
  return shape("svg", box, ground, shape("path", { fill: "#0B2239", d: path }));
}

const STEP = 44;
const MOST_STOPS = 4;

/** The line to the stop: one ring for each stop before it, at most three, and the stop itself. */
export function stopsDrawing(count: number): SVGElement {
  const rings = Math.max(0, Math.min(count, MOST_STOPS) - 1);
  const end = 36 + STEP * rings;
  const path = shape("path", { d: `M0 10h${end - 4}` });
  const circles = Array.from({ length: rings }, (_, i) => shape("circle", { cx: `${34 + STEP * i}`, cy: "10", r: "7" }));
  const ringsGroup = shape("g", { fill: "var(--paper)" }, ...circles);
  const lines = shape("g", { fill: "none", stroke: "currentColor", "stroke-width": "4" }, path, ringsGroup);
  const stop = shape("circle", { cx: `${end}`, cy: "10", r: "10", fill: "currentColor" });
  return shape("svg", { viewBox: `0 0 ${end + 12} 20`, "aria-hidden": "true" }, lines, stop);
}

export function check(): SVGElement {
  const box = { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" };
  return shape("svg", box, shape("path", { d: "M4 12.5 9.5 18 20 6.5" }));
}
