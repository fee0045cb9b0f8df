/** Where the bus is on its trip, from a point, a clock and the bundle. Metres along the shape, degrees WGS84. */
import type { Bundle, Pattern, Trip } from "./bundle";

export interface Point {
  readonly lat: number;
  readonly lon: number;
  /** Degrees clockwise from north, null when the bus hardly moves. */
  readonly heading: number | null;
  /** Radius in metres in which the receiver believes to be. */
  readonly accuracy: number;
}

/** What narrows the search: each is null when it is not known. */
export interface Hint {
  readonly trip: string | null;
  readonly block: string | null;
  readonly line: string | null;
}

export interface Found {
  readonly trip: Trip;
  readonly metres: number;
  /** Seconds behind the timetable, negative when early. */
  readonly delay_s: number;
}

/** A trip for sure, or only its line, or neither. */
export interface Match {
  readonly found: Found | null;
  readonly line: string | null;
}

interface Scored extends Found {
  readonly score: number;
}

const METRES_PER_DEGREE = 111_195;
const OFF_ROUTE_M = 45;
const TURN_DEG = 60;
const EARLY_S = 600;
const LATE_S = 2400;
const CLEARLY = 1.5;
const NEXT_TRIP_S = 900;

/** Match a point to the trips that can be running. `before` is the last match of this screen, or null. */
export function match(bundle: Bundle, point: Point, now: number, hint: Hint, before: Found | null): Match {
  const running = tripsRunning(bundle, now, hint);
  const scored = running.flatMap((trip) => score(bundle, trip, point, now, before));
  scored.sort((a, b) => a.score - b.score || (a.trip.id < b.trip.id ? -1 : 1));
  const best = scored[0];
  if (!best) return { found: null, line: null };
  const lineOf = (one: Scored) => bundle.patterns[one.trip.pattern]?.line;
  const rivals = scored.filter((one) => one.score - best.score < CLEARLY && goesElsewhere(bundle, one, best));
  if (rivals.length === 0) return { found: best, line: null };
  const sameLine = rivals.every((one) => lineOf(one) === lineOf(best));
  const line = bundle.lines[lineOf(best) ?? -1]?.key ?? null;
  return { found: null, line: sameLine ? line : null };
}

/** Trips that may be on the road now: the known trip, else the block's, else the line's, else all. */
function tripsRunning(bundle: Bundle, now: number, hint: Hint): Trip[] {
  const second = now - bundle.midnight;
  const onRoad = bundle.trips.filter((trip) => {
    const last = bundle.runs[trip.run]?.slice(-1)[0] ?? 0;
    return trip.start_s - EARLY_S <= second && second <= trip.start_s + last + LATE_S;
  });
  const line = hint.line === null ? undefined : bundle.line_index.get(hint.line);
  const narrowed = [
    onRoad.filter((trip) => trip.id === hint.trip),
    onRoad.filter((trip) => hint.block !== null && hint.block !== "" && trip.block === hint.block),
    onRoad.filter((trip) => line !== undefined && bundle.patterns[trip.pattern]?.line === line),
  ];
  return narrowed.find((trips) => trips.length > 0) ?? onRoad;
}

/** Whether two matches lead to different places: another line, or another path from here on. */
function goesElsewhere(bundle: Bundle, one: Scored, other: Scored): boolean {
  const a = bundle.patterns[one.trip.pattern];
  const b = bundle.patterns[other.trip.pattern];
  if (!a || !b || a === b) return false;
  return a.line !== b.line || stopsAfter(a, one.metres) !== stopsAfter(b, other.metres);
}

function stopsAfter(pattern: Pattern, metres: number): string {
  return pattern.stops.filter((_, i) => (pattern.metres[i] ?? 0) > metres + 20).join();
}

/** Every place of the trip's shape that the point may be, with its price: metres off, delay, jump from before. */
function score(bundle: Bundle, trip: Trip, point: Point, now: number, before: Found | null): Scored[] {
  const pattern = bundle.patterns[trip.pattern];
  if (!pattern) return [];
  return placesOn(bundle, pattern, point).map(({ metres, away }) => {
    const delay_s = now - bundle.midnight - trip.start_s - secondsAt(bundle, trip, metres);
    const late = delay_s < 0 ? -delay_s / 90 : delay_s / 240;
    const same = before !== null && before.trip.id === trip.id;
    const jump = same ? Math.min(4, Math.max(0, before.metres - 60 - metres) / 200) : before === null ? 0 : 2;
    return { trip, metres, delay_s, score: away / 15 + late + jump };
  });
}

