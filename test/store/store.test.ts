import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exitCode } from "../../src/core/errors/exit-code.ts";
import { Failure, type Problem } from "../../src/core/errors/problem.ts";
import { DiskError, type OpenFile } from "../../src/core/ports.ts";
import { emptyState, stateOf, type IdFact } from "../../src/core/state/state.ts";
import { asConflict } from "../../src/store/conflict-sides.ts";
import { foldLeftover } from "../../src/store/fold-leftover.ts";
import { lineagesOf } from "../../src/store/lineages.ts";
import { formatLockfile, maximumLockfileBytes } from "../../src/store/lockfile.ts";
import type { StorePaths, StorePorts } from "../../src/store/places.ts";
import {
  initializeStore,
  isUnchanged,
  prepareJournal,
  saveStore,
} from "../../src/store/save-store.ts";
import { journalPath, readStore, type Store } from "../../src/store/store.ts";
import { systemClock, systemRandom } from "../../src/system/clock.ts";
import { disk } from "../../src/system/disk.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { attempt, client, factsOf, held, pool } from "../support/world.ts";

const Stores = suite("store");
const Leftovers = suite("store: leftover journals");
const Lineages = suite("store: lineages");

const ports: StorePorts = { disk, clock: systemClock, random: systemRandom };
const environment = { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" };
const members = pool("members");
const web = client("web", "members");
const planned = [members, web].map(({ address, fields }) => ({ address, generation: 1, fields }));

/** Returns the paths of a store in a new, empty folder. */
function newPlaces(): StorePaths {
  const folder = temporaryFolder();
  return {
    lockfile: join(folder, "anon.lock.sandbox.json"),
    name: "anon.lock.sandbox.json",
    stateDirectory: join(folder, ".anon-sync"),
  };
}

async function read(places: StorePaths): Promise<Store> {
  const store = await readStore(ports, places);
  if (store === undefined) throw new Error("there is no lockfile");
  return store;
}

/** Returns every file under a folder, with its bytes. */
function snapshot(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true }).map(String).toSorted();
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), "latin1")]),
  );
}

/** Makes the store of a killed run: the pool was created, and the client's create got no answer. */
async function killedRun(): Promise<{ places: StorePaths; journal: string }> {
  const places = newPlaces();
  const store = await initializeStore(ports, places, environment);
  const opened: OpenFile[] = [];
  const open: StorePorts["disk"]["open"] = async (path) => {
    const file = await disk.open(path);
    opened.push(file);
    return file;
  };
  const journal = await prepareJournal({ ...ports, disk: { ...disk, open } }, store, planned);
  const { attempt: first } = await journal.sending(0, 0, {});
  await journal.verdict(first, { verdict: "created", id: "id-members" });
  await journal.sending(1, 0, { "kind.application.userPoolId": "id-members" });
  // The kernel closes the files of a killed process, too.
  for (const file of opened) await file.close();
  return { places, journal: join(store.directory, "journal") };
}

async function problemOf(step: Promise<unknown>): Promise<Problem> {
  const error = await step.catch((reason: unknown) => reason);
  assert.instance(error, Failure);
  if (!(error instanceof Failure)) throw error;
  assert.is(error.exitCode, exitCode.refused);
  const [problem] = error.problems;
  if (problem === undefined) throw new Error("a Failure without a problem");
  return problem;
}

Stores("where there is no lockfile there is no store, and nothing is made", async () => {
  const places = newPlaces();
  assert.is(await readStore(ports, places), undefined);
  assert.equal(snapshot(join(places.lockfile, "..")), {});
});

Stores("a new store has a lineage of its own, an empty lockfile and an empty ledger", async () => {
  const places = newPlaces();
  const made = await initializeStore(ports, places, environment);
  const store = await read(places);
  assert.equal([store.lineage, store.environment], [made.lineage, environment]);
  assert.is(factsOf(store.state), factsOf(emptyState));
  assert.equal([store.leftover, store.folded, store.ledger?.ids.size], [false, 0, 0]);
  const other = await initializeStore(ports, newPlaces(), environment);
  assert.is.not(other.lineage, made.lineage);
});

