import assert from "node:assert/strict";
import { test } from "node:test";

import { ServerClock } from "./clock";

function device(start_s: number) {
  const state = { wall: start_s * 1000, steady: 0 };
  const pass = (seconds: number) => {
    state.wall += seconds * 1000;
    state.steady += seconds * 1000;
  };
  return { state, pass, ticks: { wall: () => state.wall, steady: () => state.steady } };
}

test("a device without a clock takes the server's, at the middle of the way", () => {
  const { pass, ticks } = device(0);
  const clock = new ServerClock(ticks);
  const sent = clock.mark();
  pass(0.4);
  clock.heard(1_795_600_000, sent);

  assert.ok(Math.abs(clock.now() - 1_795_600_000.2) < 0.001);
});

test("the answer with the shortest way counts", () => {
  const { pass, ticks } = device(1000);
  const clock = new ServerClock(ticks);
  pass(0.1);
  clock.heard(1000.05, 0);
  const sent = clock.mark();
  pass(1.6);
  clock.heard(1001.5, sent);

  assert.ok(Math.abs(clock.offset) < 0.01);
});

test("a clock set back or a sleep never makes time go back", () => {
  const { state, pass, ticks } = device(1000);
  const clock = new ServerClock(ticks);
  pass(10);
  state.wall -= 3600_000;
  assert.equal(clock.now(), 1010);
  state.wall += 7200_000;
  assert.equal(clock.now(), 4610);
});

test("a step of the device's clock is followed at the next answer", () => {
  const { state, pass, ticks } = device(1000);
  const clock = new ServerClock(ticks);
  pass(0.1);
  clock.heard(1000.05, 0);
  state.wall += 500_000;
  const sent = clock.mark();
  pass(1);
  clock.heard(1000.6, sent);

  assert.ok(Math.abs(clock.now() - 1001.1) < 0.6, String(clock.now()));
});
