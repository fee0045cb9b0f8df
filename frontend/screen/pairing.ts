/** Pairing: the screen shows a code, somebody types it on the desk, the screen receives its token. */
import type { Api } from "./api";
import type { Paired } from "./protocol";
import type { Store } from "./store";

interface Offered {
  readonly code: string;
  readonly secret: string;
  readonly expires_at: number;
  readonly poll_after_s: number;
}

const KEY = "paired";
const DEVICE = "device";

export class Pairing {
  paired: Paired | null = null;
  offered: Offered | null = null;
  private device = "";

  constructor(
    private readonly store: Store,
    private readonly api: Api,
    private readonly now: () => number,
    private readonly newId: () => string,
  ) {}

  async load(): Promise<void> {
    this.device = (await this.store.get<string>(DEVICE).catch(() => null)) ?? this.newId();
    await this.store.set(DEVICE, this.device).catch(() => undefined);
    this.paired = await this.store.get<Paired>(KEY).catch(() => null);
    this.api.token = this.paired?.token ?? null;
  }

  /** One step towards being paired. Returns the seconds to wait before the next. */
  async step(width: number, height: number): Promise<number> {
    if (this.offered && this.now() < this.offered.expires_at) return this.ask(this.offered);
    const answer = await this.api.post("/appairage", { device: this.device, width, height });
    this.offered = answer.status === 200 ? await answer.json<Offered>() : null;
    return Math.max(answer.retryAfter_s, this.offered?.poll_after_s ?? 10);
  }

  private async ask(offered: Offered): Promise<number> {
    const body = { device: this.device, secret: offered.secret };
    const answer = await this.api.post("/appairage/etat", body);
    if (answer.status === 404 || answer.status === 410) this.offered = null;
    const paired = answer.status === 200 ? await answer.json<Paired>() : null;
    if (paired) await this.accept(paired);
    return Math.max(answer.retryAfter_s, offered.poll_after_s);
  }

  private async accept(paired: Paired): Promise<void> {
    this.paired = paired;
    this.offered = null;
    this.api.token = paired.token;
    await this.store.set(KEY, paired).catch(() => undefined);
  }

  /** The token is not known any more. */
  async forget(): Promise<void> {
    this.paired = null;
    this.api.token = null;
    await this.store.remove(KEY).catch(() => undefined);
  }
}
