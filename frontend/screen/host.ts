/** The operator's player around the page: passenger information comes first. */
import type { Fix } from "./protocol";

export interface HostCommands {
  preempt(): void;
  resume(): void;
  position(fix: Fix): void;
}

function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" && value.length <= 200 ? value : null;
}

/** A position as the player says it; null when it says nothing usable. */
export function positionOf(data: Record<string, unknown>, now: number): Fix | null {
  const fix = {
    at: number(data["at"]) ?? now,
    trip: text(data["trip"]),
    line: text(data["line"]),
    block: text(data["block"]),
    metres: number(data["metres"]),
    lat: number(data["lat"]),
    lon: number(data["lon"]),
    heading: number(data["heading"]),
    accuracy: number(data["accuracy"]),
  };
  const placed = fix.lat !== null && fix.lon !== null;
  return placed || fix.trip !== null || fix.line !== null || fix.block !== null ? fix : null;
}

/** Obey the parent window, when its origin is one of those allowed. */
export function listenToHost(origins: readonly string[], now: () => number, commands: HostCommands): void {
  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (event.source !== window.parent || !origins.includes(event.origin)) return;
    const data = event.data as Record<string, unknown> | null;
    if (typeof data !== "object" || data === null) return;
    if (data["type"] === "jalon:preempt") commands.preempt();
    if (data["type"] === "jalon:resume") commands.resume();
    const fix = data["type"] === "jalon:position" ? positionOf(data, now()) : null;
    if (fix) commands.position(fix);
  });
}

/** Tell the player what is on screen; each allowed origin receives it only if it is the parent. */
export function tellHost(origins: readonly string[], shown: string, code: string): void {
  if (window.parent === window) return;
  for (const origin of origins) window.parent.postMessage({ type: "jalon:state", shown, code }, origin);
}
