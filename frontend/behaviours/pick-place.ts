/**
 * A small map below a coordinates field: the communes around as landmarks, a cross that one puts by a click
 * or moves with the arrows (50 m; 500 m with the upper-case key). What it writes into the field is what
 * would have been pasted. Without this script the field takes pasted coordinates.
 *
 *   <input id="id_coordinates" data-behaviour="pick-place" data-pick-url="/referentiel/communes/autour"
 *          data-pick-commune="id_commune">
 *
 * The address answers `?lat=&lon=` or `?q=` with `{centre: [lat, lon], communes: [{name, lat, lon}]}`.
 */
const SVG = "http://www.w3.org/2000/svg";
const SIZE = 600;
const METRES_PER_DEGREE = 111_195;

export interface View {
  readonly lat: number;
  readonly lon: number;
  /** Metres from edge to edge. */
  readonly span: number;
}

/** Place on the drawing (0 to 600 each way), north up. */
export function toDrawing(view: View, lat: number, lon: number): [number, number] {
  const metresPerUnit = view.span / SIZE;
  const east = (lon - view.lon) * METRES_PER_DEGREE * Math.cos((view.lat * Math.PI) / 180);
  const north = (lat - view.lat) * METRES_PER_DEGREE;
  return [SIZE / 2 + east / metresPerUnit, SIZE / 2 - north / metresPerUnit];
}

/** The reverse of `toDrawing`. */
export function toPlace(view: View, x: number, y: number): [number, number] {
  const metresPerUnit = view.span / SIZE;
  const lat = view.lat + ((SIZE / 2 - y) * metresPerUnit) / METRES_PER_DEGREE;
  const perDegree = METRES_PER_DEGREE * Math.cos((view.lat * Math.PI) / 180);
  return [lat, view.lon + ((x - SIZE / 2) * metresPerUnit) / perDegree];
}

/** « 51.03430, 2.37670 », or null for other words. */
export function readPair(text: string): [number, number] | null {
  const found = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
  return found?.[1] && found[2] ? [Number(found[1]), Number(found[2])] : null;
}

interface Commune {
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
}

export function pickPlace(element: HTMLElement): void {
  if (element instanceof HTMLInputElement) new Picker(element).start();
}

class Picker {
  private readonly button = document.createElement("button");
  private readonly said = document.createElement("p");
  private readonly drawing = document.createElementNS(SVG, "svg");
  private communes: Commune[] = [];
  private view: View = { lat: 0, lon: 0, span: 12_000 };
  private place: [number, number] | null = null;

  constructor(private readonly field: HTMLInputElement) {}

  start(): void {
    this.button.type = "button";
    this.button.className = "btn btn--small";
    this.button.textContent = "Montrer sur un plan";
    this.said.className = "small";
    this.said.setAttribute("role", "status");
    this.drawing.setAttribute("class", "pick");
    this.drawing.setAttribute("viewBox", `0 0 ${SIZE} ${SIZE}`);
    this.drawing.setAttribute("tabindex", "0");
    this.drawing.setAttribute("role", "application");
    this.drawing.setAttribute("aria-label", "Plan. Les flèches déplacent la croix, plus et moins changent l’échelle.");
    this.drawing.setAttribute("hidden", "");
    this.field.after(this.button, this.said, this.drawing);
    this.button.addEventListener("click", () => void this.open());
    this.drawing.addEventListener("click", (event) => this.clicked(event));
    this.drawing.addEventListener("keydown", (event) => this.key(event));
  }

  private async open(): Promise<void> {
    const address = this.address();
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const { centre, communes } = (await answer.json()) as { centre: [number, number]; communes: Commune[] };
      this.communes = communes;
      this.view = { lat: centre[0], lon: centre[1], span: this.view.span };
      this.place = readPair(this.field.value);
      this.drawing.removeAttribute("hidden");
      this.said.textContent = "Touchez l’endroit, ou déplacez la croix avec les flèches.";
      this.draw();
    } catch {
      this.said.textContent = "Tapez d’abord une commune ou des coordonnées : le plan s’ouvre à cet endroit.";
    }
  }

  private address(): URL {
    const address = new URL(this.field.dataset["pickUrl"] ?? "", window.location.href);
    const pair = readPair(this.field.value);
    const commune = document.getElementById(this.field.dataset["pickCommune"] ?? "");
    if (pair) {
      address.searchParams.set("lat", String(pair[0]));
      address.searchParams.set("lon", String(pair[1]));
    } else if (commune instanceof HTMLInputElement) address.searchParams.set("q", commune.value);
    return address;
  }

  private clicked(event: MouseEvent): void {
    const box = this.drawing.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * SIZE;
    const y = ((event.clientY - box.top) / box.height) * SIZE;
    this.put(toPlace(this.view, x, y));
  }

  private key(event: KeyboardEvent): void {
    const step = event.shiftKey ? 500 : 50;
    const moves: Record<string, [number, number]> = {
      ArrowUp: [step, 0], ArrowDown: [-step, 0], ArrowLeft: [0, -step], ArrowRight: [0, step],
    };
    const move = moves[event.key];
    if (move) {
      const [lat, lon] = this.place ?? [this.view.lat, this.view.lon];
      const perDegree = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
      this.put([lat + move[0] / METRES_PER_DEGREE, lon + move[1] / perDegree]);
    } else if (event.key === "+" || event.key === "-") {
      const [lat, lon] = this.place ?? [this.view.lat, this.view.lon];
      this.view = { lat, lon, span: Math.min(80_000, Math.max(1_000, this.view.span * (event.key === "+" ? 0.5 : 2))) };
      this.draw();
    } else return;
    event.preventDefault();
  }

  private put(place: [number, number]): void {
    this.place = place;
    this.field.value = `${place[0].toFixed(5)}, ${place[1].toFixed(5)}`;
    this.said.textContent = `La croix est à ${this.field.value}.`;
    this.draw();
  }

  private draw(): void {
    this.drawing.replaceChildren();
    for (const commune of this.communes) {
      const [x, y] = toDrawing(this.view, commune.lat, commune.lon);
      if (x < 0 || x > SIZE || y < 0 || y > SIZE) continue;
      this.add("circle", { cx: x, cy: y, r: 5, class: "pick__town" });
      this.add("text", { x: x + 10, y: y + 6, class: "pick__name" }).textContent = commune.name;
    }
    this.add("path", { d: `M20 ${SIZE - 20}h${SIZE / 6}`, class: "pick__scale" });
    const metres = Math.round(this.view.span / 6);
    this.add("text", { x: 20, y: SIZE - 30, class: "pick__name" }).textContent =
      metres >= 1000 ? `${String(metres / 1000).replace(".", ",")} km` : `${metres} m`;
    if (!this.place) return;
    const [x, y] = toDrawing(this.view, ...this.place);
    this.add("path", { d: `M${x - 16} ${y}h32M${x} ${y - 16}v32`, class: "pick__cross" });
  }

  private add(name: string, attributes: Record<string, string | number>): SVGElement {
    const shape = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, String(value));
    this.drawing.append(shape);
    return shape;
  }
}
