import assert from "node:assert/strict";
import { test } from "node:test";

import { address, afterTyping, calmly } from "./live";

test("the same topics have one address, however they are listed", () => {
  assert.equal(address(["desk:2", "desk:1", "desk:2"]), "/live?topic=desk%3A1&topic=desk%3A2");
});

test("a burst of events asks once", async () => {
  let asked = 0;
  const tell = calmly(() => (asked += 1), 5);
  for (let n = 0; n < 10; n += 1) tell();
  await new Promise((done) => setTimeout(done, 30));
  assert.equal(asked, 1);
});

test("what happens while somebody types is held back, and told once they have left", () => {
  let typing = true, told = 0;
  const element = Object.assign(new EventTarget(), { querySelector: () => (typing ? {} : null) });
  afterTyping(element as unknown as HTMLElement, () => (told += 1));
  const passes = (name: string): boolean => element.dispatchEvent(new Event(name, { cancelable: true }));

  assert.equal(passes("htmx:beforeRequest"), false);
  assert.equal(passes("htmx:beforeSwap"), false);
  typing = false;
  element.dispatchEvent(new Event("focusout"));
  element.dispatchEvent(new Event("focusout"));
  assert.equal(told, 1);
  assert.equal(passes("htmx:beforeSwap"), true);
});
