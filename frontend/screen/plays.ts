/** Proofs of play: what was on screen, for how long, sent in batches that may be repeated. */
import type { Api } from "./api";
import type { Play, PlayBatch, Preemption } from "./protocol";
import type { Store } from "./store";

const BATCH_ROWS = 200;
const KEEP_ROWS = 20_000;
const LEAST_S = 1;
const KEY = "plays";

interface Waiting {
  plays: Play[];
  preemptions: Preemption[];
  /** Rows that left in a batch without an answer yet: they leave again under the same id. */
  sent: PlayBatch[];
}

type Started = Omit<Play, "seconds">;

export class PlayLog {
  private waiting: Waiting = { plays: [], preemptions: [], sent: [] };
  private open: Started | null = null;
  private sending = false;

  constructor(
    private readonly store: Store,
    private readonly newId: () => string,
  ) {}

  async load(): Promise<void> {
    this.waiting = (await this.store.get<Waiting>(KEY)) ?? this.waiting;
  }

  get count(): number {
    return this.waiting.plays.length + this.waiting.sent.reduce((sum, batch) => sum + batch.plays.length, 0);
  }

  /** An offer comes on screen; the one before, if any, has left. */
  begin(play: Started): void {
    this.end(play.at);
    this.open = play;
  }

  /** Whatever offer was on screen has left it at this instant. */
  end(at: number): void {
    const play = this.open;
    this.open = null;
    if (play === null) return;
    const seconds = Math.round((at - play.at) * 10) / 10;
    if (seconds < LEAST_S || seconds > 120) return;
    this.waiting.plays = [...this.waiting.plays, { ...play, seconds }].slice(-KEEP_ROWS);
    void this.keep();
  }

  preempted(from: number, until: number): void {
    this.waiting.preemptions = [...this.waiting.preemptions, { from, until }].slice(-BATCH_ROWS);
    void this.keep();
  }

  /** Send all that waits. Returns whether the server may be asked again at once (nothing failed). */
  async send(api: Api): Promise<boolean> {
    if (this.sending) return true;
    this.sending = true;
    try {
      for (let batch = this.next(); batch !== null; batch = this.next()) {
        if (!(await this.sendOne(api, batch))) return false;
      }
      return true;
    } finally {
      this.sending = false;
    }
  }

  private next(): PlayBatch | null {
    const again = this.waiting.sent[0];
    if (again) return again;
    const { plays, preemptions } = this.waiting;
    if (plays.length === 0 && preemptions.length === 0) return null;
    const batch = { batch: this.newId(), plays: plays.slice(0, BATCH_ROWS), preemptions };
    this.waiting = { plays: plays.slice(BATCH_ROWS), preemptions: [], sent: [batch] };
    return batch;
  }

  private async sendOne(api: Api, batch: PlayBatch): Promise<boolean> {
    await this.keep();
    const { status } = await api.post("/diffusions", batch);
    if (status === 413 && batch.plays.length > 1) this.replace(batch, this.halves(batch));
    else if (status === 200 || status === 400 || status === 413) this.replace(batch, []);
    else return false;
    await this.keep();
    return true;
  }

  private halves(batch: PlayBatch): PlayBatch[] {
    const middle = Math.ceil(batch.plays.length / 2);
    const parts = [batch.plays.slice(0, middle), batch.plays.slice(middle)];
    return parts.map((plays, i) => ({
      batch: this.newId(),
      plays,
      preemptions: i === 0 ? batch.preemptions : [],
    }));
  }

  private replace(batch: PlayBatch, by: PlayBatch[]): void {
    this.waiting.sent = [...by, ...this.waiting.sent.filter((one) => one.batch !== batch.batch)];
  }

  private keep(): Promise<void> {
    return this.store.set(KEY, this.waiting).catch(() => undefined);
  }
}
