/** A signature drawn by finger: strokes in a box of 600 by 200, as path data that the server accepts. */
export const WIDTH = 600;
export const HEIGHT = 200;
const LONGEST = 12_000;
const NEAR = 2;

export type Point = readonly [number, number];

const within = (value: number, most: number): number => Math.min(most, Math.max(0, Math.round(value)));

/** « M10 20L12 22M30 40 »; points that add nothing are left out, more of them when it grows too long. */
export function pathOf(strokes: readonly (readonly Point[])[]): string {
  for (let near = NEAR; ; near *= 2) {
    const path = strokes.map((stroke) => strokePath(stroke, near)).join("");
    if (path.length <= LONGEST || near > WIDTH) return path.length <= LONGEST ? path : "";
  }
}

function strokePath(stroke: readonly Point[], near: number): string {
  const kept: Point[] = [];
  for (const [x, y] of stroke) {
    const point: Point = [within(x, WIDTH), within(y, HEIGHT)];
    const last = kept.at(-1);
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= near) kept.push(point);
  }
  return kept.length ? `M${kept.map(([x, y]) => `${x} ${y}`).join("L")}` : "";
}

/** Whether enough was drawn to be somebody's sign: more than a touch. */
export function isDrawn(strokes: readonly (readonly Point[])[]): boolean {
  const length = (stroke: readonly Point[]): number =>
    stroke.slice(1).reduce((sum, [x, y], n) => sum + Math.hypot(x - (stroke[n]?.[0] ?? x), y - (stroke[n]?.[1] ?? y)), 0);
  return strokes.reduce((sum, stroke) => sum + length(stroke), 0) >= 40;
}

const SVG = "http://www.w3.org/2000/svg";

/** The box on the page; `changed` is told after each stroke. */
export class Pad {
  readonly element = document.createElementNS(SVG, "svg");
  private readonly line = document.createElementNS(SVG, "path");
  private strokes: Point[][] = [];

  constructor(private readonly changed: () => void) {
    this.element.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    this.element.setAttribute("class", "sign-pad");
    this.element.setAttribute("role", "img");
    this.element.setAttribute("aria-label", "Cadre pour signer avec le doigt");
    this.element.append(this.line);
    this.element.addEventListener("pointerdown", (event) => this.begin(event));
    this.element.addEventListener("pointermove", (event) => this.go(event));
    this.element.addEventListener("pointerup", () => this.changed());
  }

  get path(): string {
    return isDrawn(this.strokes) ? pathOf(this.strokes) : "";
  }

  clear(): void {
    this.strokes = [];
    this.draw();
    this.changed();
  }

  private begin(event: PointerEvent): void {
    event.preventDefault();
    this.element.setPointerCapture(event.pointerId);
    this.strokes.push([this.at(event)]);
    this.draw();
  }

  private go(event: PointerEvent): void {
    if (!this.element.hasPointerCapture(event.pointerId)) return;
    this.strokes.at(-1)?.push(this.at(event));
    this.draw();
  }

  private at(event: PointerEvent): Point {
    const box = this.element.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * WIDTH, ((event.clientY - box.top) / box.height) * HEIGHT];
  }

  private draw(): void {
    this.line.setAttribute("d", pathOf(this.strokes));
  }
}
