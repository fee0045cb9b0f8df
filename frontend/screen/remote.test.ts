import assert from "node:assert/strict";
import { test } from "node:test";

import { Remote } from "./remote";
import { MemoryStore } from "./store";

const calm = { closed: [], urgent: null, dark: false, preempt: false, reload: 0 };

test("a withdrawal outlives an answer written before it, and a power cut", async () => {
  const store = new MemoryStore();
  const remote = new Remote(store);
  remote.withdraw(["K7DM"], 1000);
  remote.replace(calm, 1001, 1002);
  assert.ok(remote.live(1003, 1000).closed.has("K7DM"));

  const later = new Remote(store);
  await later.load();
  assert.ok(later.live(1004, 1000).closed.has("K7DM"));

  remote.replace({ ...calm, closed: ["W9HF"] }, 1199, 1200);
  assert.deepEqual([...remote.live(1201, 1200).closed], ["W9HF"]);
});

test("a command holds against an answer to an older question, and yields to a newer one", () => {
  const remote = new Remote(new MemoryStore());
  remote.preempt(null, 1000);
  remote.replace(calm, 999, 1001);
  assert.equal(remote.isPreempted(1002), true);

  remote.replace(calm, 1020, 1021);
  assert.equal(remote.isPreempted(1022), false);
});

test("dark and giving way end at their hour", () => {
  const remote = new Remote(new MemoryStore());
  remote.night(true, 2000, 1000);
  remote.preempt(1500, 1000);

  assert.deepEqual([remote.live(1999, 0).dark, remote.live(2000, 0).dark], [true, false]);
  assert.deepEqual([remote.isPreempted(1499), remote.isPreempted(1500)], [true, false]);
});
