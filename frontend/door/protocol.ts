/** What the page at the door and the server say to each other (activities/api.py). Instants are seconds since 1970. */

export type Status = "" | "present" | "late" | "left_early" | "excused" | "absent";

export interface Part {
  readonly id: number;
  readonly starts: number;
  readonly ends: number;
  readonly label: string;
}

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly code: string;
  readonly note: string;
}

export interface SaidMark {
  readonly booking: number;
  readonly part: number;
  readonly status: Status;
  readonly said: string;
}

export interface Held {
  readonly booking: number;
  readonly part: number;
  readonly status: Status;
  readonly uuid: string;
  readonly signed: boolean;
  readonly conflict: boolean;
  readonly marks: readonly SaidMark[];
}

export interface Refused {
  readonly id: number;
  readonly name: string;
  readonly why: string;
  readonly room: boolean;
}

export interface Snapshot {
  readonly now: number;
  readonly session: {
    readonly id: number;
    readonly title: string;
    readonly place: string;
    readonly seats: number;
    readonly taken: number;
    readonly cancelled: boolean;
    readonly closed: string | null;
  };
  readonly parts: readonly Part[];
  readonly people: readonly Person[];
  readonly held: readonly Held[];
  readonly late: readonly SaidMark[];
  readonly refused: readonly Refused[];
}

export type Means = "tablet" | "phone" | "code";

export interface MarkGesture {
  readonly kind: "mark";
  readonly uuid: string;
  /** The seat; null for who came without one, and is named by `arrival`. */
  readonly booking: number | null;
  readonly arrival: string | null;
  readonly part: number;
  readonly status: Status;
  readonly means: Means;
  readonly signature: string;
  readonly reason: string;
  readonly knew: string | null;
  readonly settles: boolean;
  readonly at: number;
}

export interface ArrivalGesture {
  readonly kind: "arrival";
  readonly uuid: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly phone: string;
  readonly part: number;
  readonly signature: string;
  readonly at: number;
}

export type Gesture = MarkGesture | ArrivalGesture;

export interface Reply {
  /** By identifier of the gesture: why it was refused, empty when it was taken. */
  readonly answers: Readonly<Record<string, string>>;
  readonly snapshot: Snapshot;
}
