/** One proof of play, from what was decided and where: docs/screen-protocol.md, section 6. */
import type { Bundle, Pattern, Stretch } from "./bundle";
import type { Show, Where } from "./play";
import type { Play } from "./protocol";

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** The row of an offer that comes on screen at `at`; its seconds are known when it leaves. */
export function proofOf(bundle: Bundle, where: Where, show: Show, why: string, at: number): Omit<Play, "seconds"> {
  const trip = bundle.trips[bundle.trip_index.get(where.trip ?? "") ?? -1];
  const pattern = bundle.patterns[trip?.pattern ?? -1];
  const stretch = pattern && show.stop !== null ? stretchAt(bundle, pattern, where, show) : undefined;
  const line = stretch ? pattern?.line : (bundle.line_index.get(where.line ?? "") ?? pattern?.line);
  return {
    at: tenth(at),
    vacancy: show.id,
    code: show.code,
    line: bundle.lines[line ?? -1]?.key ?? "",
    stop: stretch && pattern ? (bundle.stops[pattern.stops[stretch.stop] ?? -1]?.key ?? "") : "",
    stretch: stretch && pattern ? `${bundle.shapes[pattern.shape]?.id ?? ""}:${Math.round(stretch.enter_m)}` : "",
    trip: stretch ? (trip?.id ?? "") : "",
    metres: stretch && where.metres !== null ? tenth(where.metres) : null,
    source: where.source,
    why,
    bundle: bundle.version,
  };
}

function stretchAt(bundle: Bundle, pattern: Pattern, where: Where, show: Show): Stretch | undefined {
  const [vacancy, metres] = [bundle.vacancy_index.get(show.id), where.metres];
  if (metres === null) return undefined;
  return pattern.stretches.find((s) => s.vacancy === vacancy && s.from_m <= metres && metres < s.until_m);
}
