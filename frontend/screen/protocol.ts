/** What the screen and the server say to each other: docs/screen-protocol.md. */
import type { Message } from "./bundle";
import type { Source } from "./play";

export interface Paired {
  readonly screen: string;
  readonly token: string;
  readonly network: string;
  readonly vehicle: string;
}

/** A position of the vehicle, from whoever knows it; null where it is not said. */
export interface Fix {
  readonly at: number;
  readonly trip: string | null;
  readonly line: string | null;
  readonly metres: number | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly heading?: number | null;
  readonly block?: string | null;
  readonly accuracy?: number | null;
}

export type ShownKind = "offer" | "message" | "off" | "pairing" | "welcome" | "preempted";

export interface ShownNow {
  readonly kind: ShownKind;
  readonly id: string;
  readonly code: string;
  readonly since: number;
  readonly why: string;
}

export interface StateReport {
  readonly at: number;
  readonly boot: string;
  readonly bundle: string | null;
  readonly day: string | null;
  readonly shown: ShownNow;
  readonly where: {
    source: Source;
    at: number | null;
    trip: string | null;
    line: string | null;
    metres: number | null;
    lat: number | null;
    lon: number | null;
    heading: number | null;
  };
  readonly preempted_since: number | null;
  readonly visible: boolean;
  readonly plays_waiting: number;
  readonly clock_offset_s: number;
  readonly width: number;
  readonly height: number;
  readonly trouble: string[];
}

export interface StateAnswer {
  readonly now: number;
  readonly bundle: { day: string; version: string } | null;
  readonly state_every_s: number;
  readonly live: { closed: string[]; urgent: Message | null; dark: boolean; preempt: boolean; reload: number };
  readonly vehicle: { line: string | null; block: string | null } | null;
  readonly position: Fix | null;
}

export interface Play {
  readonly at: number;
  readonly seconds: number;
  readonly vacancy: string;
  readonly code: string;
  readonly line: string;
  readonly stop: string;
  readonly stretch: string;
  readonly trip: string;
  readonly metres: number | null;
  readonly source: Source;
  readonly why: string;
  readonly bundle: string;
}

export interface Preemption {
  readonly from: number;
  readonly until: number;
}

export interface PlayBatch {
  readonly batch: string;
  readonly plays: Play[];
  readonly preemptions: Preemption[];
}
