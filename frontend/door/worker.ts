/**
 * Service worker of the page at the door: keeps the page and what it is made of, so that it opens in a
 * basement. The server's word goes first; other pages of the site are left alone.
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
const CACHE = "jalon-door-1";
const DOOR = /^\/seances\/\d+\/porte\/$/;
const PAGE_WAIT_MS = 5000;
const KEPT = new Set(["style", "script", "font", "image"]);
const NOTHING = `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sans réseau</title><h1>Sans réseau</h1><p>Cette porte n’a pas encore été ouverte sur cet appareil. Ouvrez-la une fois avec du réseau : elle marchera ensuite sans.</p></html>`;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(dropOldCaches().then(() => worker.clients.claim())));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate") {
    if (DOOR.test(url.pathname)) event.respondWith(page(request, url.pathname));
  } else if (KEPT.has(request.destination)) event.respondWith(part(request));
});

async function dropOldCaches(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith("jalon-door-") && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** The server's page within five seconds, else the kept one; a way to the sign-in is the server's word too. */
async function page(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  const nothing = (): Response => new Response(NOTHING, { status: 503, headers: { "content-type": "text/html" } });
  const asked = fetch(request).then(async (response) => {
    if (response.ok) await cache.put(path, response.clone());
    return response.status >= 500 && kept ? kept : response;
  });
  if (!kept) return asked.catch(nothing);
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
    return (await cache.match(request)) ?? Response.error();
  }
}
