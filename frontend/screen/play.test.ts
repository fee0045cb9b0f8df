import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { openBundle, type BundleDocument, type Message } from "./bundle";
import { decide, NOTHING_SEEN } from "./play";
import type { Decision, Live, Refusal, Seen, Show, Where } from "./play";

interface Step {
  readonly now: number;
  readonly where: Partial<Where> & Pick<Where, "at" | "source">;
  readonly live: { fresh_at: number; closed: string[]; urgent?: Message; dark: boolean };
  readonly show: Partial<Show>;
  readonly why: string;
  readonly refusals: Refusal[];
}

const folder = join(import.meta.dirname, "screen/conformance");
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));
const bundle = openBundle(read("bundle.json") as BundleDocument);
const NOWHERE = { trip: null, metres: null, line: null };
const BLANK = { id: "", code: "", stop: null, stops_ahead: null, walk_min: null, fit: null };
const BUS = { start_s: 0, bus_s: 0, back_s: null };

function answer(step: Step, seen: Seen): Decision {
  const live: Live = { urgent: null, ...step.live, closed: new Set(step.live.closed) };
  return decide(bundle, { ...NOWHERE, ...step.where }, step.now, seen, live);
}

for (const { name, steps, seen: last } of read("cases.json") as { name: string; steps: Step[]; seen: Seen }[]) {
  test(`as the Python interpreter: ${name}`, () => {
    let seen = NOTHING_SEEN;
    for (const step of steps) {
      const decision = answer(step, seen);
      const { show, why, refusals } = decision;
      const fit = step.show.fit ? { ...BUS, ...step.show.fit } : null;
      const expected = { show: { ...BLANK, ...step.show, fit }, why: step.why, refusals: step.refusals };
      assert.deepEqual({ show, why, refusals }, expected, `at ${step.now}`);
      seen = decision.seen;
    }
    assert.deepEqual(seen, last);
  });
}
