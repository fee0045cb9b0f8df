/**
 * Tells an element that something happened on its topics, so that htmx asks for it again.
 *
 *   <div data-behaviour="live" data-live-topics="desk:1" hx-get="…" hx-trigger="live, every 30s">
 *
 * One connection per browser and set of topics: the tab that holds the lock listens and tells the others.
 * Nothing is swapped while somebody types inside the element: what happened meanwhile is asked for afterwards.
 */
const TYPING = "input:focus, textarea:focus, select:focus";

/** The address of the live channel for these topics, always in the same order. */
export function address(topics: readonly string[]): string {
  const parameters = [...new Set(topics)].sort().map((topic) => `topic=${encodeURIComponent(topic)}`);
  return `/live?${parameters.join("&")}`;
}

/** Calls `act` once after a burst of calls. */
export function calmly(act: () => void, milliseconds: number): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(act, milliseconds);
  };
}

/** Holds back what htmx asks for or brings while somebody types inside, and tells once they have left. */
export function afterTyping(element: HTMLElement, tell: () => void): void {
  let missed = false;
  const hold = (event: Event): void => {
    if (event.target !== element || !element.querySelector(TYPING)) return;
    missed = true;
    event.preventDefault();
  };
  // Both: an answer may be on its way when the first letter is typed.
  element.addEventListener("htmx:beforeRequest", hold);
  element.addEventListener("htmx:beforeSwap", hold);
  element.addEventListener("focusout", () => {
    if (missed) tell();
    missed = false;
  });
}

export function live(element: HTMLElement): void {
  const topics = (element.dataset["liveTopics"] ?? "").split(/\s+/).filter(Boolean);
  if (topics.length === 0 || typeof EventSource === "undefined") return;
  const channel = new BroadcastChannel(`jalon ${address(topics)}`);
  const tell = calmly(() => element.dispatchEvent(new Event("live")), 200);
  afterTyping(element, tell);
  channel.addEventListener("message", tell);
  const listen = (): Promise<never> =>
    new Promise(() => {
      const source = new EventSource(address(topics));
      const happened = (): void => {
        tell();
        channel.postMessage("");
      };
      source.addEventListener("message", happened);
      source.addEventListener("reset", happened);
    });
  if ("locks" in navigator) void navigator.locks.request(`jalon ${address(topics)}`, listen);
  else void listen();
}