Stores("what is saved is read back: lockfile, ledger and organization", async () => {
  const places = newPlaces();
  const store = await initializeStore(ports, places, environment);
  const state = stateOf(
    [held(members), held(web, { retired: "removed" })],
    [attempt(pool("staff"))],
  );
  await saveStore(ports, places, store, state, "org-1");
  const again = await read(places);
  assert.is(factsOf(again.state), factsOf(state));
  assert.is(again.environment.organizationId, "org-1");
  assert.equal(
    [...(again.ledger?.ids ?? [])],
    [
      ["id-members", "userPools.members"],
      ["id-web", "sdkClients.web"],
    ],
  );
  await saveStore(ports, places, again, state, undefined);
  assert.is((await read(places)).environment.organizationId, "org-1", "it is never forgotten");
});

Stores("saving the same again leaves every file byte for byte the same", async () => {
  const places = newPlaces();
  const store = await initializeStore(ports, places, environment);
  const state = stateOf([held(members)]);
  await saveStore(ports, places, store, state, "org-1");
  const before = snapshot(join(places.lockfile, ".."));
  await saveStore(ports, places, store, state, "org-1");
  assert.equal(snapshot(join(places.lockfile, "..")), before);
});

Stores("what is written is what will be read, of ids that share an address, too", async () => {
  const places = newPlaces();
  const store = await initializeStore(ports, places, environment);
  const removed: IdFact = { ...held(members), retired: "removed" };
  const later: IdFact = { ...held(members), id: "id-later", generation: 2 };
  const { state } = await saveStore(ports, places, store, stateOf([removed, later]), undefined);
  assert.is(state.ids.get(removed.id)?.retired, "replaced");
  const { bytes, ...again } = await read(places);
  assert.is(Buffer.compare(formatLockfile(again), bytes), 0);
});

Stores("a settled attempt whose id is on record is not written beside it", async () => {
  const places = newPlaces();
  const store = await initializeStore(ports, places, environment);
  const settled = attempt(members, { verdict: "refused" });
  const given: IdFact = { ...held(members), attempt: settled.attempt, retired: "quarantined" };
  const known = stateOf([given], [settled]);
  const { state } = await saveStore(ports, places, store, known, undefined);
  assert.is(state.attempts.size, 0);
  assert.not(Buffer.from((await read(places)).bytes).includes('"settled"'));
});

Stores(
  "what could not be read back is not begun: neither journal nor lockfile outgrows it",
  async () => {
    const store = await initializeStore(ports, newPlaces(), environment);
    const [create] = planned;
    assert.ok(create);
    const many = Array.from({ length: 140_000 }, () => create);
    const full = { ...store, bytes: { length: maximumLockfileBytes } as Uint8Array };
    for (const step of [prepareJournal(ports, store, many), prepareJournal(ports, full, [create])])
      assert.is((await problemOf(step)).code, "too-large-to-record");
    assert.not(existsSync(journalPath(store.directory)));
  },
);

Stores(
  "what somebody else put into the lockfile meanwhile is merged, never overwritten",
  async () => {
    const places = newPlaces();
    const mine = await initializeStore(ports, places, environment);
    assert.ok(await isUnchanged(disk, places, mine));
    await saveStore(ports, places, mine, stateOf([held(web)]), undefined);
    assert.not(await isUnchanged(disk, places, mine));
    await saveStore(ports, places, mine, stateOf([held(members)]), undefined);
    assert.equal([...(await read(places)).state.ids.keys()].toSorted(), ["id-members", "id-web"]);
  },
);

Stores("conflict markers that a merge put there meanwhile are left for who merges", async () => {
  const places = newPlaces();
  const store = await initializeStore(ports, places, environment);
  const conflict = asConflict(store.bytes, store.bytes);
  writeFileSync(places.lockfile, conflict);
  const saved = saveStore(ports, places, store, stateOf([held(members)]), undefined);
  assert.is((await problemOf(saved)).code, "lockfile-conflict");
  assert.equal(readFileSync(places.lockfile), conflict);
});

Stores(
  "a lockfile that was removed meanwhile is written again with all that is known",
  async () => {
    const places = newPlaces();
    const store = await initializeStore(ports, places, environment);
    rmSync(places.lockfile);
    assert.not(await isUnchanged(disk, places, store));
    await saveStore(ports, places, store, stateOf([held(members)]), undefined);
    assert.equal([...(await read(places)).state.ids.keys()], ["id-members"]);
  },
);

