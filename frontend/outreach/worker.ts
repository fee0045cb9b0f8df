/**
 * Service worker of the counter: keeps the page and what it is made of, so that it opens where there is no
 * network. The server's page goes first; a page that asks to sign in is never kept in its place.
 */
interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}

interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

interface Worker {
  addEventListener(name: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(name: "fetch", listener: (event: FetchEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
}

export {};

const worker = self as unknown as Worker;
const FAMILY = "jalon-counter-";
const CACHE = `${FAMILY}1`;
const PAGE = "/tournees/comptoir/";
const PAGE_WAIT_MS = 4000;
const KEPT = new Set(["style", "script", "font", "image"]);

worker.addEventListener("install", (event) => {
  event.waitUntil(keepPage().finally(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(dropOldCaches().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(request));
  else if (KEPT.has(request.destination)) event.respondWith(part(request));
});

function isOurs(response: Response): boolean {
  return response.ok && !response.redirected && response.type === "basic";
}

/** The page and everything it names: the first start without network must already work. */
async function keepPage(): Promise<void> {
  const response = await fetch(PAGE, { cache: "no-store", credentials: "same-origin" });
  if (isOurs(response)) await keep(response);
}

async function keep(response: Response): Promise<void> {
  const text = await response.clone().text();
  const cache = await caches.open(CACHE);
  await cache.put(PAGE, response);
  const parts = [...text.matchAll(/(?:href|src)="([^"#]+\.(?:css|js|svg))(?:#[^"]*)?"/g)].map((found) => found[1] ?? "");
  await Promise.all([...new Set(parts)].map((path) => keepPart(cache, path).catch(() => undefined)));
}

/** One part, and the fonts that a style sheet names. */
async function keepPart(cache: Cache, path: string): Promise<void> {
  const response = await fetch(path, { cache: "no-cache" });
  if (!response.ok) return;
  const base = response.url;
  const text = path.endsWith(".css") ? await response.clone().text() : "";
  await cache.put(path, response);
  const fonts = [...text.matchAll(/url\("?([^")]+\.woff2)"?\)/g)].map((found) => new URL(found[1] ?? "", base).href);
  await Promise.all(fonts.map((font) => cache.add(font).catch(() => undefined)));
}

async function dropOldCaches(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(FAMILY) && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** The server's page within four seconds, else the kept one; the way to sign in goes through. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGE);
  const asked = fetch(request).then(async (response) => {
    if (isOurs(response)) await cache.put(PAGE, response.clone());
    return response.status >= 500 && kept ? kept : response;
  });
  if (!kept) return asked;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), PAGE_WAIT_MS));
  return Promise.race([asked.catch(() => kept), late]);
}

/** The server's part when there is one, so that a new release is taken; the kept one without network. */
async function part(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    else return (await cache.match(request)) ?? response;
    return response;
  } catch {
    return (await cache.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}
