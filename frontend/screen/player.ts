/**
 * The player: twice a second it asks `play.ts` what to show and draws it; around it, loops keep the bundle, the
 * state, the proofs and the live channel going. Nothing that fails ever reaches the screen.
 */
import { Api, pause } from "./api";
import type { Message } from "./bundle";
import { ServerClock } from "./clock";
import { listenToHost, tellHost } from "./host";
import { Keeper, type Ready } from "./keeper";
import { Pairing } from "./pairing";
import { PlayLog } from "./plays";
import { decide, NOTHING_SEEN, type Decision, type Seen, type Where } from "./play";
import { proofOf } from "./proof";
import { Positioner, watchReceiver, type Track } from "./position";
import type { Fix, ShownKind, ShownNow, StateAnswer, StateReport } from "./protocol";
import { Remote } from "./remote";
import { Stage, WELCOME, type Contact } from "./render";
import { LiveChannel, type LiveEvent } from "./sse";
import type { Store } from "./store";

export interface Config {
  readonly api: string;
  readonly live: string;
  readonly origins: readonly string[];
  readonly contact: Contact;
}

const TICK_MS = 500;
const REFRESH_S = 300;
const PROOFS_S = 60;
const SPREAD_S = 10;
const RELOAD_AT_MOST_S = 600;
const PAIRING_EVERY_S = 40;
const PAIRING_FOR_S = 15;
const NOWHERE: Where = { at: 0, trip: null, metres: null, line: null, source: "none" };

/** A random identifier, also where `randomUUID` is missing (a page without HTTPS). */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Kinds of `vacancies` after which an offer may not be shown. */
const GONE = new Set(["closed", "filled", "paused"]);

export class Player {
  private readonly clock = new ServerClock();
  private readonly now = (): number => this.clock.now();
  private readonly api: Api;
  private readonly keeper: Keeper;
  private readonly pairing: Pairing;
  private readonly plays: PlayLog;
  private readonly remote: Remote;
  private readonly channel: LiveChannel;
  private readonly position = new Positioner();
  private readonly stage: Stage;
  private readonly boot = newId();
  private readonly started = performance.now();
  private readonly trouble = new Set<string>();
  private seen: Seen = NOTHING_SEEN;
  private where: Where = NOWHERE;
  private shown: ShownNow = { kind: "welcome", id: "", code: "", since: 0, why: "" };
  private hostPreempts = false;
  private preemptedSince: number | null = null;
  private reloads: number | null = null;
  private cut = false;
  private broken = false;

  constructor(
    root: HTMLElement,
    private readonly config: Config,
    private readonly store: Store,
  ) {
    this.stage = new Stage(root);
    this.api = new Api(config.api, this.clock);
    this.keeper = new Keeper(store, this.api, this.now, (code) => this.report(code));
    this.pairing = new Pairing(store, this.api, this.now, newId);
    this.plays = new PlayLog(store, newId);
    this.remote = new Remote(store);
    this.channel = new LiveChannel(() => this.liveAddress(), (event) => this.onEvent(event));
  }

  async start(): Promise<void> {
    await this.load();
    listenToHost(this.config.origins, this.now, {
      preempt: () => this.giveWay(true),
      resume: () => this.giveWay(false),
      position: (fix) => this.position.heard("host", fix),
    });
    watchReceiver(this.now, (fix) => this.position.heard("gps", fix), (code) => this.report(code));
    this.tick();
    setInterval(() => this.tick(), TICK_MS);
    this.repeat(() => this.exchangeState());
    this.repeat(() => this.refreshBundle());
    this.repeat(() => this.sendProofs());
    this.channel.start();
    window.addEventListener("online", () => this.backOnline());
  }

  /** Note a code for the next state report; a failing script also asks for a reload with the next bundle. */
  report(code: string): void {
    this.trouble.add(code);
    if (code === "script") this.broken = true;
  }

  private async load(): Promise<void> {
    await Promise.all([this.pairing.load(), this.keeper.load(), this.plays.load(), this.remote.load()]);
    this.seen = (await this.store.get<Seen>("seen").catch(() => null)) ?? NOTHING_SEEN;
    this.position.track = await this.store.get<Track>("track").catch(() => null);
  }

  private repeat(step: () => Promise<number>): void {
    const again = (seconds: number): unknown => setTimeout(() => this.repeat(step), seconds * 1000);
    step().then(again, () => {
      this.report("script");
      again(PROOFS_S);
    });
  }

  // -- twice a second

  private tick(): void {
    try {
      this.showNow(this.now());
    } catch {
      this.report("script");
      this.plays.end(this.now());
      this.stage.rest(this.config.contact);
    }
  }

