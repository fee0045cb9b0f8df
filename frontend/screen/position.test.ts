import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { openBundle, type BundleDocument } from "./bundle";
import { byTimetable, match, turn } from "./locate";
import { Positioner } from "./position";
import type { Fix } from "./protocol";

const file = join(import.meta.dirname, "screen/conformance/bundle.json");
const bundle = openBundle(JSON.parse(readFileSync(file, "utf8")) as BundleDocument);
const BEGIN = bundle.midnight + (bundle.trips[0]?.start_s ?? 0);
const ANY = { trip: null, block: null, line: null };
const SILENT: Fix = { at: 0, trip: null, line: null, metres: null, lat: null, lon: null };

/** A point of the straight line, so many metres from its start. */
const onLine = (metres: number, heading: number | null) => ({
  lat: 51.03,
  lon: 2.37 + (metres / 2500) * 0.03568,
  heading,
  accuracy: 8,
});

/** A point of the loop, so many metres north of its start. */
const onLoop = (metres: number, heading: number) => ({
  lat: 51.03 + metres / 111_195,
  lon: 2.37,
  heading,
  accuracy: 8,
});

test("a point is placed on the trip that goes its way", () => {
  const { found } = match(bundle, onLine(1000, 92), BEGIN + 200, ANY, null);

  assert.equal(found?.trip.id, "t1");
  assert.ok(Math.abs((found?.metres ?? 0) - 1000) < 5, String(found?.metres));
  assert.ok(Math.abs(found?.delay_s ?? 99) < 3);
});

test("against the way, or far from it, nothing is sure", () => {
  assert.deepEqual(match(bundle, onLine(1000, 270), BEGIN + 200, ANY, null), { found: null, line: null });
  const away = { ...onLine(1000, null), lat: 51.05 };
  assert.deepEqual(match(bundle, away, BEGIN + 200, ANY, null), { found: null, line: null });
});

test("a path that goes out and back is told apart by its heading", () => {
  const out = match(bundle, onLoop(500, 5), BEGIN + 100, ANY, null).found;
  const back = match(bundle, onLoop(500, 182), BEGIN + 260, ANY, null).found;

  assert.ok(Math.abs((out?.metres ?? 0) - 500) < 5);
  assert.ok(Math.abs((back?.metres ?? 0) - 1300) < 5);
});

test("where two lines start together nothing is said of the line", () => {
  const { found, line } = match(bundle, { ...onLine(0, null), accuracy: 8 }, BEGIN, ANY, null);

  assert.equal(found, null);
  assert.equal(line, null);
});

test("by the timetable a block has a trip, with the delay last seen", () => {
  assert.equal(byTimetable(bundle, "b1", 0, BEGIN + 100)?.metres, 500);
  assert.equal(byTimetable(bundle, "b1", 100, BEGIN + 200)?.metres, 500);
  assert.equal(byTimetable(bundle, "b1", 0, BEGIN - 600)?.metres, 0);
  assert.equal(byTimetable(bundle, "b1", 0, BEGIN + 6 * 3600), null);
});

test("the player's position comes before the receiver's; without any the timetable speaks", () => {
  const position = new Positioner();
  position.heard("gps", { ...SILENT, ...onLine(900, 90), at: BEGIN + 180 });
  position.heard("host", { ...SILENT, trip: "t1", metres: 1000, at: BEGIN + 180 });

  assert.deepEqual(position.where(bundle, BEGIN + 181), {
    at: BEGIN + 180,
    trip: "t1",
    metres: 1000,
    line: null,
    source: "host",
  });
  const later = position.where(bundle, BEGIN + 300);
  assert.equal(later.source, "timetable");
  assert.equal(later.trip, "t1");
  assert.ok(Math.abs((later.metres ?? 0) - 1600) < 1, String(later.metres));
});

test("a bad point is held for a moment, then the line is all that is said", () => {
  const position = new Positioner();
  position.vehicle = { line: "3", block: null };
  position.heard("gps", { ...SILENT, ...onLine(900, 90), at: BEGIN + 180 });
  position.where(bundle, BEGIN + 180);
  position.heard("gps", { ...SILENT, lat: 51.08, lon: 2.37, at: BEGIN + 185 });

  assert.equal(position.where(bundle, BEGIN + 185).trip, "t1");
  const lost = position.where(bundle, BEGIN + 210);
  assert.deepEqual([lost.trip, lost.line, lost.source], [null, "3", "line"]);
});

test("headings are compared around the north", () => {
  assert.equal(turn(350, 20), 30);
  assert.equal(turn(90, 270), 180);
});
