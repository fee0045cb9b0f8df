import assert from "node:assert/strict";
import { test } from "node:test";

import { namesIn } from "./registry";
import { asksForSearch } from "./search-key";

const slash = { key: "/", ctrlKey: false, metaKey: false, altKey: false };

test("the slash asks for the search, but not while somebody types", () => {
  assert.equal(asksForSearch(slash, "BODY", false), true);
  assert.equal(asksForSearch(slash, "INPUT", false), false);
  assert.equal(asksForSearch(slash, "DIV", true), false);
  assert.equal(asksForSearch({ ...slash, ctrlKey: true }, "BODY", false), false);
});

test("a list of behaviours is read once each", () => {
  assert.deepEqual(namesIn(" search-key  live search-key"), ["search-key", "live"]);
});