Stores("a lockfile of another lineage that came in its place is left as it is", async () => {
  const places = newPlaces();
  const store = await initializeStore(ports, places, environment);
  rmSync(places.lockfile);
  await initializeStore(ports, places, environment);
  const before = readFileSync(places.lockfile, "utf8");
  const saved = saveStore(ports, places, store, emptyState, undefined);
  const problem: unknown = await saved.catch((error: Failure) => error.problems[0]?.code);
  assert.is(problem, "lockfile-replaced");
  assert.is(readFileSync(places.lockfile, "utf8"), before);
});

/** Returns a disk that refuses a new lockfile, or fails once it has the new lockfile. */
function failingAt(step: "create" | "syncDirectory", lockfile: string): StorePorts {
  const fails = async () => {
    throw new DiskError("ENOSPC", lockfile, "no room");
  };
  return {
    ...ports,
    disk: {
      ...disk,
      create: (path, mode) =>
        step === "create" && path.startsWith(lockfile) ? fails() : disk.create(path, mode),
      syncDirectory: (path) =>
        step === "syncDirectory" && path === dirname(lockfile) ? fails() : disk.syncDirectory(path),
    },
  };
}

Stores(
  "a first lockfile that found no room leaves no ledger, which would tell of a lost one",
  async () => {
    const places = newPlaces();
    const first = initializeStore(failingAt("create", places.lockfile), places, environment);
    assert.is((await first.catch((error: DiskError) => error.code)) as unknown, "ENOSPC");
    assert.equal(await lineagesOf(disk, places, environment), []);
  },
);

Stores("a first lockfile that can be seen keeps its ledger, whatever fails after it", async () => {
  const places = newPlaces();
  const first = initializeStore(failingAt("syncDirectory", places.lockfile), places, environment);
  assert.is((await first.catch((error: DiskError) => error.code)) as unknown, "ENOSPC");
  assert.is((await lineagesOf(disk, places, environment)).length, 1);
  assert.ok(await read(places));
});

Stores("journal and ledger are for their owner only", async () => {
  const { places, journal } = await killedRun();
  const { directory } = await read(places);
  assert.is(statSync(directory).mode & 0o777, 0o700);
  assert.is(statSync(journal).mode & 0o777, 0o600);
  assert.is(statSync(join(directory, "ledger")).mode & 0o777, 0o600);
});

Leftovers("a killed run's journal is folded in memory, and reading writes nothing", async () => {
  const { places } = await killedRun();
  const before = snapshot(join(places.lockfile, ".."));
  const store = await read(places);
  assert.equal([store.leftover, store.folded], [true, 2]);
  assert.equal([...store.state.ids.keys()], ["id-members"]);
  assert.equal(
    store.recovered.map(({ id }) => id),
    ["id-members"],
  );
  const [open] = store.state.attempts.values();
  assert.equal([open?.address, open?.verdict], ["sdkClients.web", "unknown"]);
  assert.is(open?.fields["kind.application.userPoolId"], "id-members");
  assert.equal(snapshot(join(places.lockfile, "..")), before);
});

Leftovers("folding writes lockfile and ledger for good and removes the journal", async () => {
  const { places, journal } = await killedRun();
  const found = await read(places);
  const folded = await foldLeftover(ports, places, found);
  assert.equal([folded.leftover, folded.folded, folded.recovered], [false, 0, []]);
  assert.not(existsSync(journal));
  const again = await read(places);
  assert.is(factsOf(again.state), factsOf(found.state));
  assert.equal([...(again.ledger?.ids.keys() ?? [])], ["id-members"]);
  const before = snapshot(join(places.lockfile, ".."));
  await foldLeftover(ports, places, again);
  assert.equal(snapshot(join(places.lockfile, "..")), before, "twice is once");
});

Leftovers(
  "what was pulled before the fold is kept by everything that is saved after it",
  async () => {
    const { places } = await killedRun();
    const store = await read(places);
    const pulled = pool("pulled");
    const { lineage, environment } = store;
    const state = stateOf([held(pulled)]);
    writeFileSync(places.lockfile, formatLockfile({ lineage, environment, state }));
    const folded = await foldLeftover(ports, places, store);
    assert.ok(folded.state.ids.has("id-pulled"));
    await saveStore(ports, places, folded, folded.state, undefined);
    const { ids } = (await read(places)).state;
    assert.equal([...ids.keys()].toSorted(), ["id-members", "id-pulled"]);
  },
);