  private showNow(now: number): void {
    if (this.followPreemption(now)) {
      this.stage.gone();
      return this.note("preempted", now);
    }
    const ready = this.keeper.current();
    const offered = this.pairing.offered;
    // A screen that was paired before goes on with its messages, and shows its new code in between.
    if (!this.pairing.paired && offered && (!ready || now % PAIRING_EVERY_S < PAIRING_FOR_S)) {
      this.stage.pairing(offered.code);
      return this.note("pairing", now);
    }
    if (!ready) {
      this.stage.message(WELCOME, this.config.contact, now, "Europe/Paris", null);
      return this.note("welcome", now);
    }
    this.play(ready, now);
  }

  private play(ready: Ready, now: number): void {
    const { bundle, fresh_at } = ready;
    this.where = this.position.where(bundle, now);
    // A screen that is not paired any more says messages: its bundle is nobody's.
    const heard = this.pairing.paired ? fresh_at : -Infinity;
    const decision = decide(bundle, this.where, now, this.seen, this.remote.live(now, heard));
    this.seen = decision.seen;
    this.draw(ready, decision, now);
    if (decision.why !== "kept" && decision.show.kind === "offer") {
      this.plays.begin(proofOf(bundle, this.where, decision.show, decision.why, now));
    }
    if (decision.show.kind !== "offer") this.plays.end(now);
    if (decision.why !== "kept") void this.store.set("seen", this.seen).catch(() => this.report("storage"));
    this.note(decision.show.kind, now, decision);
  }

  private draw({ bundle }: Ready, { show }: Decision, now: number): void {
    const trip = this.where.trip === null ? undefined : bundle.trip_index.get(this.where.trip);
    const pattern = trip === undefined ? undefined : bundle.patterns[bundle.trips[trip]?.pattern ?? -1];
    const key = this.where.line === null ? undefined : bundle.line_index.get(this.where.line);
    const row = bundle.lines[pattern?.line ?? key ?? -1];
    const line = row ? { name: row.name, headsign: pattern?.headsign ?? "" } : null;
    const contact = { site: bundle.site || this.config.contact.site, phone: bundle.phone || this.config.contact.phone };
    if (show.kind === "off") this.stage.off();
    else if (show.kind === "offer") this.stage.offer(bundle, show, line);
    else this.stage.message(this.card(bundle.messages, show.id), contact, now, bundle.timezone, line);
  }

  private card(messages: readonly Message[], id: string) {
    const urgent = this.remote.live(this.now(), 0).urgent;
    return urgent?.id === id ? urgent : (messages.find((message) => message.id === id) ?? WELCOME);
  }

  private note(kind: ShownKind, now: number, decision?: Decision): void {
    const { id, code } = decision?.show ?? { id: "", code: "" };
    if (kind !== "offer") this.plays.end(now);
    if (kind === this.shown.kind && id === this.shown.id && decision?.why === "kept") return;
    const changed = kind !== this.shown.kind || id !== this.shown.id;
    const why = decision?.why ?? "";
    this.shown = { kind, id, code, since: changed ? now : this.shown.since, why };
    if (changed) tellHost(this.config.origins, kind, code);
  }

  // -- passenger information comes first

  private giveWay(preempts: boolean): void {
    this.hostPreempts = preempts;
    this.tick();
  }

  /** Whether the screen gives way now; a way given back is recorded. */
  private followPreemption(now: number): boolean {
    const preempted = this.hostPreempts || this.remote.isPreempted(now);
    if (preempted) {
      this.preemptedSince ??= now;
      this.seen = { ...this.seen, current: null };
    } else if (this.preemptedSince !== null) {
      this.plays.preempted(this.preemptedSince, now);
      this.preemptedSince = null;
    }
    return preempted;
  }

  // -- loops with the server

  private async exchangeState(): Promise<number> {
    if (!this.pairing.paired) return this.pairing.step(window.innerWidth, window.innerHeight);
    const reported = [...this.trouble].slice(0, 10);
    const asked = this.now();
    const answer = await this.api.post("/etat", this.state(reported));
    if (answer.status === 401) await this.pairing.forget();
    const said = answer.status === 200 ? await answer.json<StateAnswer>() : null;
    if (answer.status === 0) this.cut = true;
    if (!said) return Math.max(20, answer.retryAfter_s);
    // After a long cut the channel's next try may be minutes away, the answer shows that it need not be.
    if (this.cut) this.channel.hurry();
    this.cut = false;
    reported.forEach((code) => this.trouble.delete(code));
    this.obey(said, asked);
    if (this.position.track) await this.store.set("track", this.position.track).catch(() => this.report("storage"));
    // A tenth at random: screens that were switched on together do not stay together.
    return Math.max(5, said.state_every_s) * (0.9 + Math.random() / 5);
  }

