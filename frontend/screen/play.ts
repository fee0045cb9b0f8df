/**
 * The decision that runs on a screen: what to show now, why, and what was refused. The twin of
 * `src/jalon/engines/geocast/play.py`, rule for rule, where the rules are written; the vectors in
 * `conformance/` hold both to the same answers.
 */
import type { Bundle, Fit, Message, Pattern, Stretch, Trip, Vacancy } from "./bundle";

const AT_STOP_M = 20;
const CLOCK_BACK_S = 300;
const PRIORITY_EVERY_S = 60;
const FIT_GRACE_S = 600;

export type Source = "gps" | "host" | "feed" | "timetable" | "line" | "none";

export interface Where {
  readonly at: number;
  readonly trip: string | null;
  readonly metres: number | null;
  readonly line: string | null;
  readonly source: Source;
}

export interface Live {
  readonly fresh_at: number;
  readonly closed: ReadonlySet<string>;
  readonly urgent: Message | null;
  readonly dark: boolean;
}

export interface Passage {
  readonly since: number;
  readonly inside: number;
  readonly count: number;
}

export interface Current {
  readonly kind: "offer" | "message";
  readonly id: string;
  readonly since: number;
  readonly until: number;
  readonly rank: number;
  readonly of: number;
  readonly code: string;
}

export interface Seen {
  readonly shown: Readonly<Record<string, number>>;
  readonly passage: Passage | null;
  readonly current: Current | null;
}

export interface Show {
  readonly kind: "offer" | "message" | "off";
  readonly id: string;
  readonly code: string;
  readonly stop: string | null;
  readonly stops_ahead: number | null;
  readonly walk_min: number | null;
  readonly fit: Fit | null;
  readonly rank: number;
  readonly of: number;
}

export type Refusal = readonly [vacancy: string, reason: string];

export interface Decision {
  readonly show: Show;
  readonly why: string;
  readonly refusals: readonly Refusal[];
  readonly seen: Seen;
}

interface Place {
  readonly line: number | null;
  readonly pattern: Pattern | null;
  readonly metres: number;
  readonly picks: readonly number[];
  readonly why: string;
  readonly source: Source;
}

interface Candidate {
  readonly vacancy: number;
  readonly stretch: Stretch | null;
  readonly picked: boolean;
}

interface Moment {
  readonly bundle: Bundle;
  readonly now: number;
  readonly live: Live;
  readonly seen: Seen;
  readonly place: Place;
  readonly ahead: readonly Candidate[];
}

export const NOTHING_SEEN: Seen = { shown: {}, passage: null, current: null };

const BARE: Show = {
  kind: "off",
  id: "",
  code: "",
  stop: null,
  stops_ahead: null,
  walk_min: null,
  fit: null,
  rank: 0,
  of: 0,
};

/** What this screen shows at `now` (UTC seconds), with reasons and the next memory. */
export function decide(bundle: Bundle, where: Where, now: number, seen: Seen, live: Live): Decision {
  if (live.dark || bundle.off.some(([a, b]) => a <= now && now < b)) {
    return { show: BARE, why: "night", refusals: [], seen: { ...seen, current: null } };
  }
  const place = locate(bundle, where, now);
  const ahead = candidates(bundle, place, seen);
  const moment = { bundle, now, live, place, ahead, seen: trackPassage(bundle, seen, now, ahead.length > 0) };
  return urgentDue(moment) ?? kept(moment) ?? choose(moment);
}

function at<T>(rows: readonly T[], i: number): T {
  const row = rows[i];
  if (row === undefined) throw new RangeError(`bundle has no row ${i}`);
  return row;
}

function locate(bundle: Bundle, where: Where, now: number): Place {
  const tripAt = where.trip === null ? undefined : bundle.trip_index.get(where.trip);
  const trip = tripAt === undefined ? null : at(bundle.trips, tripAt);
  const pattern = trip && at(bundle.patterns, trip.pattern);
  const named = where.line === null ? undefined : bundle.line_index.get(where.line);
  const line = named ?? pattern?.line ?? null;
  const stale = Math.abs(now - where.at) > bundle.params.stale_position_s;
  if (trip && pattern && where.metres !== null && !stale) {
    const picks = picksAt(trip, pattern, where.metres);
    return { line: pattern.line, pattern, metres: where.metres, picks, why: "", source: where.source };
  }
  const unknown = { pattern: null, metres: 0, picks: [] };
  if (line === null) return { ...unknown, line, why: "unknown_place", source: "none" };
  return { ...unknown, line, why: stale ? "stale_position" : "line_only", source: "line" };
}

function picksAt(trip: Trip, pattern: Pattern, metres: number): readonly number[] {
  const here = pattern.rounds.findIndex(([begin, end]) => begin <= metres && metres < end);
  return trip.picks[here] ?? [];
}

