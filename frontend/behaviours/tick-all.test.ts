import assert from "node:assert/strict";
import { test } from "node:test";

import { everyTicked } from "./tick-all";

test("all are ticked only when there are some and none is left", () => {
  assert.equal(everyTicked([]), false);
  assert.equal(everyTicked([{ checked: true }, { checked: false }]), false);
  assert.equal(everyTicked([{ checked: true }, { checked: true }]), true);
});
