import assert from "node:assert/strict";
import { test } from "node:test";

import type { Answer, Api } from "./api";
import { PlayLog } from "./plays";
import type { PlayBatch } from "./protocol";
import { MemoryStore } from "./store";

const row = { vacancy: "v", code: "K7DM", line: "3", stop: "", stretch: "", trip: "", metres: null };
const play = { ...row, source: "gps" as const, why: "picked", bundle: "0".repeat(16) };

/** A server that answers these statuses in turn, then 200, and remembers what it got. */
function server(...statuses: number[]) {
  const got: PlayBatch[] = [];
  const post = (_path: string, body: unknown): Promise<Answer> => {
    got.push(structuredClone(body) as PlayBatch);
    const status = statuses.shift() ?? 200;
    return Promise.resolve({ status, etag: null, retryAfter_s: 0, json: () => Promise.resolve(null) });
  };
  return { got, api: { post } as unknown as Api };
}

function log(store = new MemoryStore()) {
  let n = 0;
  return new PlayLog(store, () => `batch-${++n}`);
}

test("a play has the seconds that it had; a glimpse is not a play", () => {
  const plays = log();
  plays.begin({ ...play, at: 100 });
  plays.begin({ ...play, at: 108 });
  plays.end(108.5);
  plays.end(120);

  assert.equal(plays.count, 1);
});

test("a batch without an answer leaves again with the same id, also after the power was cut", async () => {
  const store = new MemoryStore();
  const first = log(store);
  first.begin({ ...play, at: 100 });
  first.end(108);
  const lost = server(0);
  assert.equal(await first.send(lost.api), false);

  const second = log(store);
  await second.load();
  const back = server(503, 200);
  assert.equal(await second.send(back.api), false);
  assert.equal(await second.send(back.api), true);

  assert.deepEqual(back.got[1], lost.got[0]);
  assert.equal(second.count, 0);
});

test("too large a batch is halved, an unreadable one is dropped", async () => {
  const plays = log();
  for (let i = 0; i < 4; i++) plays.begin({ ...play, at: i * 8 });
  plays.end(32);
  const { got, api } = server(413, 400);

  assert.equal(await plays.send(api), true);
  assert.deepEqual(
    got.map((batch) => batch.plays.length),
    [4, 2, 2],
  );
  assert.equal(new Set(got.map((batch) => batch.batch)).size, 3);
  assert.equal(plays.count, 0);
});
