/** Which position counts: the operator's player, the own receiver, the server's feed, the timetable, the line. */
import type { Bundle } from "./bundle";
import { byTimetable, match, secondsAt, type Found, type Hint, type Match, type Point } from "./locate";
import type { Source, Where } from "./play";
import type { Fix } from "./protocol";

/** What outlives a power cut: the block that the bus was on, and how late it was. */
export interface Track {
  readonly day: string;
  readonly block: string;
  readonly delay_s: number;
  readonly at: number;
}

const DELAY_KEPT_S = 1800;
/** For so long after a match, points that fit nowhere (a bend, a bad fix) do not lose the trip. */
const HOLD_S = 20;
const ORDER = ["host", "gps", "feed"] as const;

export class Positioner {
  track: Track | null = null;
  vehicle: { line: string | null; block: string | null } | null = null;
  private readonly fixes = new Map<Source, Fix>();
  private readonly placed = new WeakMap<Fix, { bundle: Bundle; match: Match }>();
  private before: Found | null = null;
  private beforeAt = 0;

  heard(source: "host" | "gps" | "feed", fix: Fix): void {
    this.fixes.set(source, fix);
  }

  /** The latest point of the own receiver or of the player, to be reported. */
  get lastPoint(): Fix | null {
    return this.fixes.get("gps") ?? this.fixes.get("host") ?? null;
  }

  /** Where the bus is now, by the best source that can be placed on the bundle. */
  where(bundle: Bundle, now: number): Where {
    let unsure: string | null = null;
    let anyFix = false;
    for (const source of ORDER) {
      const fix = this.fixes.get(source);
      if (!fix || Math.abs(now - fix.at) > bundle.params.stale_position_s) continue;
      anyFix = true;
      const { found, line } = this.placeOnce(bundle, fix);
      if (found) return this.sure(bundle, found, fix.at, source);
      unsure ??= line ?? fix.line;
    }
    const held = anyFix ? this.held(now) : null;
    if (held) return { at: now, trip: held.trip.id, metres: held.metres, line: null, source: "gps" };
    const line = unsure ?? this.vehicle?.line ?? null;
    if (!anyFix) {
      const found = this.planned(bundle, now);
      if (found) return { at: now, trip: found.trip.id, metres: found.metres, line, source: "timetable" };
    }
    return { at: now, trip: null, metres: null, line, source: line === null ? "none" : "line" };
  }

  /** Each point is matched once: it may be asked about twice a second on a slow player. */
  private placeOnce(bundle: Bundle, fix: Fix): Match {
    const known = this.placed.get(fix);
    if (known && known.bundle === bundle) return known.match;
    const match = this.place(bundle, fix);
    this.placed.set(fix, { bundle, match });
    return match;
  }

  private place(bundle: Bundle, fix: Fix): Match {
    const index = fix.trip === null ? undefined : bundle.trip_index.get(fix.trip);
    const trip = index === undefined ? undefined : bundle.trips[index];
    if (trip && fix.metres !== null) {
      const delay_s = fix.at - bundle.midnight - trip.start_s - secondsAt(bundle, trip, fix.metres);
      return { found: { trip, metres: fix.metres, delay_s }, line: null };
    }
    if (fix.lat === null || fix.lon === null) return { found: null, line: fix.line };
    const point: Point = {
      lat: fix.lat,
      lon: fix.lon,
      heading: fix.heading ?? null,
      accuracy: fix.accuracy ?? 0,
    };
    const narrow = match(bundle, point, fix.at, this.hint(bundle, fix), this.before);
    if (narrow.found || narrow.line) return narrow;
    // The vehicle may have changed its block or its line since: look at every trip.
    return match(bundle, point, fix.at, { trip: null, block: null, line: null }, this.before);
  }

  private hint(bundle: Bundle, fix: Fix): Hint {
    const block = fix.block ?? this.vehicle?.block ?? (this.track?.day === bundle.day ? this.track.block : null);
    return { trip: fix.trip, block, line: fix.line ?? this.vehicle?.line ?? null };
  }

  private sure(bundle: Bundle, found: Found, at: number, source: Source): Where {
    this.before = found;
    this.beforeAt = at;
    this.track = { day: bundle.day, block: found.trip.block, delay_s: found.delay_s, at };
    return { at, trip: found.trip.id, metres: found.metres, line: null, source };
  }

  /** Where the last match was, while it is recent. */
  private held(now: number): Found | null {
    return now - this.beforeAt <= HOLD_S ? this.before : null;
  }

  private planned(bundle: Bundle, now: number): Found | null {
    const track = this.track?.day === bundle.day ? this.track : null;
    const block = track?.block || this.vehicle?.block;
    if (!block) return null;
    const delay_s = track && Math.abs(now - track.at) < DELAY_KEPT_S ? track.delay_s : 0;
    return byTimetable(bundle, block, delay_s, now);
  }
}

const HEADING_FROM_M = 15;
const METRES_PER_DEGREE = 111_195;

/** Follow the browser's receiver. `onTrouble` gets "gps_denied" or "gps_lost". */
export function watchReceiver(now: () => number, onFix: (fix: Fix) => void, onTrouble: (code: string) => void): void {
  if (!("geolocation" in navigator)) return onTrouble("gps_denied");
  let from: { lat: number; lon: number; heading: number | null } | null = null;
  navigator.geolocation.watchPosition(
    ({ coords }) => {
      const [lat, lon] = [coords.latitude, coords.longitude];
      const moved = from ? displacement(from, { lat, lon }) : null;
      const moving = coords.heading !== null && Number.isFinite(coords.heading) && (coords.speed ?? 0) > 2;
      const heading = moving ? coords.heading : moved && moved.metres > HEADING_FROM_M ? moved.heading : null;
      if (!from || (moved && moved.metres > HEADING_FROM_M)) from = { lat, lon, heading };
      const fix = { at: now(), trip: null, line: null, block: null, metres: null, lat, lon };
      onFix({ ...fix, heading: heading ?? from.heading, accuracy: coords.accuracy });
    },
    (error) => onTrouble(error.code === error.PERMISSION_DENIED ? "gps_denied" : "gps_lost"),
    { enableHighAccuracy: true, maximumAge: 2000, timeout: 30_000 },
  );
}

function displacement(a: { lat: number; lon: number }, b: { lat: number; lon: number }) {
  const x = (b.lon - a.lon) * Math.cos((a.lat * Math.PI) / 180) * METRES_PER_DEGREE;
  const y = (b.lat - a.lat) * METRES_PER_DEGREE;
  return { metres: Math.hypot(x, y), heading: ((Math.atan2(x, y) * 180) / Math.PI + 360) % 360 };
}
