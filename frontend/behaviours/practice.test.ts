import assert from "node:assert/strict";
import test from "node:test";
import { saidBy } from "./practice";

test("a field says its words, a file its name", () => {
  assert.equal(saidBy({ type: "text", value: "  Awa " }), "Awa");
  assert.equal(saidBy({ type: "file", value: "C:\\fakepath\\cv.pdf", files: [{ name: "cv.pdf" }] }), "cv.pdf");
  assert.equal(saidBy({ type: "file", value: "", files: [] }), "");
});
