/**
 * Counts seconds down beside the server's own clock; the page is asked for again when something happens.
 *
 *   <span data-behaviour="countdown" data-seconds="2700">45:00</span>
 */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

export function countdown(element: HTMLElement): void {
  const seconds = Number(element.dataset["seconds"]);
  if (!Number.isFinite(seconds)) return;
  const ends = performance.now() + seconds * 1000;
  const timer = setInterval(() => {
    if (!element.isConnected) clearInterval(timer);
    else element.textContent = clock((ends - performance.now()) / 1000);
  }, 500);
}
