/** The page `/ecran`: reads its settings, keeps itself for the times without network, starts the player. */
import { Player } from "./player";
import { preview } from "./preview";
import { openStore } from "./store";

const FONTS_WAIT_MS = 4000;

/** Names are measured to make them fit: the real type must be there, but a screen never waits long for it. */
function fontsLoaded(): Promise<unknown> {
  const faces = ["400 20px 'Atkinson Hyperlegible'", "700 20px 'Atkinson Hyperlegible'"];
  const loaded = Promise.all(faces.map((face) => document.fonts.load(face))).catch(() => undefined);
  return Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, FONTS_WAIT_MS))]);
}

async function start(root: HTMLElement): Promise<void> {
  const { api = "", live = "", worker, origins = "", site = "", phone = "", preview: address } = root.dataset;
  const contact = { site, phone };
  await fontsLoaded();
  if (address) return preview(root, address, contact);
  if (worker) void navigator.serviceWorker?.register(worker, { scope: "/ecran" }).catch(() => undefined);
  const { store, lasting } = await openStore();
  const player = new Player(root, { api, live, contact, origins: origins.split(" ").filter(Boolean) }, store);
  if (!lasting) player.report("storage");
  window.addEventListener("error", () => player.report("script"));
  window.addEventListener("unhandledrejection", () => player.report("script"));
  await player.start();
  await navigator.wakeLock?.request("screen").catch(() => undefined);
}

const root = document.getElementById("screen");
if (root) void start(root);
