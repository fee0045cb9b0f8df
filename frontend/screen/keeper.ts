/** Keeps the bundles of today and tomorrow: fetched when the version is new, kept when the power goes. */
import type { Api } from "./api";
import { openBundle, type Bundle, type BundleDocument } from "./bundle";
import type { Store } from "./store";

interface Kept {
  readonly document: BundleDocument;
  readonly fresh_at: number;
}

export interface Ready {
  readonly bundle: Bundle;
  /** Instant at which the server last said that this bundle is the current one. */
  fresh_at: number;
}

const TODAY = "bundle-today";
const TOMORROW = "bundle-tomorrow";
const EVENING_S = 18 * 3600;
const DAY_S = 86_400;

export class Keeper {
  private today: Ready | null = null;
  private tomorrow: Ready | null = null;
  private readonly documents = new Map<string, BundleDocument>();

  constructor(
    private readonly store: Store,
    private readonly api: Api,
    private readonly now: () => number,
    private readonly onTrouble: (code: string) => void,
  ) {}

  async load(): Promise<void> {
    this.today = await this.read(TODAY);
    this.tomorrow = await this.read(TOMORROW);
  }

  /** The bundle to play now: tomorrow's takes over when its day has begun and today's trips are over. */
  current(): Ready | null {
    const now = this.now();
    const next = this.tomorrow;
    if (next && (!this.today || (now >= next.bundle.midnight && now > lastArrival(this.today.bundle)))) {
      return next;
    }
    return this.today;
  }

  /** Ask the server. Returns the status of the answer for today's bundle. */
  async refresh(): Promise<number> {
    const asked = this.now();
    const { status, ready } = await this.fetch("/boucle", this.current(), asked);
    if (ready && ready !== this.today) {
      this.today = ready;
      if (this.tomorrow && this.tomorrow.bundle.day <= ready.bundle.day) this.tomorrow = null;
    }
    if (status === 200 || status === 304) await this.keep(TODAY, this.today);
    const bundle = this.today?.bundle;
    if (bundle && status > 0 && status < 400 && asked >= bundle.midnight + EVENING_S) await this.refreshNext(bundle);
    return status;
  }

  /** Forget everything: the screen was given to somebody else. */
  async clear(): Promise<void> {
    this.today = this.tomorrow = null;
    await Promise.all([this.store.remove(TODAY), this.store.remove(TOMORROW)]).catch(() => undefined);
  }

  /** The server confirmed this version in another answer. */
  confirmed(version: string, at: number): void {
    const current = this.current();
    if (current && current.bundle.version === version) current.fresh_at = Math.max(current.fresh_at, at);
  }

  private async refreshNext(bundle: Bundle): Promise<void> {
    const day = new Date((bundle.midnight + DAY_S + DAY_S / 2) * 1000).toISOString().slice(0, 10);
    const { ready } = await this.fetch(`/boucle?jour=${day}`, this.tomorrow, this.now());
    if (!ready || ready.bundle.day <= bundle.day) return;
    this.tomorrow = ready;
    await this.keep(TOMORROW, ready);
  }

  private async fetch(path: string, held: Ready | null, asked: number) {
    const answer = await this.api.get(path, held?.bundle.version ?? null);
    if (answer.status === 304 && held) held.fresh_at = asked;
    if (answer.status !== 200) return { status: answer.status, ready: answer.status === 304 ? held : null };
    const document = await answer.json<BundleDocument>();
    const bundle = document && this.open(document);
    return { status: bundle ? 200 : 0, ready: bundle && { bundle, fresh_at: asked } };
  }

  private open(document: BundleDocument): Bundle | null {
    try {
      this.documents.set(document.version, document);
      return openBundle(document);
    } catch {
      this.onTrouble("bundle");
      return null;
    }
  }

  private async read(key: string): Promise<Ready | null> {
    const kept = await this.store.get<Kept>(key).catch(() => null);
    const bundle = kept && this.open(kept.document);
    return kept && bundle ? { bundle, fresh_at: kept.fresh_at } : null;
  }

  private async keep(key: string, ready: Ready | null): Promise<void> {
    const document = ready && this.documents.get(ready.bundle.version);
    if (!ready || !document) return;
    this.forgetOld();
    await this.store.set(key, { document, fresh_at: ready.fresh_at }).catch(() => this.onTrouble("storage"));
  }

  private forgetOld(): void {
    const held = new Set([this.today?.bundle.version, this.tomorrow?.bundle.version]);
    for (const version of this.documents.keys()) if (!held.has(version)) this.documents.delete(version);
  }
}

function lastArrival(bundle: Bundle): number {
  const ends = bundle.trips.map((trip) => trip.start_s + (bundle.runs[trip.run]?.slice(-1)[0] ?? 0));
  return bundle.midnight + ends.reduce((a, b) => Math.max(a, b), 0);
}
