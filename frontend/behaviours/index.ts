/** The one script of ordinary pages: it registers the small behaviours and attaches them. */
import { attach, register } from "./registry";
import { countdown } from "./countdown";
import { leaveDoor } from "./leave-door";
import { forgetTyped, keepTyped } from "./keep-typed";
import { live } from "./live";
import { passkeyTrouble } from "./passkey-trouble";
import { pickPlace } from "./pick-place";
import { practice } from "./practice";
import { practiceCall } from "./practice-call";
import { printPage } from "./print-page";
import { readAloud } from "./read-aloud";
import { searchKey } from "./search-key";
import { suggest } from "./suggest";
import { tickAll } from "./tick-all";

register("countdown", countdown);
register("forget-typed", forgetTyped);
register("leave-door", leaveDoor);
register("keep-typed", keepTyped);
register("live", live);
register("passkey-trouble", passkeyTrouble);
register("pick-place", pickPlace);
register("practice", practice);
register("practice-call", practiceCall);
register("print-page", printPage);
register("read-aloud", readAloud);
register("search-key", searchKey);
register("suggest", suggest);
register("tick-all", tickAll);

// A module runs once the document is read; htmx then tells of what it brings.
attach(document.body);
document.body.addEventListener("htmx:load", (event) => {
  const brought = (event as CustomEvent<{ elt?: unknown }>).detail.elt;
  if (brought instanceof HTMLElement) attach(brought);
});
