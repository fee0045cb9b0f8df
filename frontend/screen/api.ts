/** Calls to the server. Every answer sets the clock; no failure ever throws: it is a status. */
import type { ServerClock } from "./clock";

export interface Answer {
  /** 0: no network, or no answer in time. */
  readonly status: number;
  readonly etag: string | null;
  readonly retryAfter_s: number;
  json<T>(): Promise<T | null>;
}

const TIMEOUT_MS = 15_000;
const NO_ANSWER: Answer = { status: 0, etag: null, retryAfter_s: 0, json: () => Promise.resolve(null) };

export class Api {
  token: string | null = null;

  constructor(
    private readonly base: string,
    private readonly clock: ServerClock,
  ) {}

  post(path: string, body: unknown): Promise<Answer> {
    return this.call(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  get(path: string, etag: string | null): Promise<Answer> {
    return this.call(path, { method: "GET", headers: etag ? { "If-None-Match": `"${etag}"` } : {} });
  }

  private async call(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (this.token) headers.set("Authorization", `Bearer ${this.token}`);
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), TIMEOUT_MS);
    const sent = this.clock.mark();
    try {
      const request = { ...init, headers, credentials: "omit", cache: "no-store", signal: giveUp.signal } as const;
      const response = await fetch(this.base + path, request);
      const instant = Number(response.headers.get("X-Jalon-Now"));
      if (instant > 0) this.clock.heard(instant, sent);
      return {
        status: response.status,
        etag: unquoted(response.headers.get("ETag")),
        retryAfter_s: Number(response.headers.get("Retry-After")) || 0,
        json: <T>() => (response.json() as Promise<T>).catch(() => null),
      };
    } catch {
      return NO_ANSWER;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** An entity tag without its quotes; proxies that compress turn it into a weak one. */
function unquoted(etag: string | null): string | null {
  return etag === null ? null : etag.replace(/^W\//, "").replace(/^"|"$/g, "");
}

/** Seconds before the next try: 2 s doubling up to 5 min, a third of it at random, never less than asked. */
export function pause(failures: number, retryAfter_s: number, random: () => number = Math.random): number {
  const full = Math.min(300, 2 * 2 ** Math.min(failures, 10));
  return Math.max(retryAfter_s, full * (2 / 3 + random() / 3));
}
