/** The sheet as this device sees it: what the server said, and on top of it the gestures that wait. */
import type { ArrivalGesture, Gesture, Held, MarkGesture, Means, Part, SaidMark, Snapshot, Status } from "./protocol";

/** One line of the page. `key` is the seat's number, or the identifier of who came without one. */
export interface Line {
  readonly key: string;
  readonly name: string;
  readonly code: string;
  readonly note: string;
  readonly status: Status;
  readonly signed: boolean;
  readonly waits: boolean;
  readonly conflict: boolean;
  readonly marks: readonly SaidMark[];
  /** The mark that holds as far as this device knows. */
  readonly knows: string | null;
}

const CAME: ReadonlySet<Status> = new Set(["present", "late", "left_early"]);

export const came = (status: Status): boolean => CAME.has(status);

const isMark = (gesture: Gesture): gesture is MarkGesture => gesture.kind === "mark";
const isArrival = (gesture: Gesture): gesture is ArrivalGesture => gesture.kind === "arrival";

/** Lines of a half-day in order of name: those of the server, then who came since and waits to be sent. */
export function lines(snapshot: Snapshot, waiting: readonly Gesture[], part: number): Line[] {
  const held = new Map(snapshot.held.filter((one) => one.part === part).map((one) => [one.booking, one]));
  const known = snapshot.people.map((person) => {
    const own = waiting.filter((one) => isMark(one) && one.booking === person.id && one.part === part);
    return applied({ key: String(person.id), ...person }, held.get(person.id), own as MarkGesture[]);
  });
  return [...known, ...waiting.filter(isArrival).map((one) => newcomer(one, waiting, part))];
}

function applied(
  who: { key: string; name: string; code: string; note: string },
  held: Held | undefined,
  gestures: readonly MarkGesture[],
): Line {
  const last = gestures.at(-1);
  const choice = gestures.some((one) => one.settles);
  return {
    ...{ key: who.key, name: who.name, code: who.code, note: who.note },
    status: last ? last.status : (held?.status ?? ""),
    signed: gestures.some((one) => one.signature !== "") || (held?.signed ?? false),
    waits: gestures.length > 0,
    conflict: (held?.conflict ?? false) && !choice,
    marks: held?.marks ?? [],
    knows: last?.uuid ?? held?.uuid ?? null,
  };
}

function newcomer(arrival: ArrivalGesture, waiting: readonly Gesture[], part: number): Line {
  const initial = arrival.last_name ? ` ${arrival.last_name.slice(0, 1)}.` : "";
  const who = { key: arrival.uuid, name: arrival.first_name + initial, code: "", note: "Sans inscription" };
  const own = waiting.filter((one): one is MarkGesture => isMark(one) && one.arrival === arrival.uuid && one.part === part);
  const line = applied(who, undefined, own);
  const here = arrival.part === part && own.length === 0;
  return {
    ...line,
    waits: true,
    status: here ? "present" : line.status,
    signed: line.signed || (here && arrival.signature !== ""),
    knows: here ? arrival.uuid : line.knows,
  };
}

export interface Wish {
  readonly status: Status;
  readonly means: Means;
  readonly signature?: string;
  readonly reason?: string;
}

/** The gesture of a tap on a line; where two devices disagree, the tap chooses. */
export function gestureOn(line: Line, part: number, wish: Wish, uuid: string, at: number): MarkGesture {
  const seated = /^\d+$/.test(line.key);
  return {
    kind: "mark",
    uuid,
    booking: seated ? Number(line.key) : null,
    arrival: seated ? null : line.key,
    part,
    status: wish.status,
    means: wish.means,
    signature: wish.signature ?? "",
    reason: wish.reason ?? "",
    knew: line.knows,
    settles: line.conflict,
    at,
  };
}

/** The half-day that runs, else the one nearest to `now`. */
export function currentPart(parts: readonly Part[], now: number): Part | undefined {
  const distance = (part: Part): number => Math.max(part.starts - now, now - part.ends, 0);
  return [...parts].sort((a, b) => distance(a) - distance(b) || a.starts - b.starts)[0];
}

/** Four digits in what a code shows: the code alone, or at the end of an address or a label. */
export function codeIn(text: string): string | null {
  return /(?:^|\D)(\d{4})\D*$/.exec(text.trim())?.[1] ?? null;
}

/** Lower case without accents, as names are looked for. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Lines whose name holds the text, or whose code it is. */
export function found(all: readonly Line[], text: string): Line[] {
  const wanted = folded(text);
  return all.filter((line) => folded(line.name).includes(wanted) || (wanted !== "" && line.code === wanted));
}
