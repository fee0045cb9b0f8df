import assert from "node:assert/strict";
import { test } from "node:test";

import { pause } from "./api";
import { EventParser } from "./sse";

test("events are read whatever the pieces in which they come", () => {
  const stream = ': ping\n\nid: 7\nevent: withdraw\ndata: {"codes":\ndata: ["K7DM"]}\r\n\r\ndata: oops\n\nevent: reload\ndata: {}\n\n';
  const whole = new EventParser();
  const expected = [
    { name: "withdraw", data: { codes: ["K7DM"] } },
    { name: "reload", data: {} },
  ];

  assert.deepEqual(whole.push(stream), expected);
  const byLetter = new EventParser();
  assert.deepEqual(
    [...stream].flatMap((letter) => byLetter.push(letter)),
    expected,
  );
  assert.equal(byLetter.lastId, "7");
});

test("the pause doubles up to five minutes and obeys the server", () => {
  assert.equal(pause(0, 0, () => 1), 2);
  assert.equal(pause(3, 0, () => 1), 16);
  assert.equal(pause(30, 0, () => 1), 300);
  assert.equal(pause(0, 60, () => 0), 60);
});