function candidates(bundle: Bundle, place: Place, seen: Seen): Candidate[] {
  const lastShown = (one: Candidate) => seen.shown[at(bundle.vacancies, one.vacancy).id] ?? 0;
  const oldestFirst = (a: Candidate, b: Candidate) => lastShown(a) - lastShown(b);
  if (place.pattern === null) {
    const vacancies = place.line === null ? [] : at(bundle.line_playlists, place.line);
    return vacancies.map((vacancy) => ({ vacancy, stretch: null, picked: false })).sort(oldestFirst);
  }
  const { stretches } = place.pattern;
  const active = [...stretches.keys()].filter((i) => isAhead(at(stretches, i), place.metres));
  const picks = place.picks.filter((i) => active.includes(i));
  const candidate = (i: number, picked: boolean): Candidate => {
    const stretch = at(stretches, i);
    return { vacancy: stretch.vacancy, stretch, picked };
  };
  const rest = active.filter((i) => !picks.includes(i)).map((i) => candidate(i, false));
  return [...picks.map((i) => candidate(i, true)), ...rest.sort(oldestFirst)];
}

function isAhead(stretch: Stretch, metres: number): boolean {
  return stretch.from_m <= metres && metres < stretch.until_m;
}

function trackPassage(bundle: Bundle, seen: Seen, now: number, inside: boolean): Seen {
  if (!inside) return seen;
  const { passage_gap_s, repeat_after_minutes } = bundle.params;
  const old = seen.passage;
  const goesOn =
    old !== null &&
    within(now - old.inside, 0, passage_gap_s) &&
    now - old.since >= 0 &&
    now - old.since < repeat_after_minutes * 60;
  const passage = goesOn ? { ...old, inside: now } : { since: now, inside: now, count: 0 };
  return { ...seen, passage };
}

function within(value: number, least: number, most: number): boolean {
  return least <= value && value <= most;
}

function urgentDue({ live, now, seen }: Moment): Decision | null {
  const message = live.urgent;
  if (message === null || !isRunning(message, now)) return null;
  const current = seen.current;
  if (current && current.id === message.id && current.since <= now && now < current.until) {
    return { show: { ...BARE, kind: "message", id: message.id }, why: "priority", refusals: [], seen };
  }
  const last = seen.shown["m:" + message.id];
  if (last !== undefined && now - last >= 0 && now - last < PRIORITY_EVERY_S) return null;
  return startMessage(message, "priority", [], now, seen);
}

function kept(moment: Moment): Decision | null {
  const { bundle, now, seen, place } = moment;
  const current = seen.current;
  if (!current || now < current.since || now >= current.until) return null;
  if (current.kind === "message") {
    if (!bundle.messages.some((message) => message.id === current.id)) return null;
    return { show: { ...BARE, kind: "message", id: current.id }, why: "kept", refusals: [], seen };
  }
  const index = bundle.vacancy_index.get(current.id);
  if (index === undefined || blocked(moment)) return null;
  if (unfit(moment, at(bundle.vacancies, index), current.code)) return null;
  const candidate = moment.ahead.find((one) => one.vacancy === index) ?? null;
  if (candidate === null && place.pattern !== null) return null;
  return { show: offer(moment, candidate, current), why: "kept", refusals: [], seen };
}

function blocked({ bundle, now, live }: Moment): string {
  if (now < bundle.made_at - CLOCK_BACK_S || now < live.fresh_at - CLOCK_BACK_S) return "clock_wrong";
  return now - live.fresh_at > bundle.params.max_offline_hours * 3600 ? "offline_too_long" : "";
}

function unfit({ live, now }: Moment, vacancy: Vacancy, code: string): string {
  if (live.closed.has(vacancy.id) || live.closed.has(code)) return "closed";
  if (now >= vacancy.valid_until) return "expired";
  const open = vacancy.windows.length === 0 || vacancy.windows.some(([a, b]) => a <= now && now < b);
  return open ? "" : "out_of_hours";
}

function refused(moment: Moment, line: number, vacancy: Vacancy): string {
  const code = vacancy.codes[line];
  if (!code) return "no_code";
  const last = moment.seen.shown[vacancy.id];
  const repeat_s = moment.bundle.params.repeat_after_minutes * 60;
  const repeated = last !== undefined && moment.now - last >= 0 && moment.now - last < repeat_s;
  return unfit(moment, vacancy, code) || (repeated ? "repeated" : "");
}

