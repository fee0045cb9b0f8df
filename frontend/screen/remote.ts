/** What the server has said since the bundle: withdrawn codes, a priority message, dark, give way. */
import type { Message } from "./bundle";
import type { Live } from "./play";
import type { StateAnswer } from "./protocol";
import type { Store } from "./store";

/** How long a withdrawal heard live outlives an answer that may have been written before it. */
const JUST_HEARD_S = 120;
const KEY = "remote";

interface Kept {
  closed: string[];
  urgent: Message | null;
  dark: boolean;
  dark_until: number | null;
}

export class Remote {
  private kept: Kept = { closed: [], urgent: null, dark: false, dark_until: null };
  private justClosed: { code: string; at: number }[] = [];
  private closedSet: ReadonlySet<string> = new Set();
  private preempt_until: number | null = null;
  private commanded_at = -Infinity;

  constructor(private readonly store: Store) {}

  async load(): Promise<void> {
    this.kept = (await this.store.get<Kept>(KEY).catch(() => null)) ?? this.kept;
    this.changed();
  }

  live(now: number, fresh_at: number): Live {
    const { urgent, dark, dark_until } = this.kept;
    return { fresh_at, closed: this.closedSet, urgent, dark: dark && (dark_until === null || now < dark_until) };
  }

  withdraw(codes: readonly string[], now: number): void {
    this.justClosed = [...this.justClosed, ...codes.map((code) => ({ code, at: now }))];
    this.kept.closed = [...new Set([...this.kept.closed, ...codes])];
    this.changed();
  }

  /**
   * The server's whole state replaces what was known, but for withdrawals heard a moment ago, and for commands
   * heard since `asked`, when the question left: the answer may have been written before them.
   */
  replace(live: StateAnswer["live"], asked: number, now: number): void {
    this.justClosed = this.justClosed.filter(({ at }) => now - at < JUST_HEARD_S);
    const closed = [...new Set([...live.closed, ...this.justClosed.map(({ code }) => code)])];
    this.kept.closed = closed;
    if (this.commanded_at < asked) this.replaceCommands(live);
    this.changed();
  }

  private replaceCommands({ urgent, dark, preempt }: StateAnswer["live"]): void {
    const dark_until = dark && this.kept.dark ? this.kept.dark_until : null;
    this.kept = { closed: this.kept.closed, urgent, dark, dark_until };
    this.preempt_until = preempt ? (this.preempt_until ?? Infinity) : null;
  }

  urgent(message: Message | null, now: number): void {
    this.commanded_at = now;
    this.kept.urgent = message;
    this.changed();
  }

  night(dark: boolean, until: number | null, now: number): void {
    this.commanded_at = now;
    this.kept.dark = dark;
    this.kept.dark_until = until;
    this.changed();
  }

  preempt(until: number | null, now: number): void {
    this.commanded_at = now;
    this.preempt_until = until ?? Infinity;
  }

  resume(now: number): void {
    this.commanded_at = now;
    this.preempt_until = null;
  }

  isPreempted(now: number): boolean {
    return this.preempt_until !== null && now < this.preempt_until;
  }

  private changed(): void {
    this.closedSet = new Set(this.kept.closed);
    void this.store.set(KEY, this.kept).catch(() => undefined);
  }
}
