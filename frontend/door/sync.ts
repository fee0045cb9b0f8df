/** Sends what waits, in order, once; takes what is new; says how the link stands. */
import type { Gesture, Reply, Snapshot } from "./protocol";
import type { DoorStore, Waiting } from "./store";
import type { Link } from "./words";

/** At most so many at once: signatures make a message long. */
const BATCH = 40;
const TIMEOUT_MS = 15_000;

export interface Answer {
  readonly status: number;
  json(): Promise<unknown>;
}

export interface Ways {
  /** Ask the server; status 0 without network. A body makes it a POST. */
  ask(body?: unknown): Promise<Answer>;
}

export interface Seen {
  readonly link: Link;
  readonly snapshot: Snapshot | null;
}

const LINKS: Readonly<Record<number, Link>> = { 0: "offline", 401: "signed-out", 403: "gone", 404: "gone" };

export class Sync {
  constructor(
    private readonly ways: Ways,
    private readonly store: DoorStore,
    private readonly session: number,
    private readonly device: string,
  ) {}

  /** One round: everything that waits, else only what is new. */
  async round(): Promise<Seen> {
    const waiting = (await this.store.waiting(this.session)).filter((one) => one.refused === undefined);
    if (waiting.length === 0) return this.ask();
    let seen: Seen = { link: "fine", snapshot: null };
    for (let start = 0; start < waiting.length && seen.link === "fine"; start += BATCH)
      seen = await this.send(waiting.slice(start, start + BATCH));
    return seen;
  }

  private async send(batch: readonly Waiting[]): Promise<Seen> {
    const seen = await this.ask(batch.map((one) => one.gesture));
    if (seen.reply) await this.note(batch, seen.reply.answers);
    else if (seen.status === 400) return this.alone(batch);
    return seen;
  }

  /** A message that cannot be read: find which gesture it is, keep it aside, send the others. */
  private async alone(batch: readonly Waiting[]): Promise<Seen> {
    const [only] = batch;
    if (batch.length === 1 && only) {
      await this.store.refuse(only, "Ce geste ne se lit pas : notez-le de nouveau.");
      return this.ask();
    }
    let seen: Seen = { link: "fine", snapshot: null };
    for (const one of batch) {
      seen = await this.send([one]);
      if (seen.link !== "fine") break;
    }
    return seen;
  }

  private async note(batch: readonly Waiting[], answers: Reply["answers"]): Promise<void> {
    for (const one of batch) {
      const why = answers[one.gesture.uuid];
      if (why === "") await this.store.remove(one.key);
      else if (why !== undefined) await this.store.refuse(one, why);
    }
  }

  private async ask(gestures?: readonly Gesture[]): Promise<Seen & { status: number; reply?: Reply }> {
    let answer = await this.ways.ask(gestures && { device: this.device, gestures });
    if (answer.status === 403 && gestures) {
      // The token of the form is of an older session: asking once renews it.
      if ((await this.ways.ask()).status === 200) answer = await this.ways.ask({ device: this.device, gestures });
    }
    if (answer.status !== 200) {
      return { status: answer.status, link: LINKS[answer.status] ?? "trouble", snapshot: null };
    }
    const reply = (await answer.json().catch(() => null)) as Reply | null;
    if (!reply?.snapshot) return { status: 0, link: "offline", snapshot: null };
    return { status: 200, link: "fine", snapshot: reply.snapshot, reply };
  }
}

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** The browser's way to an address of this site, with the session's cookie. */
export async function ask(address: string, body?: unknown): Promise<Answer> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": cookie("jalon_csrf") };
  const init = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(address, { ...init, cache: "no-store", redirect: "error", signal });
    return { status: response.status, json: () => response.json() as Promise<unknown> };
  } catch {
    return { status: 0, json: () => Promise.resolve(null) };
  }
}