function choose(moment: Moment): Decision {
  const { bundle, place, ahead } = moment;
  const passage = moment.seen.passage;
  const why = blocked(moment);
  if (why) return chooseMessage(moment, why);
  if (place.line === null || ahead.length === 0) return chooseMessage(moment, place.why || "nothing_near");
  if (passage === null || passage.count >= bundle.params.offers_per_passage) {
    return chooseMessage(moment, "passage_full");
  }
  const { free, refusals } = sortOut(moment, place.line, passage);
  const first = free[0];
  if (!first) return chooseMessage(moment, "all_refused", refusals);
  return startOffer(moment, place.line, passage, first, free.length, refusals);
}

function sortOut(moment: Moment, line: number, passage: Passage) {
  const room = moment.bundle.params.offers_per_passage - passage.count - picksToCome(moment, line);
  const free: Candidate[] = [];
  const refusals: Refusal[] = [];
  const met = new Set<number>();
  for (const candidate of moment.ahead) {
    if (met.has(candidate.vacancy)) continue;
    met.add(candidate.vacancy);
    const vacancy = at(moment.bundle.vacancies, candidate.vacancy);
    const reserved = room <= 0 && !candidate.picked ? "reserved" : "";
    const reason = refused(moment, line, vacancy) || reserved;
    if (reason) refusals.push([vacancy.id, reason]);
    else free.push(candidate);
  }
  return { free, refusals };
}

function picksToCome(moment: Moment, line: number): number {
  const { pattern, metres, picks } = moment.place;
  if (pattern === null) return 0;
  const later = picks.map((i) => at(pattern.stretches, i)).filter((stretch) => stretch.from_m > metres);
  return later.filter((s) => !refused(moment, line, at(moment.bundle.vacancies, s.vacancy))).length;
}

function startOffer(
  moment: Moment,
  line: number,
  passage: Passage,
  candidate: Candidate,
  free: number,
  refusals: readonly Refusal[],
): Decision {
  const { bundle, now } = moment;
  const vacancy = at(bundle.vacancies, candidate.vacancy);
  const current: Current = {
    kind: "offer",
    id: vacancy.id,
    since: now,
    until: now + bundle.params.seconds_per_offer,
    rank: passage.count + 1,
    of: Math.min(bundle.params.offers_per_passage, passage.count + free),
    code: vacancy.codes[line] ?? "",
  };
  const shown = { ...moment.seen.shown, [vacancy.id]: now };
  const seen = { shown, passage: { ...passage, count: current.rank }, current };
  const why = moment.place.why || (candidate.picked ? "picked" : "next_ahead");
  return { show: offer(moment, candidate, current), why, refusals, seen };
}

function offer(moment: Moment, candidate: Candidate | null, current: Current): Show {
  const { id, code, rank, of } = current;
  const bare: Show = { ...BARE, kind: "offer", id, code, rank, of };
  const { pattern, metres, source } = moment.place;
  const stretch = candidate?.stretch;
  if (!stretch || !pattern) return bare;
  return {
    ...bare,
    stop: at(moment.bundle.stops, at(pattern.stops, stretch.stop)).name,
    stops_ahead: source === "timetable" ? null : stopsAhead(pattern, metres, stretch),
    walk_min: stretch.walk_min,
    fit: fitAt(stretch, moment.now - moment.bundle.midnight),
  };
}

function stopsAhead(pattern: Pattern, metres: number, stretch: Stretch): number {
  return pattern.metres.slice(0, stretch.stop + 1).filter((m) => metres + AT_STOP_M < m).length;
}

function fitAt(stretch: Stretch, second: number): Fit | null {
  const coming = stretch.fits.find((fit) => fit.bus_s >= second - FIT_GRACE_S);
  return coming ?? stretch.fits[0] ?? null;
}

function isRunning(message: Message, now: number): boolean {
  return message.starts_at <= now && (message.ends_at === null || now < message.ends_at);
}

function chooseMessage(moment: Moment, why: string, refusals: readonly Refusal[] = []): Decision {
  const { messages } = moment.bundle;
  const { shown } = moment.seen;
  const running = messages.filter((message) => isRunning(message, moment.now));
  const lastShown = (message: Message) => shown["m:" + message.id] ?? 0;
  const oldest = (a: Message, b: Message) => (lastShown(b) < lastShown(a) ? b : a);
  const message = (running.length ? running : messages.slice(0, 1)).reduce(oldest);
  return startMessage(message, why, refusals, moment.now, moment.seen);
}

function startMessage(
  message: Message,
  why: string,
  refusals: readonly Refusal[],
  now: number,
  seen: Seen,
): Decision {
  const current: Current = {
    kind: "message",
    id: message.id,
    since: now,
    until: now + message.seconds,
    rank: 0,
    of: 0,
    code: "",
  };
  const shown = { ...seen.shown, ["m:" + message.id]: now };
  return { show: { ...BARE, kind: "message", id: message.id }, why, refusals, seen: { ...seen, shown, current } };
}
