/** Starts the counter: what the page brought, what this telephone kept, and the way to the server. */
import { Counter, type StandInfo } from "./counter";
import { openShelf } from "./shelf";
import { Sync } from "./sync";
import { View } from "./view";

/** A random identifier (RFC 9562, version 4), also where `crypto.randomUUID` is missing. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

async function start(root: HTMLElement): Promise<void> {
  const { worker = "", scope = "", api = "" } = root.dataset;
  if (worker) void navigator.serviceWorker?.register(worker, { scope }).catch(() => undefined);
  const stands = JSON.parse(document.getElementById("stands")?.textContent ?? "[]") as StandInfo[];
  const { shelf, lasting } = await openShelf();
  const counter = new Counter(shelf, stands, () => Date.now(), newId);
  await counter.load();
  const first = counter.current();
  root.querySelector<HTMLElement>("[data-counter=forgets]")?.toggleAttribute("hidden", lasting);
  const orphans = root.querySelector<HTMLElement>("[data-counter=orphans]");
  const sync: Sync = new Sync(counter, api, () => {
    orphans?.toggleAttribute("hidden", counter.waiting === 0);
    view?.show();
  });
  const view = first ? new View(root, counter, () => sync, first) : undefined;
  root.querySelector<HTMLElement>("[data-counter=main]")?.toggleAttribute("hidden", !first);
  root.querySelector<HTMLElement>("[data-counter=nothing]")?.toggleAttribute("hidden", Boolean(first));
  view?.start();
  sync.start();
}

const root = document.getElementById("counter");
if (root) void start(root);
