import assert from "node:assert/strict";
import test from "node:test";
import { type Answer, Counter, type StandInfo } from "./counter";
import { MemoryShelf } from "./shelf";
import { said, Sync } from "./sync";

const HOUR = 3_600_000;

function stand(id: number, starts: number, counted = 0): StandInfo {
  return { id, halt: `H${id}`, place: "", circuit: "Bus", when: "", short: "", starts, ends: starts + HOUR, counted, team: "", phone: "", promise: "" };
}

function made(shelf = new MemoryShelf(), stands = [stand(1, 0), stand(2, 5 * HOUR)]): { counter: Counter; clock: { now: number }; shelf: MemoryShelf } {
  const clock = { now: 1000 };
  let ids = 0;
  const counter = new Counter(shelf, stands, () => clock.now, () => `u${++ids}`);
  return { counter, clock, shelf };
}

function answer(values: Partial<Answer>): Answer {
  return { taken: [], refused: {}, contacts: {}, counted: {}, ...values };
}

const SAID = { first_name: "Awa", last_name: "", phone: "0639981234", wish: "work", words: "" };

test("the thumb counts, takes back, and says of the last person only", async () => {
  const { counter } = made();
  await counter.plus(1);
  await counter.plus(1);
  await counter.say(1, "gender", "woman");
  await counter.minus(1);
  await counter.minus(1);
  await counter.minus(1);

  assert.equal(counter.shown(1), 0);
  assert.equal(counter.last(1), undefined);
  assert.deepEqual(counter.message().tallies.map((one) => [one.gender, one.withdrawn]), [["", true], ["woman", true]]);
});

test("said twice is taken back", async () => {
  const { counter } = made();
  await counter.plus(1);
  await counter.say(1, "age_band", "under_26");
  assert.equal(counter.last(1)?.age_band, "under_26");
  await counter.say(1, "age_band", "under_26");

  assert.equal(counter.last(1)?.age_band, "");
});

test("what the server has and what it lacks add up, whatever changes while it answers", async () => {
  const { counter, clock } = made(new MemoryShelf(), [stand(1, 0, 7)]);
  await counter.plus(1);
  await counter.plus(1);
  assert.equal(counter.shown(1), 9);
  const sent = counter.message();
  clock.now += 10;
  await counter.minus(1);
  assert.equal(counter.shown(1), 8);
  await counter.accept(sent, answer({ taken: ["u1", "u2"], counted: { "1": 9 } }));

  assert.equal(counter.shown(1), 8);
  assert.deepEqual(counter.message().tallies.map((one) => one.uuid), ["u2"]);
  await counter.accept(counter.message(), answer({ taken: ["u2"], counted: { "1": 8 } }));
  assert.deepEqual([counter.shown(1), counter.waiting], [8, 0]);
});

test("a telephone that was off starts with all that it kept, and drops what is two days old and sent", async () => {
  const { counter, shelf } = made();
  await counter.plus(1);
  const contact = await counter.take(1, SAID);
  await counter.accept(counter.message(), answer({ taken: ["u1", contact.uuid], contacts: { [contact.uuid]: 4 }, counted: { "1": 1 } }));
  await counter.plus(1);

  const again = made(shelf);
  again.clock.now = 3 * 24 * HOUR;
  await again.counter.load();
  assert.deepEqual([again.counter.waiting, again.counter.contactsAt(1).length], [1, 0]);
});

test("what somebody said leaves the telephone with the answer; a refused number waits to be corrected", async () => {
  const { counter, shelf } = made();
  const [good, bad] = [await counter.take(1, SAID), await counter.take(1, { ...SAID, phone: "06" })];
  const refused = { [bad.uuid]: "Il manque des chiffres." };
  await counter.accept(counter.message(), answer({ taken: [good.uuid], refused, contacts: { [good.uuid]: 9 } }));

  const kept = await shelf.all<{ uuid: string; phone: string; id: number }>("contacts");
  assert.deepEqual(kept.map((one) => [one.phone, one.id]), [["", 9], ["06", 0]]);
  assert.equal(counter.message().contacts.length, 0);
  await counter.correct(bad.uuid, "0639981235");
  assert.deepEqual(counter.message().contacts.map((one) => one.phone), ["0639981235"]);
});

test("the counter opens on the stand of this hour, then the next, then the last", () => {
  const { counter, clock } = made();
  assert.equal(counter.current()?.id, 1);
  clock.now = 2 * HOUR;
  assert.equal(counter.current()?.id, 2);
  clock.now = 9 * HOUR;
  assert.equal(counter.current()?.id, 2);
});

test("without network, with an ended session or a broken site everything stays, and is said", async () => {
  const { counter } = made();
  await counter.plus(1);
  const states: string[] = [];
  const replies = [
    (): Promise<Response> => Promise.reject(new TypeError("cut")),
    (): Promise<Response> => Promise.resolve(new Response("{}", { status: 401 })),
    (): Promise<Response> => Promise.resolve(new Response("<html>", { status: 502 })),
    (): Promise<Response> => Promise.resolve(new Response("<html>", { status: 200 })),
    (): Promise<Response> => Promise.resolve(Response.json(answer({ taken: ["u1"], counted: { "1": 1 } }))),
  ];
  globalThis.document = { cookie: "jalon_csrf=abc" } as Document;
  for (const reply of replies) {
    const sync = new Sync(counter, "/x", () => undefined, reply as typeof fetch);
    await sync.send();
    states.push(`${sync.state} ${counter.waiting}`);
  }

  assert.deepEqual(states, ["offline 1", "sign-in 1", "trouble 1", "trouble 1", "sent 0"]);
  assert.match(said("sign-in", 1), /rien n’est perdu/);
});
