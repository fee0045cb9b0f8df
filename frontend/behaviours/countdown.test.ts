import assert from "node:assert/strict";
import { test } from "node:test";

import { clock } from "./countdown";

test("seconds are said as minutes and seconds, and never below zero", () => {
  assert.equal(clock(2700), "45:00");
  assert.equal(clock(61.9), "01:01");
  assert.equal(clock(-3), "00:00");
});