  /** The player's network is there again: what was withdrawn meanwhile leaves at once, proofs go. */
  private backOnline(): void {
    if (!this.pairing.paired) return;
    void this.exchangeState();
    void this.sendProofs();
  }

  private obey(said: StateAnswer, asked: number): void {
    const now = this.now();
    this.remote.replace(said.live, asked, now);
    this.position.vehicle = said.vehicle;
    if (said.position) this.position.heard("feed", said.position);
    if (said.bundle) {
      this.keeper.confirmed(said.bundle.version, now);
      if (said.bundle.version !== this.keeper.current()?.bundle.version) void this.refreshBundle();
    }
    const grew = this.reloads !== null && said.live.reload > this.reloads;
    this.reloads = said.live.reload;
    if (grew) this.reload();
  }

  private state(trouble: string[]): StateReport {
    const point: Fix | null = this.position.lastPoint;
    const { source, at, trip, line, metres } = this.where;
    const bundle = this.keeper.current()?.bundle;
    return {
      at: this.now(),
      boot: this.boot,
      bundle: bundle?.version ?? null,
      day: bundle?.day ?? null,
      shown: this.shown,
      where: {
        source,
        at: at || null,
        trip,
        line,
        metres,
        lat: point?.lat ?? null,
        lon: point?.lon ?? null,
        heading: point?.heading ?? null,
      },
      preempted_since: this.preemptedSince,
      visible: document.visibilityState === "visible",
      plays_waiting: this.plays.count,
      clock_offset_s: Math.round(this.clock.offset * 100) / 100,
      width: window.innerWidth,
      height: window.innerHeight,
      trouble,
    };
  }

  private async refreshBundle(): Promise<number> {
    if (!this.pairing.paired) return SPREAD_S;
    const before = this.keeper.current()?.bundle.version;
    const status = await this.keeper.refresh();
    const after = this.keeper.current()?.bundle.version;
    if (status === 401) await this.pairing.forget();
    if (after !== before && this.broken) this.reload();
    return status > 0 && status < 500 ? REFRESH_S : pause(4, 0);
  }

  private async sendProofs(): Promise<number> {
    if (!this.pairing.paired) return PROOFS_S;
    const sent = await this.plays.send(this.api);
    return sent ? PROOFS_S : pause(5, 0);
  }

  /** Start again with the newest page, but never in a circle. */
  private reload(): void {
    if (performance.now() - this.started < RELOAD_AT_MOST_S * 1000 && this.broken) return;
    location.reload();
  }

  // -- live events

  private liveAddress(): { url: string; token: string } | null {
    const paired = this.pairing.paired;
    if (!paired) return null;
    const topics = [`screen:${paired.screen}`, `network:${paired.network}`, "vacancies"];
    const query = topics.map((topic) => `topic=${encodeURIComponent(topic)}`).join("&");
    return { url: `${this.config.live}?${query}`, token: paired.token };
  }

  private onEvent({ name, data }: LiveEvent): void {
    if (name === "reset") return void this.exchangeState();
    const { topic, kind, payload } = (data ?? {}) as { topic?: string; kind?: string; payload?: Record<string, unknown> };
    if (typeof kind !== "string" || typeof payload !== "object" || payload === null) return;
    if (topic === "vacancies") this.onVacancy(kind, payload);
    else this.onCommand(kind, payload);
    this.tick();
  }

  /** A vacancy left the screens: no intermediate step stands between its closing and here. */
  private onVacancy(kind: string, payload: Record<string, unknown>): void {
    if (GONE.has(kind)) this.remote.withdraw([String(payload["vacancy"])], this.now());
  }

  private onCommand(kind: string, payload: Record<string, unknown>): void {
    const until = typeof payload["until"] === "number" ? payload["until"] : null;
    const codes = Array.isArray(payload["codes"]) ? payload["codes"].map(String) : [];
    const now = this.now();
    if (kind === "withdraw") this.remote.withdraw(codes, now);
    if (kind === "message") this.remote.urgent((payload["message"] ?? null) as Message | null, now);
    if (kind === "night") this.remote.night(payload["dark"] === true, until, now);
    if (kind === "preempt") this.remote.preempt(until, now);
    if (kind === "resume") this.remote.resume(now);
    if (kind === "position") this.position.heard("feed", payload as unknown as Fix);
    if (kind === "reload") this.reload();
    if (kind === "bundle" && payload["version"] !== this.keeper.current()?.bundle.version) {
      setTimeout(() => void this.refreshBundle(), Math.random() * SPREAD_S * 1000);
    }
  }
}
