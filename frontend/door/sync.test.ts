import assert from "node:assert/strict";
import test from "node:test";
import type { Gesture, Reply } from "./protocol";
import { isUsable, MemoryStore } from "./store";
import { Sync, type Answer } from "./sync";

const gesture = (uuid: string): Gesture => ({ kind: "arrival", uuid, first_name: "Awa", last_name: "", phone: "", part: 1, signature: "", at: 1 });
const SNAPSHOT = { session: { id: 3 } } as unknown as Reply["snapshot"];

/** A server that remembers what it got; each answer may be told in advance. */
class Server {
  readonly got: string[][] = [];
  readonly statuses: number[] = [];
  refuses: Record<string, string> = {};
  unreadable = "";

  ask = (body?: unknown): Promise<Answer> => {
    const status = this.statuses.shift() ?? 200;
    const sent = ((body as { gestures?: Gesture[] })?.gestures ?? []).map((one) => one.uuid);
    if (body) this.got.push(sent);
    const bad = this.unreadable && sent.includes(this.unreadable) ? 400 : status;
    const answers = Object.fromEntries(sent.map((uuid) => [uuid, this.refuses[uuid] ?? ""]));
    return Promise.resolve({ status: bad, json: () => Promise.resolve({ answers, snapshot: SNAPSHOT }) });
  };
}

async function ready(count: number): Promise<{ server: Server; store: MemoryStore; sync: Sync }> {
  const [server, store] = [new Server(), new MemoryStore()];
  for (let n = 1; n <= count; n++) await store.add(3, gesture(`g${n}`));
  return { server, store, sync: new Sync(server, store, 3, "d") };
}

test("what waits is sent in order and forgotten once the server has it", async () => {
  const { server, store, sync } = await ready(2);
  const seen = await sync.round();

  assert.deepEqual(server.got, [["g1", "g2"]]);
  assert.deepEqual(await store.waiting(3), []);
  assert.equal(seen.snapshot, SNAPSHOT);
});

test("without network, or signed out, everything stays", async () => {
  for (const [status, link] of [[0, "offline"], [401, "signed-out"], [404, "gone"], [502, "trouble"]] as const) {
    const { server, store, sync } = await ready(2);
    server.statuses.push(status);
    assert.equal((await sync.round()).link, link);
    assert.equal((await store.waiting(3)).length, 2);
  }
});

test("a token of an older session is renewed, and the gestures go", async () => {
  const { server, store, sync } = await ready(1);
  server.statuses.push(403);
  await sync.round();

  assert.deepEqual(server.got, [["g1"], ["g1"]]);
  assert.deepEqual(await store.waiting(3), []);
});

test("what the server refuses is kept aside with its reason, and not sent again", async () => {
  const { server, store, sync } = await ready(2);
  server.refuses = { g1: "La feuille est fermée." };
  await sync.round();
  await sync.round();

  assert.deepEqual((await store.waiting(3)).map((one) => [one.gesture.uuid, one.refused]), [["g1", "La feuille est fermée."]]);
  assert.equal(server.got.length, 1);
});

test("one gesture that cannot be read does not hold up the others", async () => {
  const { server, store, sync } = await ready(3);
  server.unreadable = "g2";
  await sync.round();

  assert.deepEqual((await store.waiting(3)).map((one) => one.gesture.uuid), ["g2"]);
});

test("a kept list goes after seven days, and with another user", () => {
  const kept = { user: "1", at: 0, snapshot: SNAPSHOT };
  assert.equal(isUsable(kept, "1", 6 * 86_400_000), true);
  assert.equal(isUsable(kept, "1", 7 * 86_400_000), false);
  assert.equal(isUsable(kept, "2", 0), false);
  assert.equal(isUsable(undefined, "1", 0), false);
});
