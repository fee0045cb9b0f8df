/**
 * Signing out takes the lists of the page at the door off this device; gestures that wait to be sent stay.
 *
 *   <form method="post" action="…" data-behaviour="leave-door"> a form that signs out, or a page of sign-in
 */
import { forgetNames } from "../door/store";

export function leaveDoor(element: HTMLElement): void {
  if (!("indexedDB" in window) || !("caches" in window)) return;
  if (!element.hasAttribute("data-now")) element.addEventListener("submit", () => void forgetNames().catch(() => undefined));
  else void forgetNames().catch(() => undefined);
}
