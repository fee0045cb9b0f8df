/** What a screen keeps when the power goes: a few values by name, and the rows waiting to be sent. */

export interface Store {
  get<T>(key: string): Promise<T | null>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

const DATABASE = "jalon-screen";
const TABLE = "values";

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage"));
  });
}

class BrowserStore implements Store {
  constructor(private readonly database: IDBDatabase) {}

  private table(mode: IDBTransactionMode): IDBObjectStore {
    return this.database.transaction(TABLE, mode).objectStore(TABLE);
  }

  async get<T>(key: string): Promise<T | null> {
    const value: unknown = await settled(this.table("readonly").get(key));
    return value === undefined ? null : (value as T);
  }

  async set(key: string, value: unknown): Promise<void> {
    await settled(this.table("readwrite").put(value, key));
  }

  async remove(key: string): Promise<void> {
    await settled(this.table("readwrite").delete(key));
  }
}

/** Memory only: a player without storage still plays until the power goes. */
export class MemoryStore implements Store {
  private readonly values = new Map<string, unknown>();

  get<T>(key: string): Promise<T | null> {
    return Promise.resolve((this.values.get(key) as T | undefined) ?? null);
  }

  set(key: string, value: unknown): Promise<void> {
    this.values.set(key, structuredClone(value));
    return Promise.resolve();
  }

  remove(key: string): Promise<void> {
    this.values.delete(key);
    return Promise.resolve();
  }
}

/** The browser's database, or memory when it cannot be opened (`lasting` tells). */
export async function openStore(): Promise<{ store: Store; lasting: boolean }> {
  try {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(TABLE);
    const database = await settled(opening);
    await navigator.storage?.persist?.().catch(() => false);
    return { store: new BrowserStore(database), lasting: true };
  } catch {
    return { store: new MemoryStore(), lasting: false };
  }
}
