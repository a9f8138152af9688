// The same resources as an Alchemy program (https://alchemy.run), with a custom resource as in
// Alchemy's guide. A create is one POST. An update, which `look-up` forces, is the GET that a plan
// of anon-sync sends.
//
//   node bench/alchemy/program.mjs DIR BASE-URL PARALLELISM FILE [look-up]
//
// DIR is the folder where the user ran `npm install alchemy`. FILE has the creates
// (bench/resources.mjs). The state is in .alchemy/ of the current folder. A second run without
// `look-up` finds nothing to do, and sends nothing.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bodyOf } from "../resources.mjs";

const [folder, baseUrl, parallelism, file, mode] = process.argv.slice(2);
// Alchemy's package is for `import` alone, which resolves names from this file and not from DIR.
const installed = join(folder, "node_modules", "alchemy");
const { exports } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
const entry = pathToFileURL(join(installed, exports["."].import)).href;
const { default: alchemy, Resource } = await import(entry);
const { creates } = JSON.parse(readFileSync(file, "utf8"));
const headers = {
  authorization: `Bearer ${process.env.ANON_API_KEY}`,
  "content-type": "application/json",
};

const AnonResource = Resource("anon::Resource", async function (_id, { path, body }) {
  if (this.phase === "delete") return this.destroy();
  if (this.phase === "update") {
    const actual = await answerOf(fetch(`${baseUrl}${path}/${this.output.id}`, { headers }));
    const isSame = actual.name === body.name && actual.description === body.description;
    if (!isSame) throw new Error(`${path}/${actual.id} is not what it was`);
    return actual;
  }
  const request = { method: "POST", headers, body: JSON.stringify(body) };
  return answerOf(fetch(`${baseUrl}${path}`, request));
});

const app = await alchemy("bench", {
  phase: "up",
  stage: "bench",
  noTrack: true,
  quiet: true,
  force: mode === "look-up",
});
const pools = new Map();
let next = 0;
await Promise.all(
  Array.from({ length: Number(parallelism) }, async () => {
    while (next < creates.length) await make(creates[next++]);
  }),
);
await app.finalize();

async function make(create) {
  const made = (async () => {
    const body = bodyOf(create, await pools.get(create.pool));
    return (await AnonResource(create.key, { path: create.path, body })).id;
  })();
  if (create.pool === undefined) pools.set(create.key, made);
  await made;
}

async function answerOf(asked) {
  const response = await asked;
  if (!response.ok) throw new Error(`the API answered ${response.status}`);
  return response.json();
}
