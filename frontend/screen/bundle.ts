/** The bundle of a network and service day, as `schemas/bundle.schema.json` has it, and as the screen uses it. */

export interface Params {
  readonly offers_per_passage: number;
  readonly seconds_per_offer: number;
  readonly repeat_after_minutes: number;
  readonly lead_time_s: number;
  readonly max_offline_hours: number;
  readonly stale_position_s: number;
  readonly message_seconds: number;
  readonly passage_gap_s: number;
}

export interface Message {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly seconds: number;
  readonly starts_at: number;
  readonly ends_at: number | null;
}

type FitRow = [start: number, bus: number, back: number | null];
type StretchRow = [
  vacancy: number,
  from: number,
  enter: number,
  exit: number,
  until: number,
  stop: number,
  walk: number,
  fits: FitRow[],
];
type TripRow = [id: string, pattern: number, run: number, start: number, block: string, picks: number[][]];
type Span = [begin: number, end: number];

export interface BundleDocument {
  readonly schema: number;
  readonly version: string;
  readonly made_at: number;
  readonly network: string;
  readonly network_name: string;
  readonly day: string;
  readonly midnight: number;
  readonly timezone: string;
  readonly site: string;
  readonly phone: string;
  readonly params: Params;
  readonly lines: [key: string, name: string, label: string][];
  readonly stops: [key: string, name: string][];
  readonly shapes: { id: string; lat: number[]; lon: number[]; along_dm: number[] }[];
  readonly patterns: {
    shape: number;
    line: number;
    headsign: string;
    stops: number[];
    metres: number[];
    stretches: StretchRow[];
    rounds: Span[];
  }[];
  readonly runs: number[][];
  readonly trips: TripRow[];
  readonly vacancies: {
    id: string;
    trade: string;
    employer: string;
    phone: string;
    valid_until: number;
    windows: Span[];
    codes: Record<string, string>;
  }[];
  readonly line_playlists: number[][];
  readonly messages: Message[];
  readonly qr: Record<string, string>;
  readonly off: Span[];
}

export interface Fit {
  readonly start_s: number;
  readonly bus_s: number;
  readonly back_s: number | null;
}

export interface Stretch {
  readonly vacancy: number;
  readonly from_m: number;
  readonly enter_m: number;
  readonly until_m: number;
  readonly stop: number;
  readonly walk_min: number;
  readonly fits: readonly Fit[];
}

export interface Pattern {
  readonly shape: number;
  readonly line: number;
  readonly headsign: string;
  readonly stops: readonly number[];
  readonly metres: readonly number[];
  readonly stretches: readonly Stretch[];
  readonly rounds: readonly Span[];
}

export interface Trip {
  readonly id: string;
  readonly pattern: number;
  readonly run: number;
  readonly start_s: number;
  readonly block: string;
  readonly picks: readonly (readonly number[])[];
}

export interface Vacancy {
  readonly id: string;
  readonly trade: string;
  readonly employer: string;
  readonly phone: string;
  readonly valid_until: number;
  readonly windows: readonly Span[];
  readonly codes: Readonly<Record<string, string>>;
}

/** A path: degrees, and metres from its start at each point. */
export interface Shape {
  readonly id: string;
  readonly lat: readonly number[];
  readonly lon: readonly number[];
  readonly along_m: readonly number[];
}

export interface Bundle {
  readonly version: string;
  readonly made_at: number;
  readonly network: string;
  readonly day: string;
  readonly midnight: number;
  readonly timezone: string;
  readonly site: string;
  readonly phone: string;
  readonly params: Params;
  readonly lines: readonly { key: string; name: string; label: string }[];
  readonly stops: readonly { key: string; name: string }[];
  readonly shapes: readonly Shape[];
  readonly patterns: readonly Pattern[];
  readonly runs: readonly (readonly number[])[];
  readonly trips: readonly Trip[];
  readonly vacancies: readonly Vacancy[];
  readonly line_playlists: readonly (readonly number[])[];
  readonly messages: readonly Message[];
  readonly qr: Readonly<Record<string, string>>;
  readonly off: readonly Span[];
  readonly trip_index: ReadonlyMap<string, number>;
  readonly line_index: ReadonlyMap<string, number>;
  readonly vacancy_index: ReadonlyMap<string, number>;
}

const SCHEMA = 1;
const DEGREE_STEPS = 100_000;

function sums(deltas: readonly number[]): number[] {
  let total = 0;
  return deltas.map((delta) => (total += delta));
}

function index<T>(rows: readonly T[], key: (row: T) => string): Map<string, number> {
  return new Map(rows.map((row, i) => [key(row), i]));
}

function stretchOf([vacancy, from_m, enter_m, , until_m, stop, walk_min, fits]: StretchRow): Stretch {
  const buses = fits.map(([start_s, bus_s, back_s]) => ({ start_s, bus_s, back_s }));
  return { vacancy, from_m, enter_m, until_m, stop, walk_min, fits: buses };
}

function tripOf([id, pattern, run, start_s, block, picks]: TripRow): Trip {
  return { id, pattern, run, start_s, block, picks };
}

function shapeOf(row: BundleDocument["shapes"][number]): Shape {
  return {
    id: row.id,
    lat: sums(row.lat).map((step) => step / DEGREE_STEPS),
    lon: sums(row.lon).map((step) => step / DEGREE_STEPS),
    along_m: sums(row.along_dm).map((decimetre) => decimetre / 10),
  };
}

/** The bundle of a document. Throws when it is of another schema or has nothing to say. */
export function openBundle(document: BundleDocument): Bundle {
  if (document.schema !== SCHEMA) throw new Error(`bundle of schema ${document.schema}`);
  if (document.messages.length === 0) throw new Error("bundle without a message");
  const lines = document.lines.map(([key, name, label]) => ({ key, name, label }));
  const trips = document.trips.map(tripOf);
  return {
    ...document,
    lines,
    trips,
    stops: document.stops.map(([key, name]) => ({ key, name })),
    shapes: document.shapes.map(shapeOf),
    patterns: document.patterns.map((row) => ({ ...row, stretches: row.stretches.map(stretchOf) })),
    runs: document.runs.map(sums),
    trip_index: index(trips, (trip) => trip.id),
    line_index: index(lines, (line) => line.key),
    vacancy_index: index(document.vacancies, (vacancy) => vacancy.id),
  };
}
