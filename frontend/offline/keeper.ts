/**
 * What a service worker needs to keep some pages and what they are made of, so that they open without network.
 * The server's word goes first; what is kept answers when it is late, broken or out of reach. Other pages of the
 * site are left alone, and a page that leads elsewhere (to sign in) is never kept in another's place.
 *
 *   keepOffline({ family: "jalon-door-", version: 1, isPage: (path) => DOOR.test(path), waitMs: 5000 });
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

export interface Kept {
  /** Start of the names of this worker's caches; older versions are dropped. */
  readonly family: string;
  readonly version: number;
  readonly isPage: (path: string) => boolean;
  /** How long the server may take before the kept page answers. */
  readonly waitMs: number;
  /** A page kept with everything it names as soon as the worker is there: the first start may be offline. */
  readonly first?: string;
  /** A screen nobody touches shows no error at all; elsewhere only the server's own faults are hidden. */
  readonly hidesEveryError?: boolean;
  /** Shown when the page was never kept and there is no network. */
  readonly nothing?: string;
}

const PARTS = new Set(["style", "script", "font", "image"]);
const worker = self as unknown as Worker;

export function keepOffline(kept: Kept): void {
  const name = `${kept.family}${kept.version}`;
  worker.addEventListener("install", (event) => {
    event.waitUntil(keepFirst(name, kept.first).finally(() => worker.skipWaiting()));
  });
  worker.addEventListener("activate", (event) => {
    event.waitUntil(dropOld(kept.family, name).then(() => worker.clients.claim()));
  });
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== worker.location.origin) return;
    if (request.mode === "navigate") {
      if (kept.isPage(url.pathname)) event.respondWith(page(name, kept, request, url.pathname));
    } else if (PARTS.has(request.destination)) event.respondWith(part(name, request));
  });
}

function isWhole(response: Response): boolean {
  return response.ok && !response.redirected && response.type === "basic";
}

async function keepFirst(name: string, first: string | undefined): Promise<void> {
  if (first === undefined) return;
  const response = await fetch(first, { cache: "no-store", credentials: "same-origin" });
  if (!isWhole(response)) return;
  const text = await response.clone().text();
  const cache = await caches.open(name);
  await cache.put(first, response);
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

async function dropOld(family: string, name: string): Promise<void> {
  const old = (await caches.keys()).filter((one) => one.startsWith(family) && one !== name);
  await Promise.all(old.map((one) => caches.delete(one)));
}

/** The server's page in time, else the kept one. */
async function page(name: string, rules: Kept, request: Request, path: string): Promise<Response> {
  const cache = await caches.open(name);
  const kept = await cache.match(path);
  const asked = fetch(request).then(async (response) => {
    if (isWhole(response)) await cache.put(path, response.clone());
    const broken = rules.hidesEveryError ? !response.ok : response.status >= 500;
    return broken && kept ? kept : response;
  });
  if (!kept) return rules.nothing === undefined ? asked : asked.catch(() => nothing(rules.nothing ?? ""));
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), rules.waitMs));
  return Promise.race([asked.catch(() => kept), late]);
}

function nothing(text: string): Response {
  return new Response(text, { status: 503, headers: { "content-type": "text/html" } });
}

/** The server's part when there is one, so that a new release is taken; the kept one without network. */
async function part(name: string, request: Request): Promise<Response> {
  const cache = await caches.open(name);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    else return (await cache.match(request)) ?? response;
    return response;
  } catch {
    return (await cache.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}
