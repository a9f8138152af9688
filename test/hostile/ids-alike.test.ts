import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createApi } from "../../src/api/client.ts";
import { readIdList } from "../../src/commands/import/id-list.ts";
import { parseReceipts } from "../../src/commands/recover/elsewhere.ts";
import type { ExchangeResponse } from "../../src/core/exchange.ts";
import {
  keepableId,
  parseResourceId,
  resourceIdPattern,
} from "../../src/core/names/resource-id.ts";
import { activeIds, emptyState, stateOf, type State } from "../../src/core/state/state.ts";
import { createVerdict } from "../../src/core/wire/classify.ts";
import { kinds } from "../../src/kinds/index.ts";
import { parseManifest } from "../../src/manifest/parse.ts";
import { formatContent, parseContent } from "../../src/remote/remote-content.ts";
import { typedId } from "../../src/run/adopt.ts";
import {
  formatJournal,
  formatSlot,
  parseJournal,
  slotStart,
} from "../../src/store/journal-format.ts";
import { formatLockfile, parseLockfile } from "../../src/store/lockfile.ts";
import { mergeLockfiles } from "../../src/store/merge-lockfiles.ts";
import { lineageNumber } from "../support/lineage.ts";

/** Tests that each source of an id accepts the same ids: a flag, a file, an answer, a ref. */
const Alike = suite("an id is checked alike, wherever it comes from");

