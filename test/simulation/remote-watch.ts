import type { RemoteContent } from "../../src/remote/remote-content.ts";
import { emptyState, isOpen, type State } from "../../src/core/state/state.ts";
import type { SimulatedProcess } from "../support/simulated-machine.ts";
import type { RefMove } from "../support/simulated-remote.ts";
import { secretCanary } from "./anon.ts";
import type { Project } from "./project.ts";
import type { RemoteWorld } from "./remote-world.ts";
import { keyCanary } from "../support/simulated-machine.ts";

/** The maximum age of a run's proof of its lease when the run sends, in milliseconds. */
const proofMs = 10_000;

/** Watches every move of the ref, and every sent create, of all machines. */
export class RemoteWatch {
  readonly #world: RemoteWorld;
  /** The process of each run that ever took the lease. */
  readonly #owners = new Map<string, SimulatedProcess>();
  /** The last run for which a process took the lease. */
  readonly #runs = new Map<SimulatedProcess, string>();
  /** The last moment at which a run had the lease, in milliseconds. */
  readonly #lostAtMs = new Map<string, number>();
  /** The number of the move that brought an attempt to the ref. */
  readonly #cameWith = new Map<string, number>();
  #moves = 0;
  readonly #releasedAt = new Map<string, number>();
  /** The runs that a person has declared over. */
  readonly unlocked = new Set<string>();

  constructor(world: RemoteWorld) {
    this.#world = world;
    world.remote.onMove = (move) => this.#check(move);
    world.parts.anon.onSend = (name, process) => this.#checkSend(name, process);
  }

  /** Which process of this machine holds the ref; undefined if none does. */
  heldBy({ machine }: Project): SimulatedProcess | undefined {
    const owner = this.#owners.get(this.#world.content?.holder?.run ?? "");
    return owner?.machine === machine.prefix ? owner : undefined;
  }

  /** The count of the ref's moves. `releasedAt` returns the number of this machine's last release. */
  get moves(): number {
    return this.#moves;
  }

  releasedAt({ machine }: Project): number {
    return this.#releasedAt.get(machine.prefix) ?? 0;
  }

  /** Returns whether the run is still going on. */
  isAlive(run: string): boolean {
    return this.#owners.get(run)?.isAlive === true;
  }

  #check(move: RefMove): void {
    for (const bytes of move.to.files.values())
      if (Buffer.from(bytes).includes(secretCanary) || Buffer.from(bytes).includes(keyCanary))
        this.#violate(`a secret is on ${move.ref}`);
    if (move.ref !== this.#world.ref) return;
    const before = move.from && this.#world.contentOf(move.from);
    const after = this.#read(move);
    if (after === undefined) return;
    this.#moves += 1;
    if (move.to.message.startsWith("anon-sync: release"))
      this.#releasedAt.set(move.by.machine, this.#moves);
    for (const attempt of after.lockfile.state.attempts.keys())
      if (!this.#cameWith.has(attempt)) this.#cameWith.set(attempt, this.#moves);
    this.#checkHolder(before, after, move.by);
    if (after.holder?.run !== before?.holder?.run && after.holder !== undefined)
      for (const id of after.lockfile.state.ids.keys()) this.#world.parts.anon.known.add(id);
    for (const id of before?.lockfile.state.ids.keys() ?? [])
      if (!after.lockfile.state.ids.has(id)) this.#violate(`the id ${id} is lost from the ref`);
    this.#forgetSettled(before?.lockfile.state ?? emptyState, after.lockfile.state);
    this.checkKnowledge(after.lockfile.state);
  }

  /**
   * A run may repeat a create once the ref lists that a person found nothing of the old attempt.
   * That person's push may arrive after the command has ended.
   */
  #forgetSettled(before: State, after: State): void {
    const { foundNothing } = this.#world.parts.notes;
    const open = [...after.attempts.values()].filter(isOpen);
    const quarantined = [...after.ids.values()].filter(({ retired }) => retired === "quarantined");
    const givenUp = new Set(quarantined.map((fact) => fact.attempt));
    for (const { attempt, fields } of before.attempts.values()) {
      const isSettled = after.attempts.get(attempt)?.verdict === "refused" || givenUp.has(attempt);
      const isOpenStill = open.some((fact) => fact.fields["name"] === fields["name"]);
      if (isSettled && foundNothing.has(attempt) && !isOpenStill)
        this.#world.client.asked.delete(String(fields["name"]));
    }
  }

