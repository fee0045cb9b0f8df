/** The telephone's database; memory when it cannot be opened, and then the page says so. */
import type { Shelf, Table } from "./counter";

const DATABASE = "jalon-counter";
const TABLES: readonly Table[] = ["tallies", "contacts"];

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage"));
  });
}

class BrowserShelf implements Shelf {
  constructor(private readonly database: IDBDatabase) {}

  private table(name: Table, mode: IDBTransactionMode): IDBObjectStore {
    return this.database.transaction(name, mode).objectStore(name);
  }

  all<T>(table: Table): Promise<T[]> {
    return settled(this.table(table, "readonly").getAll()) as Promise<T[]>;
  }

  async put(table: Table, value: { uuid: string }): Promise<void> {
    await settled(this.table(table, "readwrite").put(value));
  }

  async remove(table: Table, uuid: string): Promise<void> {
    await settled(this.table(table, "readwrite").delete(uuid));
  }
}

export class MemoryShelf implements Shelf {
  private readonly tables = new Map<Table, Map<string, unknown>>(TABLES.map((name) => [name, new Map()]));

  all<T>(table: Table): Promise<T[]> {
    return Promise.resolve([...(this.tables.get(table)?.values() ?? [])].map((one) => structuredClone(one) as T));
  }

  put(table: Table, value: { uuid: string }): Promise<void> {
    this.tables.get(table)?.set(value.uuid, structuredClone(value));
    return Promise.resolve();
  }

  remove(table: Table, uuid: string): Promise<void> {
    this.tables.get(table)?.delete(uuid);
    return Promise.resolve();
  }
}

export async function openShelf(): Promise<{ shelf: Shelf; lasting: boolean }> {
  try {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => TABLES.forEach((name) => opening.result.createObjectStore(name, { keyPath: "uuid" }));
    const database = await settled(opening);
    await navigator.storage?.persist?.().catch(() => false);
    return { shelf: new BrowserShelf(database), lasting: true };
  } catch {
    return { shelf: new MemoryShelf(), lasting: false };
  }
}