const encode = (text: string) => new TextEncoder().encode(text);
const address = "userPools.one";
const environment = { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" };
const owner = { lineage: lineageNumber(1), environment };

function answered(id: string, ended: ExchangeResponse["ended"]) {
  const whole = JSON.stringify({ id, name: "one" });
  const body = encode(ended === "complete" ? whole : whole.slice(0, -3));
  const headers = { "content-type": "application/json" };
  return createVerdict(
    { connected: true, response: { status: 200, headers, body, ended } },
    () => false,
  );
}

function isValid(text: string): boolean {
  return parseManifest(encode(text), "m.yaml", kinds).manifest !== undefined;
}

function lockfileOf(id: string) {
  const fact = { id, address, generation: 1, attempt: "a-0", applied: { name: "one" } };
  return formatLockfile({ ...owner, state: stateOf([fact]) });
}

/** Returns whether a state uses an id. The state must keep an unused id all the same. */
function isInUse({ ids, attempts }: State, id: string): boolean {
  const used = activeIds({ ids, attempts }).get(address)?.id === id;
  const kept = [...attempts.values()].some(({ quarantined }) => quarantined === keepableId(id));
  assert.is(used, !kept, "in use, or kept for a person to settle");
  return used;
}

function journalOf(id: string): State {
  const creates = [{ address, generation: 1, fields: { name: "one" } }];
  const header = { run: "run-1", lineage: lineageNumber(1), attempts: 1, creates };
  const bytes = Buffer.concat(formatJournal(header).pieces);
  bytes.set(formatSlot({ state: "created", id }), slotStart(bytes) ?? 0);
  const { ids, attempts } = parseJournal(bytes) ?? { ids: [], attempts: [] };
  return stateOf(ids, attempts);
}

const pool = "userPools:\n  one: { name: One, description: A pool. }\n";

/** Whether each source accepts an id unchanged. */
const borders: Readonly<Record<string, (id: string) => boolean>> = {
  "the answer to a create": (id) => answered(id, "complete").verdict === "created",
  "an answer that is cut": (id) => answered(id, "cut").verdict === "cut",
  "what a person types": (id) => {
    try {
      return typedId(id) === id;
    } catch {
      return false;
    }
  },
  "imports of the manifest": (id) =>
    isValid(`version: 1\n${pool}imports: [{ to: userPools.one, id: ${JSON.stringify(id)} }]\n`),
  "a variable of the manifest": (id) =>
    isValid(
      `version: 1\nenvironments: { sandbox: { target: sandbox, vars: { id: ${JSON.stringify(id)} } } }\n${pool}imports: [{ to: userPools.one, id: "\${vars.id}" }]\n`,
    ),
  "a pool kept elsewhere": (id) =>
    isValid(
      `version: 1\nsdkClients:\n  web: { name: Web, description: Web., kind: { application: { userPoolId: ${JSON.stringify(id)} } } }\n`,
    ),
  "a list of ids": (id) => {
    const { lines, problems } = readIdList(encode(`${address} ${id}\n`), "list", { pairs: true });
    return problems.length === 0 && lines.length === 1 && lines[0]?.id.text === id;
  },
  "the log of a run": (id) =>
    parseReceipts(encode(`created ${address} id=${id} attempt=a-0\n`), "").some(
      (receipt) => receipt.id === id,
    ),
  "a lockfile": (id) => isInUse(parseLockfile(lockfileOf(id), "a.lock").state, id),
  "a lockfile of another branch": (id) => {
    const empty = formatLockfile({ ...owner, state: emptyState });
    return isInUse(mergeLockfiles(empty, lockfileOf(id), "a.lock").lockfile.state, id);
  },
  "a state on a git remote": (id) => {
    const fact = { id, address, generation: 1, attempt: "a-0", applied: {} };
    const files = formatContent({
      lockfile: { ...owner, state: stateOf([fact]) },
      holder: undefined,
    });
    return isInUse(parseContent(files, owner, "the ref").lockfile.state, id);
  },
  "the journal of a run that was cut off": (id) => isInUse(journalOf(id), id),
};

const hostile: readonly string[] = JSON.parse(`[
  "-rf", "--upload-pack=x", "-", "~root", "~", ".", "..", ".git", "a.", "a..", "a/b", "../x",
  "a\\\\b", "a%2fb", "a?b", "a#b", "a b", " a", "a\\n", "a\\nEVIL=1", "$(x)", "a;b", "a:b", "a,b",
  "идентификатор", "e\\u0301", "\\u00e9", "a\\u202eb", "\\ud800", "a\\u0000", "${"x".repeat(201)}"
]`);
const usable: readonly string[] = [
  "0b0e0000-0000-4000-8000-000000000001",
  "a",
  "_a",
  "0",
  "a-",
  "a~",
  "a.b",
  "A_b-c.d~e",
  "x".repeat(200),
  "__proto__",
  "constructor",
  "null",
  "CON",
];

const anId = fc.oneof(
  fc.constantFrom(...hostile, ...usable),
  fc.string({ unit: fc.constantFrom("a", "Z", "0", "-", "_", ".", "~", "/", " "), minLength: 1 }),
  fc.string({ unit: "binary", minLength: 1, maxLength: 20 }),
  fc.uuid(),
);

Alike("every border says of an id what the one rule says", () => {
  let [taken, refused] = [0, 0];
  fc.assert(
    fc.property(anId, (id) => {
      const isOne = parseResourceId(id) !== undefined;
      assert.is(new RegExp(resourceIdPattern).test(id), isOne);
      if (isOne) taken += 1;
      else refused += 1;
      for (const [border, takes] of Object.entries(borders))
        assert.is(takes(id), isOne, `${border}: ${JSON.stringify(id)}`);
    }),
    { numRuns: 400, examples: [...hostile, ...usable].map((id): [string] => [id]) },
  );
  assert.ok(taken > 50 && refused > 50, `${taken} taken, ${refused} refused`);
  for (const id of usable) assert.is(parseResourceId(id), id);
  for (const id of hostile) assert.is(parseResourceId(id), undefined, id);
});

Alike("no request is made of an id that is none, and of any other the path is the id", async () => {
  const asked: string[] = [];
  const api = createApi({
    baseUrl: "https://api.example",
    apiKey: "canary-key",
    version: "0",
    clock: { now: () => 0, sleep: async () => undefined },
    random: { uuid: () => "", fraction: () => 0 },
    transport: {
      close: () => undefined,
      exchange: async ({ url }) => {
        asked.push(url);
        return { connected: false, error: { kind: "aborted", code: "", message: "" } };
      },
    },
  });
  const [kind] = kinds;
  assert.ok(kind);
  for (const id of hostile) assert.is((await api.lookup(kind, id)).verdict, "unreadable");
  assert.equal(asked, []);
  for (const id of usable) await api.lookup(kind, id);
  assert.equal(
    asked.map((url) => new URL(url).pathname),
    usable.map((id) => `${kind.path}/${id}`),
  );
});

Alike("a retired id that is none stays, and never comes back", () => {
  const fact = { id: "-rf", address, generation: 1, applied: {}, retired: "removed" } as const;
  const bytes = formatLockfile({ ...owner, state: stateOf([fact]) });
  const { state } = parseLockfile(bytes, "a.lock");
  assert.is(state.ids.get("-rf")?.retired, "quarantined");
  assert.is(state.attempts.size, 0);
});

Alike("an imported id that is none has one attempt, whichever branch reads it", () => {
  const fact = { id: "-rf", address, generation: 1, applied: {} };
  const bytes = formatLockfile({ ...owner, state: stateOf([fact]) });
  const { state } = parseLockfile(bytes, "a.lock");
  const again = mergeLockfiles(bytes, formatLockfile({ ...owner, state }), "a.lock");
  assert.equal(again.lockfile.state, state);
  assert.is(state.attempts.size, 1);
});

Alike.run();
