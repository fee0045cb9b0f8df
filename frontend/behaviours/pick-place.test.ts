import assert from "node:assert/strict";
import { test } from "node:test";

import { readPair, toDrawing, toPlace } from "./pick-place";

const view = { lat: 51.03, lon: 2.37, span: 12_000 };

test("a place drawn and read back is the same place", () => {
  const [x, y] = toDrawing(view, 51.0343, 2.3767);
  const [lat, lon] = toPlace(view, x, y);
  assert.ok(Math.abs(lat - 51.0343) < 1e-9 && Math.abs(lon - 2.3767) < 1e-9);
});

test("north is up, east is right, and a kilometre is as long both ways", () => {
  const [x, y] = toDrawing(view, 51.03 + 1000 / 111_195, 2.37 + 1000 / (111_195 * Math.cos((51.03 * Math.PI) / 180)));
  assert.ok(Math.abs(x - 350) < 1e-6 && Math.abs(y - 250) < 1e-6);
});

test("only a pair of numbers is a place", () => {
  assert.deepEqual(readPair(" 51.03, 2.37 "), [51.03, 2.37]);
  assert.equal(readPair("Dunkerque"), null);
});
