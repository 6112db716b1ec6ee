// Bundle each src/*.js as one ES module into the service's static/vendor, with the licences of what is inside.
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "..", "cancu", "serve", "static", "vendor");
const entries = (await readdir(path.join(here, "src"))).filter((name) => name.endsWith(".js"));

await rm(out, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: entries.map((name) => path.join("src", name)),
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none", // whole licences stand in LICENSES.txt
  metafile: true,
  logLevel: "warning",
});
await writeFile(path.join(out, "LICENSES.txt"), await licences(Object.keys(metafile.inputs)));
for (const [name, { bytes }] of Object.entries(metafile.outputs)) {
  console.log(`${path.basename(name)} ${Math.round(bytes / 1024)} kB`);
}

/** The licence texts of the packages that the bundles were made of. */
async function licences(inputs) {
  const packages = new Set(inputs.map((file) => file.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean));
  const texts = [];
  for (const name of [...packages].sort()) {
    const folder = path.join(here, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(path.join(folder, file), "utf8") : `${license}\n`;
    texts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(72)}\n\n`);
}
