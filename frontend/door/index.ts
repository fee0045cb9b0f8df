/** The page `/seances/…/porte/`: keeps itself for the times without network, and starts. */
import { Door } from "./door";
import { useIcons } from "./dom";
import { openStore } from "./store";
import { ask, Sync } from "./sync";

const CACHE = "jalon-door-1";

/** The page, and everything it was made of: the first opening without network must already work. */
async function keepPage(): Promise<void> {
  const cache = await caches.open(CACHE);
  const used = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  const parts = used.filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/"));
  const fonts = [...document.fonts].length ? used.filter((url) => url.pathname.endsWith(".woff2")) : [];
  const paths = new Set([...parts, ...fonts].map((url) => url.href));
  const page = await fetch(location.pathname, { redirect: "error" });
  if (!page.ok) throw new Error("page");
  await cache.put(location.pathname, page);
  await Promise.all([...paths].map((path) => cache.add(path).catch(() => undefined)));
}

async function start(root: HTMLElement): Promise<void> {
  const { session = "", user = "", data = "", chair = "", signIn = "", sheet = "", pdf = "", worker = "", icons = "" } = root.dataset;
  useIcons(icons);
  const { store, lasting } = await openStore();
  const sync = new Sync({ ask: (body) => ask(data, body) }, store, Number(session), await store.device());
  const door = new Door(root, { session: Number(session), user, data, chair, signIn, sheet, pdf, lasting }, store, sync);
  await door.start();
  if (!worker || !navigator.serviceWorker) return;
  await navigator.serviceWorker.register(worker, { scope: "/seances/" }).catch(() => undefined);
  const kept = await Promise.all([keepPage(), navigator.serviceWorker.ready]).catch(() => null);
  if (kept) door.ready();
}

const root = document.getElementById("door");
if (root) void start(root);