  #read({ to }: RefMove): RemoteContent | undefined {
    try {
      return this.#world.contentOf(to);
    } catch (error) {
      this.#violate(`the ref does not read: ${String(error)}`);
      return undefined;
    }
  }

  #checkHolder(
    before: RemoteContent | undefined,
    after: RemoteContent,
    by: SimulatedProcess,
  ): void {
    const [from, to] = [before?.holder?.run, after.holder?.run];
    if (to === from) return;
    if (from !== undefined) {
      this.#lostAtMs.set(from, this.#world.time.now);
      const owner = this.#owners.get(from);
      const isOwn = owner === by;
      const isOfSameMachine = before?.holder?.host === by.host && owner?.isAlive === false;
      if (!isOwn && !isOfSameMachine && !this.unlocked.has(from))
        this.#violate(`${by.host} took the ref from the run ${from}`);
    }
    if (to === undefined) return;
    if (from !== undefined) this.#violate(`the ref went from the run ${from} to ${to}`);
    this.#owners.set(to, by);
    this.#runs.set(by, to);
  }

  /** Checks a create that leaves a machine. */
  #checkSend(name: string, process: SimulatedProcess): void {
    const { content, time } = this.#world;
    const open = [...(content?.lockfile.state.attempts.values() ?? [])].filter(isOpen);
    const own = open.filter(({ fields }) => fields["name"] === name);
    const address = own[0]?.address;
    // The sender cannot have facts that another machine published after this announcement.
    const ownMove = Math.max(...own.map(({ attempt }) => this.#cameWith.get(attempt) ?? 0));
    const before = open.filter(
      (fact) => fact.address === address && (this.#cameWith.get(fact.attempt) ?? 0) <= ownMove,
    );
    if (before.length !== 1) this.#violate(`${name} was sent with ${before.length} open attempts`);
    const run = this.#runs.get(process);
    if (run === undefined) this.#violate(`${name} was sent by a run that never held the ref`);
    else if (content?.holder?.run !== run) {
      const ageMs = time.now - (this.#lostAtMs.get(run) ?? 0);
      if (ageMs >= proofMs) this.#violate(`${name} was sent ${ageMs} ms after the ref was lost`);
    }
  }

  /** Checks that the ref has an id or an open attempt for each resource. */
  checkKnowledge(state: State): void {
    const { anon, notes } = this.#world.parts;
    const open = new Set<unknown>();
    for (const fact of state.attempts.values()) if (isOpen(fact)) open.add(fact.fields["name"]);
    for (const { id, name, client } of anon.existing) {
      if (client !== this.#world.client || notes.excused.has(id)) continue;
      if (!state.ids.has(id) && !open.has(name))
        this.#violate(`${name} (${id}) exists, and the ref does not know of it`);
    }
    const names = new Set<string>();
    for (const { id, name, client } of anon.existing) {
      if (client !== this.#world.client || notes.excused.has(id)) continue;
      if (names.has(name)) this.#violate(`${name} exists twice without consent`);
      names.add(name);
    }
    checkFacts(this.#world, state);
  }

  #violate(what: string): void {
    this.#world.parts.notes.violations.push(what);
  }
}

/** Checks that the facts of each id are true, and that an address has one id. */
export function checkFacts({ parts: { anon, notes } }: RemoteWorld, state: State): void {
  const holders = new Set<string>();
  for (const fact of state.ids.values()) {
    if (fact.retired === undefined && holders.has(fact.address))
      notes.violations.push(`two ids hold ${fact.address}`);
    if (fact.retired === undefined) holders.add(fact.address);
    // A quarantined id may be anything: people look at it, and no plan uses it.
    if (fact.retired === "quarantined") continue;
    const one = anon.existing.find(({ id }) => id === fact.id);
    if (one === undefined) notes.violations.push(`${fact.id} is recorded, and nothing has that id`);
    else if (one.name !== fact.applied["name"])
      notes.violations.push(
        `${fact.id} is recorded for ${String(fact.applied["name"])}, and is ${one.name}`,
      );
    if (fact.retired === "duplicate")
      notes.violations.push(`${fact.address} was created twice in one generation`);
  }
}
