import assert from "node:assert/strict";
import test from "node:test";
import type { ArrivalGesture, Held, Snapshot } from "./protocol";
import { codeIn, currentPart, found, gestureOn, lines } from "./sheet";
import { countWords, restWords, syncWords, waitingWords } from "./words";

const PART = { id: 7, starts: 1000, ends: 2000, label: "matin" };
const AFTERNOON = { id: 8, starts: 3000, ends: 4000, label: "après-midi" };

function snapshot(held: Partial<Held>[] = []): Snapshot {
  const whole = held.map((one) => ({ booking: 1, part: 7, status: "present" as const, uuid: "u1", signed: false, conflict: false, marks: [], ...one }));
  return {
    now: 0,
    session: { id: 3, title: "Atelier CV", place: "Salle 2", seats: 10, taken: 2, cancelled: false, closed: null },
    parts: [PART, AFTERNOON],
    people: [{ id: 1, name: "Awa D.", code: "1234", note: "" }, { id: 2, name: "Élodie S.", code: "5678", note: "" }],
    held: whole,
    late: [],
    refused: [],
  };
}

const arrival: ArrivalGesture = { kind: "arrival", uuid: "w1", first_name: "Nadège", last_name: "Everaere", phone: "", part: 7, signature: "", at: 1 };

test("a gesture that waits stands over what the server said", () => {
  const [awa] = lines(snapshot([{}]), [], 7);
  assert.ok(awa);
  const late = gestureOn(awa, 7, { status: "late", means: "phone" }, "u2", 5);
  const [now, other] = lines(snapshot([{}]), [late], 7);

  assert.deepEqual([late.booking, late.knew, late.settles], [1, "u1", false]);
  assert.deepEqual([now?.status, now?.waits, now?.knows], ["late", true, "u2"]);
  assert.deepEqual([other?.status, other?.waits, other?.knows], ["", false, null]);
  assert.equal(lines(snapshot([{}]), [late], 8)[0]?.status, "");
});

test("each gesture knows the one before it, also when both wait", () => {
  const [awa] = lines(snapshot(), [], 7);
  assert.ok(awa);
  const first = gestureOn(awa, 7, { status: "present", means: "phone" }, "u1", 1);
  const [again] = lines(snapshot(), [first], 7);
  assert.ok(again);

  assert.equal(gestureOn(again, 7, { status: "absent", means: "phone" }, "u2", 2).knew, "u1");
});

test("where two devices disagree, a tap chooses", () => {
  const [awa] = lines(snapshot([{ conflict: true }]), [], 7);
  assert.ok(awa?.conflict);
  const choice = gestureOn(awa, 7, { status: "absent", means: "phone" }, "u2", 1);

  assert.equal(choice.settles, true);
  assert.equal(lines(snapshot([{ conflict: true }]), [choice], 7)[0]?.conflict, false);
});

test("who came without a seat is on the list at once, and is marked like the others", () => {
  const newcomer = lines(snapshot(), [arrival], 7).at(-1);
  assert.ok(newcomer);
  const left = gestureOn(newcomer, 7, { status: "left_early", means: "phone" }, "u9", 2);

  assert.deepEqual([newcomer.name, newcomer.status, newcomer.waits], ["Nadège E.", "present", true]);
  assert.deepEqual([left.booking, left.arrival, left.knew], [null, "w1", "w1"]);
  assert.equal(lines(snapshot(), [arrival, left], 7).at(-1)?.status, "left_early");
  assert.equal(lines(snapshot(), [arrival], 8).at(-1)?.status, "");
});

test("the half-day that runs, else the nearest", () => {
  for (const [now, id] of [[0, 7], [1500, 7], [2400, 7], [2600, 8], [9000, 8]] as const)
    assert.equal(currentPart([PART, AFTERNOON], now)?.id, id);
  assert.equal(currentPart([], 5), undefined);
});

test("a code is found in what a telephone or a paper shows", () => {
  for (const [text, code] of [["4827", "4827"], ["jalon:12:4827", "4827"], ["https://jalon.example/suivi/x?porte=4827", "4827"], ["48271", null], ["", null], ["Awa", null]] as const)
    assert.equal(codeIn(text), code);
});

test("people are found by name without accents, or by their whole code", () => {
  const all = lines(snapshot(), [], 7);
  assert.deepEqual(found(all, "elo").map((line) => line.name), ["Élodie S."]);
  assert.deepEqual(found(all, "1234").map((line) => line.name), ["Awa D."]);
  assert.deepEqual(found(all, "123"), []);
  assert.equal(found(all, "").length, 2);
});

test("what waits is said in words", () => {
  const mark = gestureOn(lines(snapshot(), [], 7)[0] ?? assert.fail(), 7, { status: "present", means: "tablet", signature: "M1 1L60 60" }, "u", 1);
  assert.equal(waitingWords([mark, mark, mark]), "3 signatures");
  assert.equal(waitingWords([mark, arrival]), "1 signature et 1 geste");
  assert.equal(syncWords("offline", [mark, mark, mark]), "Sans réseau. 3 signatures attendent le réseau.");
  assert.match(syncWords("signed-out", [mark]), /rien n’est perdu/);
  assert.equal(syncWords("fine", []), "Tout est enregistré.");
  const all = lines(snapshot([{}]), [], 7);
  assert.equal(countWords(all), "1 présent sur 2");
  assert.equal(restWords(all), "Il reste Élodie S.");
});
