import assert from "node:assert/strict";
import { test } from "node:test";

import { matrixPath } from "./draw";
import { hourAt, hourOf, stopsLeft, typeset } from "./words";

const plain = (text: string) => text.replace(/\u00a0/g, "_");

test("hours are said as on every page", () => {
  assert.equal(plain(hourOf(4 * 3600 + 31 * 60)), "4_h_31");
  assert.equal(plain(hourOf(25 * 3600 + 59)), "1_h");
  // 25 October 2026, 0 h 30 UTC: still summer time, 2 h 30; an hour later it is 2 h 30 again.
  assert.equal(plain(hourAt(1_792_888_200, "Europe/Paris")), "2_h_30");
  assert.equal(plain(hourAt(1_792_891_800, "Europe/Paris")), "2_h_30");
});

test("stops are counted in words", () => {
  assert.deepEqual([0, 1, 2].map(stopsLeft).map(plain), ["à cet arrêt", "dans 1_arrêt", "dans 2_arrêts"]);
});

test("texts that people wrote are typeset", () => {
  assert.equal(plain(typeset("L'arrêt de la ligne 3 : à 14 h 05 !")), "L’arrêt de la ligne_3_: à 14_h_05_!");
});

test("a matrix becomes one path, runs of modules together", () => {
  assert.deepEqual(matrixPath("3:ab8"), {
    size: 7,
    path: "M2 2h1v1h-1zM4 2h1v1h-1zM3 3h1v1h-1zM2 4h3v1h-3z",
  });
});