Leftovers("the journal goes only after lockfile and ledger are durable", async () => {
  const { places } = await killedRun();
  const store = await read(places);
  const events: string[] = [];
  const watched: StorePorts["disk"] = {
    ...disk,
    async rename(from, to) {
      await disk.rename(from, to);
      events.push(`renamed ${to.split("/").at(-1)}`);
    },
    async syncDirectory(path) {
      await disk.syncDirectory(path);
      events.push("synced a folder");
    },
    async remove(path) {
      await disk.remove(path);
      events.push(`removed ${path.split("/").at(-1)}`);
    },
  };
  await foldLeftover({ ...ports, disk: watched }, places, store);
  const at = (event: string) => {
    assert.ok(events.includes(event), `${event}: ${events.join(", ")}`);
    return events.indexOf(event);
  };
  assert.ok(at("renamed anon.lock.sandbox.json") < at("renamed ledger"));
  // Each rename is durable before the next step.
  assert.is(events[at("renamed ledger") + 1], "synced a folder");
  assert.ok(at("renamed ledger") + 1 < at("removed journal"));
  assert.is(events.at(-1), "synced a folder");
});

Leftovers("a fold that fails at the lockfile keeps the journal", async () => {
  const { places, journal } = await killedRun();
  const store = await read(places);
  const full: StorePorts["disk"] = {
    ...disk,
    async rename() {
      throw new Error("EIO");
    },
  };
  const error = await foldLeftover({ ...ports, disk: full }, places, store).catch(
    (reason: unknown) => reason,
  );
  assert.match(String(error), "EIO");
  assert.ok(existsSync(journal));
  assert.is(factsOf((await read(places)).state), factsOf(store.state));
});

Leftovers("a journal whose creates were all refused leaves nothing in the lockfile", async () => {
  const places = newPlaces();
  const store = await initializeStore(ports, places, environment);
  const journal = await prepareJournal(ports, store, planned);
  const { attempt: sent } = await journal.sending(0, 0, {});
  await journal.verdict(sent, { verdict: "refused", reason: "400" });
  const journalFile = join(store.directory, "journal");
  const bytes = readFileSync(journalFile);
  await journal.close();
  writeFileSync(journalFile, bytes);
  const lockfile = readFileSync(places.lockfile, "utf8");
  const found = await read(places);
  assert.equal([found.leftover, found.folded], [true, 0]);
  await foldLeftover(ports, places, found);
  assert.is(readFileSync(places.lockfile, "utf8"), lockfile);
});

Leftovers("what the lockfile knows already of the journal's creates is not undone", async () => {
  const { places } = await killedRun();
  const store = await read(places);
  const [open] = store.state.attempts.values();
  if (open === undefined) throw new Error("nothing is open");
  // Before the journal went, the lockfile was written, and a person settled on another machine.
  const settled = stateOf(
    [...store.state.ids.values()].map((fact) => ({
      ...fact,
      answered: held(members).answered ?? {},
    })),
    [{ ...open, verdict: "refused", fields: {} }],
  );
  await saveStore(ports, places, store, settled, undefined);
  const again = await read(places);
  assert.is(again.state.attempts.get(open.attempt)?.verdict, "refused");
  assert.equal(again.state.ids.get("id-members")?.answered, held(members).answered);
});

Leftovers("a journal that is damaged is refused and named, never taken for none", async () => {
  for (const spoil of [
    (bytes: Buffer) => bytes.subarray(0, -1),
    (bytes: Buffer) => Buffer.concat([bytes, Buffer.from(" ")]),
    (bytes: Buffer) => Buffer.from(bytes.map((byte, index) => (index === 100 ? byte ^ 1 : byte))),
    () => Buffer.alloc(0),
  ]) {
    const { places, journal } = await killedRun();
    writeFileSync(journal, spoil(readFileSync(journal)));
    const { code, message, next, file } = await problemOf(readStore(ports, places));
    assert.equal([code, file], ["journal-damaged", journal]);
    assert.match(message, "may name creates that were sent");
    assert.match(next ?? "", "anon-sync import");
  }
});

