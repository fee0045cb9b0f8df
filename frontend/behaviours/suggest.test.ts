import assert from "node:assert/strict";
import { test } from "node:test";

import { moved, spoken } from "./suggest";

test("arrows go round through the options and the field", () => {
  assert.equal(moved(-1, 1, 3), 0);
  assert.equal(moved(2, 1, 3), -1);
  assert.equal(moved(-1, -1, 3), 2);
  assert.equal(moved(0, 1, 0), -1);
});

test("a screen reader hears how many there are", () => {
  assert.equal(spoken(0, "fr"), "Aucune suggestion");
  assert.equal(spoken(4, "en-GB"), "4 suggestions");
});
