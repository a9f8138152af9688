// The floor: the least work of any client. It sends the requests of a file over node:http with
// keep-alive, PARALLELISM at once, parses each answer and compares it with the expected answer.
//
//   node bench/floor.mjs BASE-URL PARALLELISM FILE
//
// FILE is JSON: { reads: [path, expected answer][] } or { creates: … } (bench/resources.mjs). A
// create that names a pool waits for the pool, as in the tool.
import { readFileSync } from "node:fs";
import { Agent, request as startRequest } from "node:http";
import { isDeepStrictEqual } from "node:util";
import { bodyOf } from "./resources.mjs";

const [baseUrl, parallelism, file] = process.argv.slice(2);
const { reads, creates } = JSON.parse(readFileSync(file, "utf8"));
const { hostname, port } = new URL(baseUrl);
const agent = new Agent({ keepAlive: true, maxSockets: Number(parallelism) });
const authorization = `Bearer ${process.env.ANON_API_KEY}`;
const pools = new Map();

const [work, send] = reads === undefined ? [creates, sendCreate] : [reads, sendRead];
let next = 0;
await Promise.all(
  Array.from({ length: Number(parallelism) }, async () => {
    while (next < work.length) await send(work[next++]);
  }),
);
agent.destroy();

async function sendRead([path, expected]) {
  const answer = await exchange("GET", path);
  if (!isDeepStrictEqual(answer, expected)) throw new Error(`GET ${path} is not what it was`);
}

async function sendCreate(create) {
  const created = (async () => {
    const body = bodyOf(create, await pools.get(create.pool));
    const answer = await exchange("POST", create.path, JSON.stringify(body));
    const isSame = answer.name === body.name && answer.description === body.description;
    if (!isSame || typeof answer.id !== "string") throw new Error(`POST ${create.path} differs`);
    return answer.id;
  })();
  if (create.pool === undefined) pools.set(create.key, created);
  await created;
}

function exchange(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization,
      accept: "application/json",
      ...(body !== undefined && {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      }),
    };
    const request = startRequest({ hostname, port, path, method, headers, agent }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => (text += chunk));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${method} ${path} was answered with ${response.statusCode}`));
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}
