import assert from "node:assert/strict";
import test from "node:test";
import { loudness, trouble } from "./practice-call";

test("silence is nothing, a shout is everything", () => {
  assert.equal(loudness(new Uint8Array([128, 128, 128])), 0);
  assert.equal(loudness(new Uint8Array([0, 255, 0, 255])), 100);
  assert.equal(loudness(new Uint8Array([])), 0);
});

test("every trouble has words that say what to do", () => {
  for (const name of ["NotAllowedError", "NotFoundError", "Anything"]) assert.match(trouble(name), /\p{L}{3}/u);
});
