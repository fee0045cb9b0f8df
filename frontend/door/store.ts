/**
 * What a device keeps for the times without network: the list of each session, and the gestures that wait.
 * Lists hold first names: they go when the sheet is closed, after seven days, at sign-out, or when somebody
 * else signs in. Gestures stay until the server has them.
 */
import type { Gesture, Snapshot } from "./protocol";

const DATABASE = "jalon-door";
const LISTS = "lists";
const GESTURES = "gestures";
const VALUES = "values";
export const DAYS_KEPT = 7;

export interface KeptList {
  readonly user: string;
  readonly at: number;
  readonly snapshot: Snapshot;
}

export interface Waiting {
  readonly key: number;
  readonly session: number;
  readonly gesture: Gesture;
  /** Why the server refused it, for ever: shown until somebody has read it. */
  readonly refused?: string;
}

export interface DoorStore {
  list(session: number, user: string, now: number): Promise<Snapshot | null>;
  keepList(session: number, kept: KeptList): Promise<void>;
  dropList(session: number): Promise<void>;
  waiting(session: number): Promise<Waiting[]>;
  add(session: number, gesture: Gesture): Promise<void>;
  refuse(waiting: Waiting, why: string): Promise<void>;
  remove(key: number): Promise<void>;
  device(): Promise<string>;
}

/** Whether a kept list may still be shown to this user. */
export function isUsable(kept: KeptList | undefined, user: string, now: number): boolean {
  return kept !== undefined && kept.user === user && now - kept.at < DAYS_KEPT * 86_400_000;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage"));
  });
}

async function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(LISTS);
    opening.result.createObjectStore(GESTURES, { keyPath: "key", autoIncrement: true });
    opening.result.createObjectStore(VALUES);
  };
  return settled(opening);
}

export class BrowserStore implements DoorStore {
  constructor(private readonly database: IDBDatabase) {}

  private table(name: string, mode: IDBTransactionMode = "readonly"): IDBObjectStore {
    return this.database.transaction(name, mode).objectStore(name);
  }

  async list(session: number, user: string, now: number): Promise<Snapshot | null> {
    const all = await settled(this.table(LISTS).getAllKeys());
    for (const key of all) {
      const kept = (await settled(this.table(LISTS).get(key))) as KeptList | undefined;
      if (!isUsable(kept, user, now)) await settled(this.table(LISTS, "readwrite").delete(key));
    }
    const kept = (await settled(this.table(LISTS).get(session))) as KeptList | undefined;
    return kept?.snapshot ?? null;
  }

  async keepList(session: number, kept: KeptList): Promise<void> {
    await settled(this.table(LISTS, "readwrite").put(kept, session));
  }

  async dropList(session: number): Promise<void> {
    await settled(this.table(LISTS, "readwrite").delete(session));
  }

  async waiting(session: number): Promise<Waiting[]> {
    const all = (await settled(this.table(GESTURES).getAll())) as Waiting[];
    return all.filter((one) => one.session === session);
  }

  async add(session: number, gesture: Gesture): Promise<void> {
    await settled(this.table(GESTURES, "readwrite").add({ session, gesture }));
  }

  async refuse(waiting: Waiting, why: string): Promise<void> {
    await settled(this.table(GESTURES, "readwrite").put({ ...waiting, refused: why }));
  }

  async remove(key: number): Promise<void> {
    await settled(this.table(GESTURES, "readwrite").delete(key));
  }

  async device(): Promise<string> {
    const known = (await settled(this.table(VALUES).get("device"))) as string | undefined;
    if (known) return known;
    const made = crypto.randomUUID().slice(0, 8);
    await settled(this.table(VALUES, "readwrite").put(made, "device"));
    return made;
  }
}

/** Memory only: without storage the page still works until it is closed, and says so. */
export class MemoryStore implements DoorStore {
  private readonly lists = new Map<number, KeptList>();
  private rows: Waiting[] = [];
  private next = 1;

  list(session: number, user: string, now: number): Promise<Snapshot | null> {
    const kept = this.lists.get(session);
    return Promise.resolve(kept && isUsable(kept, user, now) ? kept.snapshot : null);
  }

  keepList(session: number, kept: KeptList): Promise<void> {
    this.lists.set(session, kept);
    return Promise.resolve();
  }

  dropList(session: number): Promise<void> {
    this.lists.delete(session);
    return Promise.resolve();
  }

  waiting(session: number): Promise<Waiting[]> {
    return Promise.resolve(this.rows.filter((one) => one.session === session));
  }

  add(session: number, gesture: Gesture): Promise<void> {
    this.rows.push({ key: this.next++, session, gesture });
    return Promise.resolve();
  }

  refuse(waiting: Waiting, why: string): Promise<void> {
    this.rows = this.rows.map((one) => (one.key === waiting.key ? { ...one, refused: why } : one));
    return Promise.resolve();
  }

  remove(key: number): Promise<void> {
    this.rows = this.rows.filter((one) => one.key !== key);
    return Promise.resolve();
  }

  device(): Promise<string> {
    return Promise.resolve("sans-memoire");
  }
}

export async function openStore(): Promise<{ store: DoorStore; lasting: boolean }> {
  try {
    const database = await openDatabase();
    await navigator.storage?.persist?.().catch(() => false);
    return { store: new BrowserStore(database), lasting: true };
  } catch {
    return { store: new MemoryStore(), lasting: false };
  }
}

/** At sign-out: names and kept pages go, gestures that wait stay. */
export async function forgetNames(): Promise<void> {
  for (const name of await caches.keys().catch(() => [])) if (name.startsWith("jalon-door-")) await caches.delete(name);
  const database = await openDatabase().catch(() => null);
  if (!database) return;
  await settled(database.transaction(LISTS, "readwrite").objectStore(LISTS).clear());
  database.close();
}
