import { run as apply } from "../../src/commands/apply.ts";
import { run as settle } from "../../src/commands/settle.ts";
import { Failure } from "../../src/core/problem.ts";
import { unsettledAttempts, type AttemptFact, type State } from "../../src/core/state.ts";
import { initializeStore } from "../../src/files/save-store.ts";
import { readStore, type StorePorts } from "../../src/files/store.ts";
import type { DiskFault } from "../support/simulated-disk.ts";
import { SimulatedMachine, type Ran, type Trouble } from "../support/simulated-machine.ts";
import { SimulatedAnon } from "./anon.ts";
import { Chance } from "./chance.ts";
import { SimulatedManifest } from "./manifest.ts";

/** What one seed's history did, and what it found. */
export interface Told {
  readonly seed: number;
  readonly steps: number;
  /** Kills and power cuts. */
  readonly crashes: number;
  readonly posts: number;
  /** Creates that the server committed after the settling window: the documented exception. */
  readonly lateCommits: number;
  /** What does not hold; empty in a good history. */
  readonly violations: readonly string[];
  /** What happened, for people who look at a violation. */
  readonly log: readonly string[];
}

const places = {
  lockfile: "/project/anon.lock.sandbox.json",
  stateDirectory: "/project/.anon-sync",
  name: "anon.lock.sandbox.json",
};

/** Runs the history of a seed: applies, crashes, edits and settlements, each invariant checked. */
export async function history(seed: number): Promise<Told> {
  const world = new History(seed);
  await world.begin();
  const steps = 2 + world.chance.below(6);
  for (let step = 0; step < steps && world.violations.length === 0; step += 1) await world.step();
  if (world.violations.length === 0) await world.converge();
  return world.told(seed, steps);
}

class History {
  readonly chance: Chance;
  readonly violations: string[] = [];
  readonly #log: string[] = [];
  readonly #anon: SimulatedAnon;
  readonly #machine: SimulatedMachine<SimulatedAnon>;
  readonly #manifest: SimulatedManifest;
  /** Ids that were announced, or were in the lockfile after a run that ended well. */
  readonly #known = new Set<string>();
  /** Ids of late commits that came after somebody had settled: nobody can know of them. */
  readonly #excused = new Set<string>();
  #lineage = "";
  #uuids = 0;
  #crashes = 0;

  constructor(seed: number) {
    this.chance = new Chance(seed);
    this.#anon = new SimulatedAnon(this.chance);
    this.#machine = new SimulatedMachine(this.#anon);
    this.#manifest = new SimulatedManifest(this.chance, this.#anon.organizationId);
    this.#anon.knownIds = this.#known;
    this.#anon.onPost = (name) => {
      if (this.#anon.uncertain.has(name)) this.#violate(`${name} was sent again without proof`);
    };
  }

