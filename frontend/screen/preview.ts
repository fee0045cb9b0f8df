/** The desk's preview: a screen at any place and hour, following the timetable from there, alone. */
import { openBundle, type BundleDocument, type Message } from "./bundle";
import { metresAt, secondsAt } from "./locate";
import { decide, NOTHING_SEEN, type Live, type Where } from "./play";
import { Stage, WELCOME, type Contact } from "./render";

interface Preview {
  readonly bundle: BundleDocument;
  readonly where: Where;
  readonly now: number;
  readonly live: { fresh_at: number; closed: string[]; urgent: Message | null; dark: boolean };
}

export async function preview(root: HTMLElement, address: string, contact: Contact): Promise<void> {
  const stage = new Stage(root);
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) return stage.message(WELCOME, contact, Date.now() / 1000, "Europe/Paris", null);
  const asked = (await response.json()) as Preview;
  const bundle = openBundle(asked.bundle);
  const trip = bundle.trips[bundle.trip_index.get(asked.where.trip ?? "") ?? -1];
  const pattern = bundle.patterns[trip?.pattern ?? -1];
  const row = bundle.lines[pattern?.line ?? bundle.line_index.get(asked.where.line ?? "") ?? -1];
  const line = row ? { name: row.name, headsign: pattern?.headsign ?? "" } : null;
  const begun = performance.now();
  let seen = NOTHING_SEEN;

  const tick = () => {
    const passed = (performance.now() - begun) / 1000;
    const now = asked.now + passed;
    const live: Live = { ...asked.live, fresh_at: asked.live.fresh_at + passed, closed: new Set(asked.live.closed) };
    const decision = decide(bundle, { ...asked.where, at: now, metres: metresNow(passed) }, now, seen, live);
    seen = decision.seen;
    const { show } = decision;
    if (show.kind === "offer") stage.offer(bundle, show, line);
    else if (show.kind === "off") stage.off();
    else {
      const card = [asked.live.urgent, ...bundle.messages].find((message) => message?.id === show.id) ?? WELCOME;
      stage.message(card, { site: bundle.site, phone: bundle.phone }, now, bundle.timezone, line);
    }
  };
  const metresNow = (passed: number): number | null => {
    const from = asked.where.metres;
    if (!trip || from === null) return from;
    return metresAt(bundle, trip, secondsAt(bundle, trip, from) + passed);
  };
  tick();
  setInterval(tick, 1000);
}
