/** Server-sent events read with `fetch`, so that the token travels in a header and never in an address. */
import { pause } from "./api";

export interface LiveEvent {
  readonly name: string;
  readonly data: unknown;
}

const SILENCE_MS = 75_000;

/** Turns pieces of an event stream into events; keeps the last event id. */
export class EventParser {
  lastId = "";
  private rest = "";
  private name = "";
  private data: string[] = [];

  push(piece: string): LiveEvent[] {
    const lines = (this.rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.line(line));
  }

  private line(line: string): LiveEvent[] {
    if (line === "") return this.dispatch();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.name = value;
    if (field === "data") this.data.push(value);
    if (field === "id") this.lastId = value;
    return [];
  }

  private dispatch(): LiveEvent[] {
    const [name, text] = [this.name || "message", this.data.join("\n")];
    this.name = "";
    this.data = [];
    if (text === "") return [];
    try {
      return [{ name, data: JSON.parse(text) as unknown }];
    } catch {
      return [];
    }
  }
}

/** One connection to the live channel that comes back by itself. */
export class LiveChannel {
  private failures = 0;
  private waiting: ReturnType<typeof setTimeout> | null = null;
  private readonly parser = new EventParser();

  constructor(
    private readonly address: () => { url: string; token: string } | null,
    private readonly onEvent: (event: LiveEvent) => void,
  ) {}

  start(): void {
    this.waiting = null;
    void this.once().finally(() => {
      this.waiting = setTimeout(() => this.start(), pause(this.failures++, 0) * 1000);
    });
  }

  /** The network is back: a channel that waits for its next try does not wait any longer. */
  hurry(): void {
    if (this.waiting === null) return;
    clearTimeout(this.waiting);
    this.start();
  }

  private async once(): Promise<void> {
    const to = this.address();
    if (to === null) return;
    const stop = new AbortController();
    let silence = setTimeout(() => stop.abort(), SILENCE_MS);
    try {
      const response = await fetch(to.url, { headers: this.headers(to.token), signal: stop.signal, cache: "no-store" });
      if (!response.ok || !response.body) return;
      this.failures = 0;
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(silence);
        silence = setTimeout(() => stop.abort(), SILENCE_MS);
        this.parser.push(decoder.decode(value, { stream: true })).forEach(this.onEvent);
      }
    } catch {
      // The network goes and comes back: `start` tries again.
    } finally {
      clearTimeout(silence);
    }
  }

  private headers(token: string): Record<string, string> {
    const headers = { Accept: "text/event-stream", Authorization: `Bearer ${token}` };
    return this.parser.lastId ? { ...headers, "Last-Event-ID": this.parser.lastId } : headers;
  }
}
