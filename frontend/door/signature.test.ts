import assert from "node:assert/strict";
import test from "node:test";
import { firstName } from "./kiosk";
import { isDrawn, pathOf, type Point } from "./signature";

const GRAMMAR = /^(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})*)*$/;

test("strokes become path data within the box", () => {
  const path = pathOf([[[-5, 10.4], [700, 300], [10, 10]], [[1, 1]]]);
  assert.equal(path, "M0 10L600 200L10 10M1 1");
  assert.match(path, GRAMMAR);
  assert.equal(pathOf([]), "");
});

test("a very long drawing is thinned until the server takes it", () => {
  const scribble: Point[] = Array.from({ length: 60_000 }, (_, n) => [300 + 290 * Math.sin(n / 7), 100 + 90 * Math.cos(n / 3)]);
  const path = pathOf([scribble]);
  assert.ok(path.length <= 12_000);
  assert.match(path, GRAMMAR);
});

test("a touch is no signature", () => {
  assert.equal(isDrawn([[[10, 10], [12, 12]]]), false);
  assert.equal(isDrawn([[[10, 10], [60, 10]]]), true);
});

test("the tablet says first names only", () => {
  for (const [name, first] of [["Awa D.", "Awa"], ["Awa Dia.", "Awa"], ["Jean Marc B.", "Jean Marc"], ["Léa", "Léa"]] as const)
    assert.equal(firstName(name), first);
});
