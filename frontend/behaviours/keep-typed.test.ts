import assert from "node:assert/strict";
import test from "node:test";
import { isKept, readKept } from "./keep-typed";

test("secrets, files and unnamed fields are not kept", () => {
  const kept = [["title", "text"], ["tasks", "textarea"], ["site", "select-one"]] as const;
  const left = [["", "text"], ["csrf", "hidden"], ["code", "password"], ["file", "file"]] as const;

  assert.deepEqual(kept.map(([name, type]) => isKept(name, type)), [true, true, true]);
  assert.deepEqual(left.map(([name, type]) => isKept(name, type)), [false, false, false, false]);
});

test("what is too old, broken or foreign is not put back", () => {
  const day = 86_400_000;
  const text = JSON.stringify({ at: 10 * day, fields: { title: ["Soudeuse"] } });

  assert.deepEqual(readKept(text, 11 * day)?.fields, { title: ["Soudeuse"] });
  for (const [stored, now] of [[text, 18 * day], ["{", 0], ["null", 0], ['{"at":"x"}', 0], [null, 0]] as const)
    assert.equal(readKept(stored, now), null);
});
