// Compiles every frontend/**/*.test.ts and runs them with node's own test runner: npm test
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const tests = readdirSync(here, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => join(here, name));
const out = mkdtempSync(join(tmpdir(), "jalon-frontend-"));

try {
  await build({
    entryPoints: Object.fromEntries(tests.map((path) => [relative(here, path).replace(/\.ts$/, ""), path])),
    bundle: true,
    platform: "node",
    format: "esm",
    outExtension: { ".js": ".mjs" },
    outdir: out,
    logLevel: "warning",
    // Test data is read from the source tree, wherever the compiled test stands.
    define: { "import.meta.dirname": JSON.stringify(here) },
  });
  const files = tests.map((path) => join(out, relative(here, path).replace(/\.ts$/, ".mjs")));
  process.exitCode = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
