import { run as apply } from "../../src/commands/apply/apply.ts";
import type { Options, RunCommand } from "../../src/session/options.ts";
import { run as settle } from "../../src/commands/settle/settle.ts";
import { Failure } from "../../src/core/errors/problem.ts";
import {
  isOpen,
  unsettledAttempts,
  withId,
  type AttemptFact,
  type IdFact,
} from "../../src/core/state/state.ts";
import { formatLockfile, parseLockfile } from "../../src/store/lockfile.ts";
import { initializeStore } from "../../src/store/save-store.ts";
import { readStore, type Store } from "../../src/store/store.ts";
import type { StorePorts } from "../../src/store/places.ts";
import {
  SimulatedMachine,
  type MachineParts,
  type Ran,
  type Trouble,
  keyCanary,
} from "../support/simulated-machine.ts";
import { secretCanary, type AnonClient, type Existing, type SimulatedAnon } from "./anon.ts";
import type { Chance } from "./chance.ts";
import type { SimulatedManifest } from "./manifest.ts";
import type { Repository } from "./repository.ts";

/** The log and findings of a history, shared by all its projects. */
export class Notes {
  /** The broken invariants; empty in a good history. */
  readonly violations: string[] = [];
  /** The events, for people who look at a violation. */
  readonly log: string[] = [];
  /** Kills and power cuts. */
  crashes = 0;
  /** Ids of commits that came after a person had settled: no run can have them on record. */
  readonly excused = new Set<string>();
  /** The attempts for which a person found no resource in Anon's console. */
  readonly foundNothing = new Set<string>();
}

/** The parts of a project. */
export interface ProjectParts {
  readonly chance: Chance;
  readonly anon: SimulatedAnon;
  readonly manifest: SimulatedManifest;
  readonly notes: Notes;
  /** The machine's number; each clone is on a machine of its own. */
  readonly number: number;
  /** What it is committed in; none if it is in no work tree. */
  readonly repository?: Repository;
  /** The API client of its machine, if several machines share that client. */
  readonly client?: AnonClient;
  /** The parts that its machine shares with other machines. */
  readonly shared?: Pick<MachineParts, "time" | "remote" | "host">;
  /** The options of each command. */
  readonly said?: Partial<Options>;
  /** Returns the ids on record elsewhere, which a person who settles can see. */
  readonly idsElsewhere?: () => ReadonlySet<string>;
}

const settlingWindowMs = 16 * 60_000;

/** The messages about an id without its secret: of a later run, this run, settle, import. */
const lostSecret = new RegExp(
  [
    "\\(id (\\S+)\\) was created, but its secret may be lost",
    "The secret of \\S+ \\(id (\\S+)\\) is lost",
    "(?:Settled|Imported): \\S+ = (\\S+)\\nIts secret ",
  ].join("|"),
  "g",
);
const encoder = new TextEncoder();

/** One clone of a project on a machine of its own, with the acts of its people. */
export class Project {
  readonly machine: SimulatedMachine<AnonClient>;
  readonly notes: Notes;
  readonly anon: SimulatedAnon;
  readonly repository: Repository | undefined;
  manifest: SimulatedManifest;
  /** The ids whose secret a run has reported as lost, or as maybe lost. */
  readonly saidToBeLost = new Set<string>();
  /** The addresses that a person, after reading the last plan, agrees to replace. */
  agreesTo: readonly string[] = [];
  /** Whether people agree to planned replacements. */
  mayAgree = true;
  /** Addresses that a plan wrongly takes for renamed: people here declare their renames. */
  readonly #notRenamed = new Set<string>();
  /** Ids that this machine announced. */
  readonly announced = new Set<string>();
  /** The announced ids that came by git pull. */
  readonly pulled = new Set<string>();
  /** The clients of the machines before a merge: this lockfile has their ids, too. */
  readonly merged = new Set<AnonClient>();
  readonly #said: Partial<Options>;
  readonly #idsElsewhere: () => ReadonlySet<string>;
  readonly #isClientShared: boolean;
  lineage = "";
  #pulls = 0;
  readonly places = {
    lockfile: "/project/anon.lock.sandbox.json",
    stateDirectory: "/project/.anon-sync",
    name: "anon.lock.sandbox.json",
  };

  constructor(parts: ProjectParts) {
    const { chance, anon, manifest, notes, number, repository } = parts;
    const { client = anon.client(), shared, said = {}, idsElsewhere = () => new Set() } = parts;
    this.#said = said;
    this.#idsElsewhere = idsElsewhere;
    this.#isClientShared = parts.client !== undefined;
    this.repository = repository;
    this.notes = notes;
    this.anon = anon;
    this.manifest = manifest;
    this.machine = new SimulatedMachine(client, {
      number,
      ...shared,
      ...(repository && { git: repository.git() }),
      fraction: () => chance.below(100) / 100,
      async pause() {
        for (let turns = chance.below(4); turns > 0; turns -= 1) await undefined;
      },
    });
    if (repository !== undefined) this.places.stateDirectory = "/project/.git/anon-sync";
  }

