import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Failure, type Problem } from "../../src/core/errors/problem.ts";
import { stateOf, type State } from "../../src/core/state/state.ts";
import { updateLedger, parseLedger } from "../../src/store/ledger.ts";
import { lostIds } from "../../src/store/lineages.ts";
import { systemRandom } from "../../src/system/clock.ts";
import { disk } from "../../src/system/disk.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { attempt, held, pool } from "../support/world.ts";

const LedgerFile = suite("ledger");

const owner = {
  name: "sandbox",
  baseUrl: "https://svc.sandbox.anon.com",
  lockfile: "anon.lock.sandbox.json",
};
const ports = { disk, random: systemRandom };

function stateWith(...keys: string[]): State {
  return stateOf(keys.map((key) => held(pool(key))));
}

/** Writes a ledger with these ids in one go; returns its path. */
async function ledgerWith(...keys: string[]): Promise<string> {
  const path = join(temporaryFolder(), "ledger");
  await updateLedger(ports, path, owner, stateWith(...keys));
  return path;
}

function idsOf(path: string): string[] {
  return [...parseLedger(readFileSync(path), path).ids.keys()];
}

/** The one problem with which a ledger is refused; undefined if it is read. */
function refusal(bytes: Uint8Array): Problem | undefined {
  try {
    parseLedger(bytes, "some/ledger");
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.problems[0];
  }
}

LedgerFile(
  "the first write makes it, for its owner only, with the lockfile it belongs to in its head",
  async () => {
    const path = await ledgerWith("a", "b");
    assert.is(statSync(path).mode & 0o777, 0o600);
    const ledger = parseLedger(readFileSync(path), path);
    assert.equal(ledger.environment, owner);
    assert.equal(
      [...ledger.ids],
      [
        ["id-a", "userPools.a"],
        ["id-b", "userPools.b"],
      ],
    );
  },
);

LedgerFile("an environment without ids has a ledger too", async () => {
  assert.equal(idsOf(await ledgerWith()), []);
});

LedgerFile("what it has stays as it is; what is new comes after it", async () => {
  const path = await ledgerWith("a");
  const before = readFileSync(path);
  await updateLedger(ports, path, owner, stateWith("a"));
  assert.equal(readFileSync(path), before);
  await updateLedger(ports, path, owner, stateWith("a", "b", "c"));
  assert.equal(idsOf(path), ["id-a", "id-b", "id-c"]);
});

LedgerFile(
  "a renamed or revived one is known by where it is now, and stands in it once",
  async () => {
    const path = await ledgerWith("a", "b");
    await updateLedger(
      ports,
      path,
      owner,
      stateOf([held(pool("z"), { id: "id-a", generation: 2 })]),
    );
    assert.equal(parseLedger(readFileSync(path), path).ids.get("id-a"), "userPools.z");
    // An earlier fact of the same id adds nothing.
    await updateLedger(ports, path, owner, stateWith("a"));
    assert.equal(parseLedger(readFileSync(path), path).ids.get("id-a"), "userPools.z");
    assert.is(readFileSync(path, "utf8").split("id-a").length - 1, 1);
  },
);

LedgerFile(
  "it is replaced even where it lacks nothing: who wrote it may not have synced it",
  async () => {
    const path = await ledgerWith("a");
    const before = statSync(path).ino;
    await updateLedger(ports, path, owner, stateWith("a"));
    assert.is.not(statSync(path).ino, before);
  },
);

LedgerFile(
  "an attempt is asked for until its end is known, and again where it is open again",
  async () => {
    const open = attempt(pool("a"), { attempt: "t1" });
    const made = held(pool("a"), { attempt: "t1" });
    const path = join(temporaryFolder(), "ledger");
    const openAfter = async (state: State): Promise<string[]> => {
      await updateLedger(ports, path, owner, state);
      return [...parseLedger(readFileSync(path), path).attempts.keys()];
    };
    assert.equal(await openAfter(stateOf([], [open])), ["t1"]);
    // A state without the attempt does not close it.
    assert.equal(await openAfter(stateOf([], [])), ["t1"]);
    assert.equal(await openAfter(stateOf([made], [])), []);
    assert.equal(await openAfter(stateOf([], [open])), ["t1"]);
    assert.equal(await openAfter(stateOf([], [{ ...open, verdict: "refused" }])), []);
    assert.equal(await openAfter(stateOf([], [])), []);
  },
);

LedgerFile("an id that leaves the state stays in the ledger", async () => {
  const path = await ledgerWith("a", "b");
  await updateLedger(ports, path, owner, stateWith("c"));
  assert.equal(idsOf(path), ["id-a", "id-b", "id-c"]);
});

LedgerFile("cut anywhere it is refused: an id must not vanish unseen", async () => {
  const whole = readFileSync(await ledgerWith("a", "b"));
  for (let end = 0; end < whole.length; end += 1)
    assert.is(refusal(whole.subarray(0, end))?.code, "ledger-damaged", `cut at ${end}`);
});

LedgerFile("every flipped bit is refused", async () => {
  const bytes = readFileSync(await ledgerWith("a", "b"));
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Uint8Array.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.is(refusal(flipped)?.code, "ledger-damaged", `bit ${bit}`);
  }
});

LedgerFile("damage names the file, the line and what to do", async () => {
  const text = readFileSync(await ledgerWith("a", "b"), "utf8");
  const problem = refusal(new TextEncoder().encode(text.replace("userPools.a", "userPools.x")));
  assert.match(problem?.message ?? "", /some\/ledger.*line 2/);
  assert.is(problem?.file, "some/ledger");
  assert.match(problem?.next ?? "", "lockfile");
});

LedgerFile("a ledger without its first line is no ledger", () => {
  for (const text of ["", "1a2b3c4d {}"])
    assert.is(refusal(new TextEncoder().encode(text))?.code, "ledger-damaged");
});

LedgerFile("any id is kept as it is", async () => {
  const path = join(temporaryFolder(), "ledger");
  const ids = ["__proto__", "a\nb", "日本", '"', "\ud800", " "];
  const state = stateOf(ids.map((id) => held(pool("a"), { id, retired: "quarantined" })));
  await updateLedger(ports, path, owner, state);
  assert.equal(idsOf(path), ids);
});

LedgerFile(
  "ids that the ledger knows and a state lacks are lost; retired ones are not",
  async () => {
    const path = await ledgerWith("a", "b", "c");
    const state = stateOf([held(pool("a")), held(pool("b"), { retired: "removed" })]);
    const { ids } = parseLedger(readFileSync(path), path);
    assert.equal(lostIds(ids, state), [{ id: "id-c", address: "userPools.c" }]);
    assert.equal(lostIds(ids, stateWith("a", "b", "c", "d")), []);
  },
);

LedgerFile.run();
