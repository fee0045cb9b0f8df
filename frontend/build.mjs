// Builds the front end into src/jalon/base/static/dist: style sheets with their fonts, the bundle of
// small behaviours, one module per island, the bus screen and the page at the door with their service workers, htmx.
//   node frontend/build.mjs [--watch]
import { build, context } from "esbuild";
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = resolve(here, "../src/jalon/base/static/dist");
const out = resolve(here, "../node_modules/.cache/jalon-dist");
const require = createRequire(import.meta.url);

// A player in a bus is rarely younger than this; pages are for browsers of the last four years.
const PLAYER = ["chrome87", "firefox85", "safari15"];
const PAGE = ["chrome100", "firefox100", "safari15.4"];

const common = { bundle: true, minify: true, sourcemap: true, logLevel: "warning", legalComments: "none" };

function islands() {
  const folder = join(here, "islands");
  if (!existsSync(folder)) return {};
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "index.ts")));
  return Object.fromEntries(names.map((name) => [name, join(folder, name, "index.ts")]));
}

const recipes = [
  {
    ...common,
    entryPoints: { app: join(here, "styles/app.css"), screen: join(here, "styles/screen.css") },
    loader: { ".woff2": "file" },
    assetNames: "fonts/[name]",
    nodePaths: [resolve(here, "../node_modules")],
    target: PLAYER,
    outdir: out,
  },
  {
    ...common,
    entryPoints: { app: join(here, "behaviours/index.ts"), ...islands() },
    format: "esm",
    target: PAGE,
    loader: { ".css": "empty" },
    outdir: out,
  },
  { ...common, entryPoints: { screen: join(here, "screen/index.ts") }, format: "esm", target: PLAYER, outdir: out },
  { ...common, entryPoints: { counter: join(here, "outreach/index.ts") }, format: "esm", target: PAGE, outdir: out },
  {
    ...common,
    entryPoints: { "counter-worker": join(here, "outreach/worker.ts") },
    format: "iife",
    target: PAGE,
    outdir: out,
  },
  {
    ...common,
    entryPoints: { "screen-worker": join(here, "screen/worker.ts") },
    format: "iife",
    target: PLAYER,
    outdir: out,
  },
  { ...common, entryPoints: { door: join(here, "door/index.ts") }, format: "esm", target: PAGE, outdir: out },
  { ...common, entryPoints: { "door-worker": join(here, "door/worker.ts") }, format: "iife", target: PAGE, outdir: out },
];

function copyAsIs() {
  cpSync(require.resolve("htmx.org/dist/htmx.min.js"), join(out, "htmx.js"));
  cpSync(require.resolve("@fontsource/atkinson-hyperlegible/LICENSE"), join(out, "fonts/LICENSE"));
}

/** A whole new folder takes the place of the old one: a build that fails leaves the old one standing. */
function deliver() {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dirname(dist), { recursive: true });
  renameSync(out, dist);
}

async function main() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  await Promise.all(recipes.map((recipe) => build(recipe)));
  copyAsIs();
  deliver();
  if (!process.argv.includes("--watch")) return;
  for (const recipe of recipes) await (await context({ ...recipe, outdir: dist })).watch();
}

await main();