  /** Makes the first lockfile, as `init` does. */
  async initialize(): Promise<void> {
    this.writeManifest();
    const environment = { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" };
    ({ lineage: this.lineage } = await initializeStore(this.#ports(), this.places, environment));
  }

  /** Reads the lineage of the lockfile that `init` has made. */
  async adoptLineage(): Promise<void> {
    const bytes = await this.lockfile();
    if (bytes.length > 0) ({ lineage: this.lineage } = parseLockfile(bytes, "first"));
  }

  /** Makes this project a clone, with a lockfile from a checkout. */
  checkOut(lockfile: Uint8Array, lineage: string): void {
    this.lineage = lineage;
    this.writeManifest();
    this.machine.disk.place(this.places.lockfile, lockfile);
  }

  writeManifest(text = this.manifest.text()): void {
    const bytes = encoder.encode(text);
    this.machine.disk.place("/project/anon.config.yaml", bytes);
  }

  async lockfile(): Promise<Uint8Array> {
    const bytes = await this.machine.disk.read(this.places.lockfile, 1e9);
    if (bytes === undefined) this.violate("the lockfile is gone");
    return bytes ?? new Uint8Array();
  }

  /** Runs `anon-sync apply`, and checks all its output. */
  async apply(
    trouble: Trouble,
    parallelism: Options["parallelism"],
    more: Partial<Options> = {},
  ): Promise<Ran> {
    const replace = this.agreesTo;
    this.agreesTo = [];
    const notRenamed = [...this.#notRenamed];
    const said = { autoApprove: true, secretSink: "file:/secrets", replace, notRenamed };
    const options = { parallelism, ...said, ...more };
    const ran = await this.run(apply, options, [], trouble);
    if (ran.exitCode === 0 && this.manifest.unlist((await this.read())?.state.ids ?? new Map()))
      this.writeManifest();
    for (const [, address] of ran.out.matchAll(/ --not-renamed (\S+)(?: --state git)?$/gm))
      this.#notRenamed.add(`${address}`);
    for (const [, address] of ran.err.matchAll(/--not-renamed "(\S+)": neither/g))
      this.#notRenamed.delete(`${address}`);
    // A person repeats an earlier consent, but not for an address that is gone.
    if (ran.exitCode === 5 && this.mayAgree)
      this.agreesTo = [
        ...replace,
        ...[...ran.out.matchAll(/ --replace (\S+)(?: --state git)?$/gm)].map(
          ([, address]) => `${address}`,
        ),
      ];
    return ran;
  }

  /** Runs any command, and checks all its output. */
  async run(
    command: RunCommand,
    options: Partial<Options>,
    args: readonly string[] = [],
    trouble: Trouble = {},
  ): Promise<Ran> {
    const ran = await this.machine.run(command, { ...this.#said, ...options }, args, trouble);
    for (const line of ran.err.split("\n")) {
      const id = /^created \S+ id=(\S+)/.exec(line)?.[1];
      if (id === undefined || line.includes("NOT SAVED")) continue;
      this.announced.add(id);
      // If machines share a remote, a machine has the ids that the ref listed when it took the
      // lease.
      if (!this.#isClientShared) this.anon.known.add(id);
    }
    for (const [, ...ids] of `${ran.out}${ran.err}`.matchAll(lostSecret))
      for (const id of ids) if (id !== undefined) this.saidToBeLost.add(id);
    for (const text of [ran.out, ran.err])
      if (text.includes(secretCanary) || text.includes(keyCanary))
        this.violate("a secret was printed");
    return ran;
  }

  /** Settles everything that only a person can decide, truthfully. */
  async settleAll(): Promise<void> {
    await this.machine.wait(settlingWindowMs);
    const before = await this.read();
    if (before === undefined) return;
    for (const [address, attempts] of unsettledAttempts(before.state))
      for (const attempt of attempts) {
        let ran = await this.settleOne(address, attempt);
        // The age of a torn record starts at its discovery; another machine's attempt ages by its
        // own clock.
        for (let tries = 0; tries < 3 && ran.err.includes("less than 15 minutes ago"); tries += 1) {
          await this.machine.wait(settlingWindowMs);
          ran = await this.settleOne(address, attempt);
        }
        if (ran.exitCode !== 0) this.violate(`settle ${address} fails: ${ran.err}`);
      }
  }

  /** Settles in a hurry: an impatient person confirms that nothing was created, by the current view. */
  async settleTooEarly(): Promise<void> {
    const store = await this.read();
    if (store === undefined) return;
    for (const [address, attempts] of unsettledAttempts(store.state))
      for (const { attempt, sentAt, quarantined } of attempts) {
        const ageMs = this.machine.now - Date.parse(sentAt ?? "");
        if (!(ageMs < 15 * 60_000) || quarantined !== undefined) continue;
        const options = { notCreated: true, yes: true, attempt };
        const ran = await this.run(settle, options, [address]);
        if (ran.exitCode !== 5) this.violate(`${address} was settled too early: ${ran.out}`);
      }
  }

  /** Settles one attempt as a person does who looks into Anon's console and answers truthfully. */
  async settleOne(address: string, fact: AttemptFact): Promise<Ran> {
    const known = (await this.read())?.state.ids;
    const name = String(fact.fields["name"]);
    const client = this.machine.server;
    const elsewhere = this.#idsElsewhere();
    const isCandidate = (one: Existing): boolean =>
      one.name === name &&
      known?.has(one.id) !== true &&
      !elsewhere.has(one.id) &&
      !this.notes.excused.has(one.id);
    const { attempt, quarantined } = fact;
    // A person can see which machine's run made each of two equal resources.
    const isOwn = attempt.startsWith(this.machine.prefix);
    const found = this.anon.existing
      .filter(isCandidate)
      .find((one) => (isOwn ? one.client === client : this.merged.has(one.client)));
    const way: Partial<Options> =
      found !== undefined
        ? // A person who edited the resource can explain its difference from the sent fields.
          { id: found.id, ...(this.anon.edited.has(found.id) && { yes: true }) }
        : quarantined === undefined
          ? { notCreated: true, yes: true }
          : { abandon: true, yes: true };
    if (found === undefined) this.notes.foundNothing.add(attempt);
    // A resource that comes between the person's look and the settlement is late, too.
    const pending = [...this.anon.pending];
    const ran = await this.run(settle, { ...way, attempt }, [address]);
    this.tell(`settle ${address} ${Object.keys(way)[0]} ended with ${ran.exitCode}`);
    if (found !== undefined) return ran;
    // A failed settlement may count: a disk may take the lockfile, and then refuse the ledger.
    const left = [...((await this.read())?.state.attempts.values() ?? [fact])].filter(isOpen);
    // If two attempts have this name, the other attempt may have created the resource.
    if (left.some((other) => other.fields["name"] === name)) return ran;
    // Another machine may go on once the remote has the settlement, and may have done so already.
    if (!this.#isClientShared) client.asked.delete(name);
    for (const late of pending)
      if (late.name === name && (late.client === client || this.merged.has(late.client)))
        this.notes.excused.add(late.id);
    return ran;
  }

  /** Adds an id that a colleague created to the lockfile, as `git pull` does. */
  pull(): void {
    const bytes = this.machine.disk.peek(this.places.lockfile) ?? new Uint8Array();
    const { environment, lineage, state } = parseLockfile(bytes, "pulled");
    this.#pulls += 1;
    const name = `Pulled ${this.#pulls}`;
    const answer = this.anon.colleagueCreates("userPools", name, "A colleague made it.");
    const fact: IdFact = {
      id: String(answer["id"]),
      address: `userPools.pulled${this.#pulls}`,
      generation: 1,
      applied: {
        name,
        description: "A colleague made it.",
        "authorization.jwksUri": null,
        "authorization.idClaim": null,
      },
    };
    const pulled = formatLockfile({ environment, lineage, state: withId(state, fact) });
    this.machine.disk.place(this.places.lockfile, pulled);
    this.announced.add(fact.id);
    this.pulled.add(fact.id);
    this.tell("a colleague's id was pulled");
  }

  /** Returns the store of lockfile, journal and ledger; records a violation if they do not parse. */
  async read(): Promise<Store | undefined> {
    try {
      const store = await readStore(this.#ports(), this.places);
      if (store === undefined) this.violate("the lockfile is gone");
      else if (store.lineage !== this.lineage) this.violate("the lineage changed");
      return store;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.violate(`a file does not read: ${error.message}`);
      return undefined;
    }
  }

  violate(what: string): void {
    this.notes.violations.push(what);
  }

  tell(what: string): void {
    this.notes.log.push(what);
  }

  #ports(): StorePorts {
    return {
      disk: this.machine.disk.seenBy(() => undefined),
      clock: { now: () => this.machine.now, sleep: async () => undefined },
      random: { uuid: () => this.machine.uuid(), fraction: () => 0 },
    };
  }
}