Leftovers(
  "the journal of another lineage is refused: its creates are another lockfile's",
  async () => {
    const { journal } = await killedRun();
    const places = newPlaces();
    const { directory } = await initializeStore(ports, places, environment);
    writeFileSync(join(directory, "journal"), readFileSync(journal));
    assert.is((await problemOf(readStore(ports, places))).code, "journal-damaged");
  },
);

Leftovers("a journal is never written over another", async () => {
  const { places, journal } = await killedRun();
  const bytes = readFileSync(journal);
  const store = await read(places);
  const error = await prepareJournal(ports, store, planned).catch((reason: unknown) => reason);
  assert.match(String(error), "was not folded");
  assert.equal(readFileSync(journal), bytes);
});

Leftovers("half-written files of a killed run are removed, and nothing else is", async () => {
  const { places } = await killedRun();
  const store = await read(places);
  const folder = join(places.lockfile, "..");
  const uuid = "6a7c2f3e-1111-4222-8333-444455556666";
  const temporary = [
    `${places.lockfile}.${uuid}.tmp`,
    join(store.directory, `journal.${uuid}.tmp`),
    join(store.directory, `ledger.${uuid}.tmp`),
  ];
  const others = [
    join(folder, `anon.lock.production.json.${uuid}.tmp`),
    join(folder, `notes.${uuid}.tmp`),
    `${places.lockfile}.bak`,
    `${places.lockfile}.tmp`,
  ];
  for (const path of [...temporary, ...others]) writeFileSync(path, "half");
  await foldLeftover(ports, places, store);
  assert.equal(temporary.filter(existsSync), []);
  assert.equal(
    others.filter((path) => !existsSync(path)),
    [],
  );
});

Leftovers(
  "half-written files are found where the lockfile is named in a roundabout way",
  async () => {
    const { places } = await killedRun();
    const store = await read(places);
    const path = `${places.lockfile}.6a7c2f3e-1111-4222-8333-444455556666.tmp`;
    writeFileSync(path, "half");
    const lockfile = join(places.lockfile, "..").concat("/./anon.lock.sandbox.json");
    await foldLeftover(ports, { ...places, lockfile }, store);
    assert.not(existsSync(path));
  },
);

Lineages("every lineage that this machine created ids of an environment for is told", async () => {
  const places = newPlaces();
  const first = await initializeStore(ports, places, environment);
  await saveStore(ports, places, first, stateOf([held(members), held(web)]), undefined);
  const second = await initializeStore(ports, places, environment);
  const other = { ...environment, name: "production" };
  await initializeStore(ports, places, other);
  writeFileSync(join(second.directory, "journal"), "of a run that was killed");
  const found = await lineagesOf(disk, places, environment);
  assert.equal(
    found.toSorted((left, right) => right.ids - left.ids),
    [
      { lineage: first.lineage, ids: 2, hasJournal: false },
      { lineage: second.lineage, ids: 0, hasJournal: true },
    ],
  );
  const elsewhere = { ...environment, baseUrl: "https://svc.prod.anon.com" };
  assert.equal(await lineagesOf(disk, places, elsewhere), []);
  const otherManifest = { ...places, name: "service/anon.lock.sandbox.json" };
  assert.equal(await lineagesOf(disk, otherManifest, environment), []);
});

Lineages("files and empty folders beside them are no lineages", async () => {
  const places = newPlaces();
  assert.equal(await lineagesOf(disk, places, environment), []);
  mkdirSync(join(places.stateDirectory, "empty"), { recursive: true });
  writeFileSync(join(places.stateDirectory, ".gitignore"), "*\n");
  assert.equal(await lineagesOf(disk, places, environment), []);
});

Lineages("a ledger that is damaged is an error: it may be the one that matters", async () => {
  const places = newPlaces();
  const { directory } = await initializeStore(ports, places, environment);
  const path = join(directory, "ledger");
  writeFileSync(path, readFileSync(path, "utf8").replace("sandbox", "sandboy"));
  assert.is((await problemOf(lineagesOf(disk, places, environment))).code, "ledger-damaged");
});

for (const tests of [Stores, Leftovers, Lineages]) tests.run();
