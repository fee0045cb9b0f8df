import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { openBundle, type BundleDocument } from "./bundle";
import { decide, NOTHING_SEEN, type Where } from "./play";
import { proofOf } from "./proof";

const file = join(import.meta.dirname, "screen/conformance/bundle.json");
const bundle = openBundle(JSON.parse(readFileSync(file, "utf8")) as BundleDocument);
const BEGIN = bundle.midnight + (bundle.trips[0]?.start_s ?? 0);

function proof(where: Partial<Where>) {
  const whole: Where = { at: BEGIN, trip: null, metres: null, line: null, source: "gps", ...where };
  const live = { fresh_at: BEGIN, closed: new Set<string>(), urgent: null, dark: false };
  const { show, why } = decide(bundle, whole, BEGIN, NOTHING_SEEN, live);
  return proofOf(bundle, whole, show, why, BEGIN + 0.04);
}

test("on a trip the proof names line, stop and stretch", () => {
  const { bundle: version, at, ...row } = proof({ trip: "t1", metres: 700 });

  assert.equal(at, BEGIN);
  assert.equal(version, bundle.version);
  assert.deepEqual(row, {
    vacancy: "v2",
    code: "K7DD",
    line: "3",
    stop: "s3",
    stretch: "a:900",
    trip: "t1",
    metres: 700,
    source: "gps",
    why: "picked",
  });
});

test("with the line only, the line is all that is proved", () => {
  const { line, stop, stretch, trip, metres, why } = proof({ line: "9", source: "line" });

  assert.deepEqual([line, stop, stretch, trip, metres, why], ["9", "", "", "", null, "line_only"]);
});