interface Foot {
  readonly metres: number;
  readonly away: number;
}

/** Nearest places of the shape within reach, one per pass of the path by the point. */
function placesOn(bundle: Bundle, pattern: Pattern, point: Point): Foot[] {
  const shape = bundle.shapes[pattern.shape];
  if (!shape) return [];
  const reach = Math.max(OFF_ROUTE_M, Math.min(point.accuracy * 1.5, 120));
  const feet: Foot[] = [];
  let near: Foot | null = null;
  for (let i = 1; i < shape.lat.length; i++) {
    const foot = footOn(shape, i, point);
    const fits = foot !== null && foot.away <= reach;
    if (fits && (near === null || foot.away < near.away)) near = foot;
    if (!fits && near !== null) {
      feet.push(near);
      near = null;
    }
  }
  if (near !== null) feet.push(near);
  return feet;
}

/** The nearest place on one segment, or null when the bus heads elsewhere. */
function footOn(shape: Bundle["shapes"][number], i: number, point: Point): Foot | null {
  const [lat0 = 0, lat1 = 0] = [shape.lat[i - 1], shape.lat[i]];
  const [lon0 = 0, lon1 = 0] = [shape.lon[i - 1], shape.lon[i]];
  const [along0 = 0, along1 = 0] = [shape.along_m[i - 1], shape.along_m[i]];
  const narrow = Math.cos((point.lat * Math.PI) / 180) * METRES_PER_DEGREE;
  const [x, y] = [(point.lon - lon0) * narrow, (point.lat - lat0) * METRES_PER_DEGREE];
  const [dx, dy] = [(lon1 - lon0) * narrow, (lat1 - lat0) * METRES_PER_DEGREE];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, (x * dx + y * dy) / length2));
  const turned = point.heading === null ? 0 : turn(point.heading, (Math.atan2(dx, dy) * 180) / Math.PI);
  if (length2 > 4 && turned > TURN_DEG) return null;
  return { metres: along0 + t * (along1 - along0), away: Math.hypot(x - t * dx, y - t * dy) };
}

/** Degrees between two headings, 0 to 180. */
export function turn(a: number, b: number): number {
  const apart = Math.abs(a - b) % 360;
  return apart > 180 ? 360 - apart : apart;
}

/** Seconds from the start of the trip at which the timetable has the bus at this metre. */
export function secondsAt(bundle: Bundle, trip: Trip, metres: number): number {
  return interpolate(bundle.patterns[trip.pattern]?.metres ?? [], bundle.runs[trip.run] ?? [], metres);
}

/** Metres at which the timetable has the bus so many seconds after the start of the trip. */
export function metresAt(bundle: Bundle, trip: Trip, seconds: number): number {
  return interpolate(bundle.runs[trip.run] ?? [], bundle.patterns[trip.pattern]?.metres ?? [], seconds);
}

function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  const i = xs.findIndex((value) => value >= x);
  if (i < 0) return ys[ys.length - 1] ?? 0;
  if (i === 0) return ys[0] ?? 0;
  const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [xs[i - 1], xs[i], ys[i - 1], ys[i]];
  return x1 === x0 ? y1 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}

/** By the timetable: the trip of the block that runs now (or soon), as late as the bus was when last seen. */
export function byTimetable(bundle: Bundle, block: string, delay_s: number, now: number): Found | null {
  const second = now - bundle.midnight - delay_s;
  const trips = bundle.trips.filter((trip) => trip.block === block);
  const last = (trip: Trip) => bundle.runs[trip.run]?.slice(-1)[0] ?? 0;
  const running = trips.find((trip) => trip.start_s <= second && second <= trip.start_s + last(trip));
  if (running) {
    return { trip: running, metres: metresAt(bundle, running, second - running.start_s), delay_s };
  }
  const next = trips.find((trip) => trip.start_s > second && trip.start_s - second <= NEXT_TRIP_S);
  return next ? { trip: next, metres: 0, delay_s: 0 } : null;
}
