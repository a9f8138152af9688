// The API for all measurements, as a process of its own: bare node:http, all data in RAM. It does
// as little work as its answers allow, since the benchmark measures the clients. bench/server.mjs
// starts this process and sends it messages over Node's IPC: { ask: "use", world, latencyMs,
// isEmpty }, { ask: "counts" } or { ask: "everything" }.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";

const organizationId = "11111111-1111-4111-8111-111111111111";
const instance = JSON.stringify({ instanceId: randomUUID(), organizationId });
const head = { "content-type": "application/json" };
const poolPath = "/org/userPool";
const clientPath = "/org/sdkClient";

/** The resources of each contestant: their ids differ. */
const worlds = new Map();
let { resources, names } = emptyWorld();
let latencyMs = 0;
let counts = noCounts();
let underWay = 0;

const server = createServer((request, response) => {
  const { method, url } = request;
  // A client recognizes a loopback server by this page. The API itself has no such page, so we do
  // not count the request or delay its answer.
  if (url === "/_emulator/instance") return send(response, 200, instance);
  underWay += 1;
  counts.mostAtOnce = Math.max(counts.mostAtOnce, underWay);
  if (method === "GET") {
    request.resume();
    return later(response, () => lookUp(url));
  }
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () =>
    later(response, () => create(method, url, JSON.parse(Buffer.concat(chunks).toString()))),
  );
});
// The connection of a client that is slow between two requests must stay open.
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));

process.on("message", ({ ask, ...more }) => {
  if (ask === "counts") return process.send({ counts: { ...counts, resources: resources.size } });
  if (ask === "everything") return process.send({ resources: [...resources] });
  if (more.isEmpty || !worlds.has(more.world)) worlds.set(more.world, emptyWorld());
  ({ resources, names } = worlds.get(more.world));
  ({ latencyMs } = more);
  counts = noCounts();
  return process.send({});
});
process.on("disconnect", () => process.exit());

function emptyWorld() {
  return { resources: new Map(), names: new Set() };
}

function noCounts() {
  return { creates: 0, duplicates: 0, reads: 0, others: 0, mostAtOnce: 0 };
}

function later(response, answer) {
  const go = () => {
    const [status, text] = answer();
    underWay -= 1;
    send(response, status, text);
  };
  if (latencyMs > 0) setTimeout(go, latencyMs);
  else go();
}

function send(response, status, text) {
  response.writeHead(status, { ...head, "content-length": Buffer.byteLength(text) });
  response.end(text);
}

function lookUp(url) {
  const text = resources.get(url);
  if (text === undefined) return other(404);
  counts.reads += 1;
  return [200, text];
}

function create(method, url, body) {
  if (method !== "POST" || (url !== poolPath && url !== clientPath)) return other(405);
  const userPoolId = body.kind?.application?.userPoolId;
  if (url === clientPath && !resources.has(`${poolPath}/${userPoolId}`)) return other(400);
  counts.creates += 1;
  if (names.has(body.name)) counts.duplicates += 1;
  names.add(body.name);
  const id = randomUUID();
  const { name, description } = body;
  const shared = { id, name, description, organizationId };
  const answer =
    url === poolPath
      ? {
          ...shared,
          authorization: { jwksUri: "https://auth.example.com/jwks.json", idClaim: null },
          hosted: true,
        }
      : { ...shared, auth: { type: "userPool", userPoolId, oauthConfig: null } };
  const text = JSON.stringify(answer);
  resources.set(`${url}/${id}`, text);
  return [200, text];
}

function other(status) {
  counts.others += 1;
  return [status, JSON.stringify({ error: { message: "not what the benchmark sends" } })];
}
