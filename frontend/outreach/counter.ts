/**
 * What the telephone at the stop knows: people counted, contacts taken, and which of it the server has.
 * Nothing here touches the page or the network. Each thing has an identifier of its own, so that what is sent
 * twice is counted once.
 */
export interface StandInfo {
  readonly id: number;
  readonly halt: string;
  readonly place: string;
  readonly circuit: string;
  readonly when: string;
  readonly short: string;
  readonly starts: number;
  readonly ends: number;
  readonly counted: number;
  readonly team: string;
  readonly phone: string;
  readonly promise: string;
}

export type Detail = "gender" | "age_band";

/** One person, as counted here. `known` is what the server counts of it: 0 or 1. */
export interface Tally {
  readonly uuid: string;
  readonly stand: number;
  at: number;
  gender: string;
  age_band: string;
  withdrawn: boolean;
  known: number;
  sent: boolean;
  fault: string;
}

/** Somebody who left a first name; what they said leaves this telephone once the server has it. */
export interface Contact {
  readonly uuid: string;
  readonly stand: number;
  readonly at: number;
  first_name: string;
  last_name: string;
  phone: string;
  wish: string;
  words: string;
  sent: boolean;
  id: number;
  fault: string;
}

export interface Answer {
  readonly taken: readonly string[];
  readonly refused: Readonly<Record<string, string>>;
  readonly contacts: Readonly<Record<string, number>>;
  readonly counted: Readonly<Record<string, number>>;
}

/** Where things are kept while there is no network. */
export interface Shelf {
  all<T>(table: Table): Promise<T[]>;
  put(table: Table, value: { uuid: string }): Promise<void>;
  remove(table: Table, uuid: string): Promise<void>;
}

export type Table = "tallies" | "contacts";

const KEPT_MS = 2 * 86_400_000;
const MOST_AT_ONCE = 200;

export class Counter {
  private tallies: Tally[] = [];
  private people: Contact[] = [];
  private readonly counted = new Map<number, number>();

  constructor(
    private readonly shelf: Shelf,
    readonly stands: readonly StandInfo[],
    private readonly now: () => number,
    private readonly newId: () => string,
  ) {
    for (const stand of stands) this.counted.set(stand.id, stand.counted);
  }

  /** What was kept here before; what the server has had for two days is forgotten. */
  async load(): Promise<void> {
    const old = this.now() - KEPT_MS;
    this.tallies = await this.fresh<Tally>("tallies", old);
    this.people = await this.fresh<Contact>("contacts", old);
  }

  private async fresh<T extends Tally | Contact>(table: Table, old: number): Promise<T[]> {
    const kept: T[] = [];
    for (const one of await this.shelf.all<T>(table))
      if (one.sent && one.at < old) await this.shelf.remove(table, one.uuid);
      else kept.push(one);
    return kept.sort((a, b) => a.at - b.at);
  }

  /** The stand at which somebody is now, else the next one, else the last. */
  current(): StandInfo | undefined {
    const now = this.now();
    return this.stands.find((stand) => stand.ends > now) ?? this.stands.at(-1);
  }

  /** People counted at a stand: what the server has, and what it does not know yet. */
  shown(stand: number): number {
    const ours = this.tallies.filter((one) => one.stand === stand && !one.sent);
    return ours.reduce((sum, one) => sum + (one.withdrawn ? 0 : 1) - one.known, this.counted.get(stand) ?? 0);
  }

  /** The last person counted here on this telephone: the one that can be taken back, or said more of. */
  last(stand: number): Tally | undefined {
    return this.tallies.filter((one) => one.stand === stand && !one.withdrawn).at(-1);
  }

  async plus(stand: number): Promise<void> {
    const tally: Tally = {
      uuid: this.newId(), stand, at: this.now(), gender: "", age_band: "", withdrawn: false, known: 0, sent: false,
      fault: "",
    };
    this.tallies.push(tally);
    await this.shelf.put("tallies", tally);
  }

  async minus(stand: number): Promise<void> {
    const last = this.last(stand);
    if (last) await this.change(last, { withdrawn: true });
  }

  /** What the last person says of themselves; said again, it is taken back. */
  async say(stand: number, detail: Detail, value: string): Promise<void> {
    const last = this.last(stand);
    if (last) await this.change(last, { [detail]: last[detail] === value ? "" : value });
  }

  private async change(tally: Tally, values: Partial<Tally>): Promise<void> {
    Object.assign(tally, values, { at: Math.max(this.now(), tally.at + 1), sent: false, fault: "" });
    await this.shelf.put("tallies", tally);
  }

  async take(stand: number, said: Pick<Contact, "first_name" | "last_name" | "phone" | "wish" | "words">): Promise<Contact> {
    const contact: Contact = { uuid: this.newId(), stand, at: this.now(), ...said, sent: false, id: 0, fault: "" };
    this.people.push(contact);
    await this.shelf.put("contacts", contact);
    return contact;
  }

  /** A number that the server refused is corrected here. */
  async correct(uuid: string, phone: string): Promise<void> {
    const contact = this.people.find((one) => one.uuid === uuid);
    if (!contact || contact.sent) return;
    Object.assign(contact, { phone, fault: "" });
    await this.shelf.put("contacts", contact);
  }

  contactsAt(stand: number): readonly Contact[] {
    return this.people.filter((one) => one.stand === stand).reverse();
  }

  /** How many things the server does not have yet. */
  get waiting(): number {
    return this.tallies.filter((one) => !one.sent).length + this.people.filter((one) => !one.sent).length;
  }

  /** What to send; things that were refused wait until somebody corrects them. */
  message(): { tallies: Tally[]; contacts: Contact[] } {
    const due = <T extends Tally | Contact>(all: T[]): T[] =>
      all.filter((one) => !one.sent && !one.fault).slice(0, MOST_AT_ONCE).map((one) => ({ ...one }));
    return { tallies: due(this.tallies), contacts: due(this.people) };
  }

  /** The server's answer to `sent`; what changed since then stays to be sent. */
  async accept(sent: { tallies: Tally[]; contacts: Contact[] }, answer: Answer): Promise<void> {
    const taken = new Set(answer.taken);
    for (const was of sent.tallies) await this.acceptTally(was, taken, answer);
    for (const was of sent.contacts) await this.acceptContact(was, taken, answer);
    for (const [stand, people] of Object.entries(answer.counted)) this.counted.set(Number(stand), people);
  }

  private async acceptTally(was: Tally, taken: ReadonlySet<string>, answer: Answer): Promise<void> {
    const tally = this.tallies.find((one) => one.uuid === was.uuid);
    if (!tally) return;
    if (taken.has(was.uuid)) Object.assign(tally, { known: was.withdrawn ? 0 : 1, sent: tally.at === was.at });
    else if (answer.refused[was.uuid]) tally.fault = answer.refused[was.uuid] ?? "";
    await this.shelf.put("tallies", tally);
  }

  private async acceptContact(was: Contact, taken: ReadonlySet<string>, answer: Answer): Promise<void> {
    const contact = this.people.find((one) => one.uuid === was.uuid);
    if (!contact) return;
    if (taken.has(was.uuid)) {
      const id = answer.contacts[was.uuid] ?? 0;
      Object.assign(contact, { sent: true, id, phone: "", last_name: "", words: "" });
    } else if (answer.refused[was.uuid]) contact.fault = answer.refused[was.uuid] ?? "";
    await this.shelf.put("contacts", contact);
  }
}