  async begin(): Promise<void> {
    for (let count = 1 + this.chance.below(4); count > 0; count -= 1) this.#manifest.add();
    this.#writeManifest();
    const store = await initializeStore(this.#ports(), places, {
      name: "sandbox",
      baseUrl: "https://svc.sandbox.anon.com",
    });
    this.#lineage = store.lineage;
  }

  /** One thing that happens to the project. */
  async step(): Promise<void> {
    switch (this.chance.below(8)) {
      case 0:
        this.#tell(this.#manifest.edit());
        this.#writeManifest();
        break;
      case 1:
        await this.#settleAll();
        break;
      case 2:
        this.#tell("late commits arrive");
        this.#anon.commitPending();
        break;
      default:
        await this.#applyInTrouble();
    }
    await this.#check();
  }

  /** The weather clears: everything settles, and nothing more is sent. */
  async converge(): Promise<void> {
    this.#anon.weather.postTrouble = 0;
    this.#anon.weather.getTrouble = 0;
    this.#machine.disk.fault = () => undefined;
    await this.#apply({}, 1 + this.chance.below(4));
    await this.#settleAll();
    const applied = await this.#apply({}, 1 + this.chance.below(4));
    if (applied.exitCode !== 0) this.#violate(`does not converge: ${applied.out}${applied.err}`);
    await this.#check();
    const lockfile = await this.#machine.disk.read(places.lockfile, 1e9);
    const posts = this.#anon.posts.length;
    const again = await this.#apply({}, 3);
    if (again.exitCode !== 0) this.#violate(`the next apply fails: ${again.out}${again.err}`);
    if (this.#anon.posts.length !== posts) this.#violate("the next apply sends something");
    if (!sameBytes(lockfile, await this.#machine.disk.read(places.lockfile, 1e9)))
      this.#violate("the next apply changes the lockfile");
    for (const name of this.#manifest.wantedNames()) {
      const held = this.#anon.existing.filter((one) => one.name === name);
      if (held.filter(({ id }) => !this.#excused.has(id)).length !== 1)
        this.#violate(`${name} exists ${held.length} times at the end`);
    }
  }

  told(seed: number, steps: number): Told {
    return {
      seed,
      steps,
      crashes: this.#crashes,
      posts: this.#anon.posts.length,
      lateCommits: this.#excused.size,
      violations: this.violations,
      log: this.#log,
    };
  }

  /** An apply with bad weather, an ill disk, signals, a kill, or another apply beside it. */
  async #applyInTrouble(): Promise<void> {
    const { chance } = this;
    this.#anon.weather.postTrouble = chance.once(3) ? 0 : 1 + chance.below(4);
    this.#anon.weather.getTrouble = chance.once(2) ? 0 : 2 + chance.below(8);
    this.#machine.disk.fault = chance.once(4) ? this.#diskFault() : () => undefined;
    const killAt = chance.once(2) ? 1 + chance.below(60) : Number.POSITIVE_INFINITY;
    const first = 1 + chance.below(60);
    const interruptAt = chance.once(4) ? [first, first + chance.below(10)] : [];
    let other: Promise<Ran> | undefined;
    const secondAt = chance.once(6) ? 1 + chance.below(40) : 0;
    const watch = (effect: number): void => {
      if (effect === secondAt) other = this.#apply({}, 2);
    };
    const ran = await this.#apply({ killAt, interruptAt, watch }, 1 + chance.below(4));
    const beside = await other;
    this.#machine.disk.fault = () => undefined;
    const isPowerCut = ran.killedBefore !== undefined && chance.once(2);
    if (isPowerCut) this.#machine.disk.powerCut((below) => chance.below(below));
    if (ran.killedBefore !== undefined) this.#crashes += 1;
    const end =
      ran.killedBefore === undefined ? `ended with ${ran.exitCode}` : `killed: ${ran.killedBefore}`;
    const besides = beside === undefined ? "" : `; another ended with ${beside.exitCode}`;
    this.#tell(`apply ${end}${isPowerCut ? ", power cut" : ""}${besides}`);
  }

  async #apply(trouble: Trouble, parallelism: number): Promise<Ran> {
    const options = { parallelism, autoApprove: true };
    const ran = await this.#machine.run(apply, options, [], trouble);
    for (const line of ran.err.split("\n")) {
      const id = /^created \S+ id=(\S+)/.exec(line)?.[1];
      if (id !== undefined && !line.includes("NOT SAVED")) this.#known.add(id);
    }
    for (const text of [ran.out, ran.err])
      if (text.includes("canary")) this.#violate("a secret was printed");
    return ran;
  }

  /** A disk that fails once, at some operation, or takes only little at a time. */
  #diskFault(): (operation: string, path: string, grows: boolean) => DiskFault | undefined {
    const { chance } = this;
    if (chance.once(4)) return (operation) => (operation === "write" ? { takes: 7 } : undefined);
    const fails = chance.one(["ENOSPC", "EIO", "EACCES"] as const);
    const isFull = fails === "ENOSPC";
    let left = chance.below(30);
    const lasts = chance.once(2);
    return (_operation, _path, grows) => {
      if (isFull && !grows) return undefined;
      left -= 1;
      return left === 0 || (lasts && left < 0) ? { fails } : undefined;
    };
  }

  /** A person looks into Anon's console and says truthfully what is there. */
  async #settleAll(): Promise<void> {
    this.#machine.now += 16 * 60_000;
    this.#anon.weather.getTrouble = 0;
    // Nearly always everything has arrived by then.
    if (!this.chance.once(20)) this.#anon.commitPending();
    const state = await this.#state();
    if (state === undefined) return;
    for (const [address, attempts] of unsettledAttempts(state))
      for (const attempt of attempts) await this.#settleOne(state, address, attempt);
    await this.#check();
  }

  async #settleOne(state: State, address: string, fact: AttemptFact): Promise<void> {
    const name = String(fact.fields["name"]);
    const found = this.#anon.existing.find(
      (one) => one.name === name && !state.ids.has(one.id) && !this.#excused.has(one.id),
    );
    const { attempt, quarantined } = fact;
    const way =
      found !== undefined
        ? { id: found.id }
        : quarantined === undefined
          ? { notCreated: true, yes: true }
          : { abandon: true, yes: true };
    if (found === undefined) {
      this.#anon.uncertain.delete(name);
      for (const late of this.#anon.pending) if (late.name === name) this.#excused.add(late.id);
    }
    let ran = await this.#machine.run(settle, { ...way, attempt }, [address]);
    if (ran.err.includes("less than 15 minutes ago")) {
      // A torn record counts from when it was found.
      this.#machine.now += 16 * 60_000;
      ran = await this.#machine.run(settle, { ...way, attempt }, [address]);
    }
    if (ran.exitCode !== 0) this.#violate(`settle ${address} fails: ${ran.err}`);
    this.#tell(`settled ${address}: ${Object.keys(way)[0]}`);
  }

  async #check(): Promise<void> {
    const state = await this.#state();
    if (state === undefined) return;
    const openNames = new Set<unknown>();
    for (const attempts of unsettledAttempts(state).values())
      for (const { fields } of attempts) openNames.add(fields["name"]);
    for (const { id, name } of this.#anon.existing) {
      if (state.ids.has(id) || openNames.has(name) || this.#excused.has(id)) continue;
      this.#violate(`${name} (${id}) exists and nobody knows of it`);
    }
    for (const id of this.#known)
      if (!state.ids.has(id)) this.#violate(`the id ${id} was announced and is lost`);
    const counts = new Map<string, number>();
    for (const { id, name } of this.#anon.existing)
      if (!this.#excused.has(id)) counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const [name, count] of counts)
      if (count > 1) this.#violate(`${name} exists ${count} times without consent`);
    const active = [...state.ids.values()].filter(({ retired }) => retired === undefined);
    if (new Set(active.map(({ address }) => address)).size !== active.length)
      this.#violate("two ids hold one address");
    const decoder = new TextDecoder("latin1");
    if (this.#machine.disk.written.some((bytes) => decoder.decode(bytes).includes("canary")))
      this.#violate("a secret is in a file");
    this.#machine.disk.written.length = 0;
  }

  /** What lockfile and journal say; a violation where they do not parse. */
  async #state(): Promise<State | undefined> {
    try {
      const store = await readStore(this.#ports(), places);
      if (store === undefined) this.#violate("the lockfile is gone");
      else if (store.lineage !== this.#lineage) this.#violate("the lineage changed");
      return store?.state;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#violate(`a file does not read: ${error.message}`);
      return undefined;
    }
  }

  #ports(): StorePorts {
    return {
      disk: this.#machine.disk.seenBy(() => undefined),
      clock: { now: () => this.#machine.now, sleep: async () => undefined },
      random: {
        uuid: () => `bbbbbbbb-bbbb-4bbb-8bbb-${String(++this.#uuids).padStart(12, "0")}`,
        fraction: () => 0,
      },
    };
  }

  #writeManifest(): void {
    const bytes = new TextEncoder().encode(this.#manifest.text());
    this.#machine.disk.place("/project/anon.config.yaml", bytes);
  }

  #violate(what: string): void {
    this.violations.push(what);
  }

  #tell(what: string): void {
    this.#log.push(what);
  }
}

function sameBytes(left: Uint8Array | undefined, right: Uint8Array | undefined): boolean {
  return left !== undefined && right !== undefined && Buffer.compare(left, right) === 0;
}
