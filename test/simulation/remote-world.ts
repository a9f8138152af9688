import { lineageOf } from "../../src/core/names/lineage.ts";
import type { Options } from "../../src/session/options.ts";
import { emptyState, type State } from "../../src/core/state/state.ts";
import { mergeLockfiles } from "../../src/store/merge-lockfiles.ts";
import { parseContent, type RemoteContent } from "../../src/remote/remote-content.ts";
import {
  SimulatedRemote,
  type PushFate,
  type QuestionFate,
  type RemoteWeather,
  type SimulatedCommit,
} from "../support/simulated-remote.ts";
import { SimulatedTime } from "../support/simulated-time.ts";
import type { AnonClient } from "./anon.ts";
import type { Chance } from "./chance.ts";
import type { HistoryParts } from "./history.ts";
import { Project } from "./project.ts";
import { Repository } from "./repository.ts";

const branch = "refs/heads/main";
const lockfileName = "anon.lock.sandbox.json";

/** The trouble of the remote: one question or push in `trouble` goes wrong; 0 for none. */
class Weather implements RemoteWeather {
  trouble = 0;
  /** The end of the outage: no machine reaches the remote before this moment. */
  outageUntilMs = 0;
  /** The count of faults so far. */
  troubles = 0;
  /** The scripted fates of pushes, by the purpose of their commits: `publish`, `release`. */
  script: (what: string) => PushFate | undefined = () => undefined;
  readonly #chance: Chance;
  readonly #time: SimulatedTime;

  constructor(chance: Chance, time: SimulatedTime) {
    this.#chance = chance;
    this.#time = time;
  }

  question(): QuestionFate {
    return this.#fate(["unreachable", "lost", "slow"]);
  }

  push(message: string): PushFate {
    const scripted = this.script(/^anon-sync: (\w+)\n/.exec(message)?.[1] ?? "");
    if (scripted !== undefined) return scripted;
    return this.#fate(["unreachable", "lost", "slow", "late", "refused"]);
  }

  #fate<Fate>(fates: readonly (Fate | "unreachable")[]): Fate | "unreachable" | "answered" {
    const isOut = this.#time.now < this.outageUntilMs;
    if (!isOut && (this.trouble === 0 || !this.#chance.once(this.trouble))) return "answered";
    this.troubles += 1;
    return isOut ? "unreachable" : this.#chance.one(fates);
  }

  latencyMs(fate: QuestionFate | PushFate): number {
    switch (fate) {
      case "slow":
        // Two such delays may exceed the maximum age of a proof.
        return 4_000 + this.#chance.below(16_000);
      case "unreachable":
        return 100 + this.#chance.below(5_000);
      case "late":
        return this.#chance.below(this.#chance.once(4) ? 3_600_000 : 20_000);
      default:
        return 20 + this.#chance.below(400);
    }
  }

  clear(): void {
    this.script = () => undefined;
    this.trouble = 0;
    this.outageUntilMs = 0;
  }
}

/** One repository with a remote, and the machines that have a clone of it. */
export class RemoteWorld {
  readonly time = new SimulatedTime();
  readonly startedMs = this.time.now;
  readonly weather: Weather;
  readonly remote: SimulatedRemote;
  /** The one API client of all machines together. */
  readonly client: AnonClient;
  /** The clones that exist now. */
  readonly clones = new Set<Project>();
  /** Every secret that came to its sink on a machine that is gone. */
  readonly keptSecrets = new Set<string>();
  /** The ids whose secret some run has reported as maybe lost. */
  readonly saidToBeLost = new Set<string>();
  /** The count of all machines so far. */
  machines = 0;
  /** The count of people who have looked into the console and are about to settle. */
  looking = 0;
  /** The count of running applies. */
  applying = 0;
  lineage = "";
  /** The committed manifest, if it is a text. */
  manifest: string | undefined;
  readonly parts: HistoryParts;
  /** The projects whose disk another machine has copied: the copy has their attempts without verdicts. */
  readonly copied = new Set<Project>();
  readonly #contents = new WeakMap<SimulatedCommit, RemoteContent>();

  constructor(parts: HistoryParts) {
    const { chance, anon } = parts;
    this.parts = parts;
    this.weather = new Weather(chance, this.time);
    this.remote = new SimulatedRemote(this.time, this.weather);
    this.client = anon.client();
    anon.answering = async (signal) => {
      const longest = chance.once(10) ? 60_000 : 1_500;
      await this.time.sleep(20 + chance.below(longest), signal);
    };
  }

  /** Makes the first clone, and commits and pushes its lockfile from `init`. */
  async initialize(): Promise<Project> {
    const project = this.#clone();
    await project.initialize();
    this.lineage = project.lineage;
    const files = new Map([[lockfileName, await project.lockfile()]]);
    this.remote.refs.set(branch, this.remote.commit(files, undefined, "init"));
    this.pull(project);
    return project;
  }

  /** Returns a new machine with a clone of the committed files. */
  clone(host?: string): Project {
    const project = this.#clone(host);
    project.lineage = this.lineage;
    this.pull(project);
    return project;
  }

  /** Checks out the committed manifest and lockfile: facts of the lockfile without a commit are lost. */
  pull(project: Project): void {
    this.#checkOut(project);
    project.machine.disk.place(project.places.lockfile, this.head);
  }

  /** Checks out the committed manifest, and merges the committed lockfile into the clone's. */
  async merge(project: Project): Promise<void> {
    const base = project.repository?.head;
    this.#checkOut(project);
    const { bytes } = mergeLockfiles(await project.lockfile(), this.head, lockfileName, base);
    project.machine.disk.place(project.places.lockfile, bytes);
  }

  /** Returns a new machine with a copy of another one's disk, as from a cache of the CI or a snapshot. */
  copy(original: Project): Project {
    const { disk, host } = original.machine;
    this.copied.add(original);
    const project = this.clone(`copy of ${host}`);
    const versions = project.machine.disk.versions.get(project.places.lockfile) ?? [];
    for (const path of disk.paths()) project.machine.disk.place(path, disk.peek(path) ?? empty);
    project.machine.disk.versions.set(project.places.lockfile, versions);
    this.pull(project);
    return project;
  }

  #checkOut(project: Project): void {
    project.writeManifest(this.manifest);
    if (project.repository !== undefined) project.repository.head = this.head;
  }

  /** The committed lockfile. */
  get head(): Uint8Array {
    return this.remote.refs.get(branch)?.files.get(lockfileName) ?? new Uint8Array();
  }

  /** Removes a project's machine with its disk. The machine's sink has forwarded all secrets at once. */
  vanish(project: Project): void {
    for (const secret of secretsOn(project)) this.keptSecrets.add(secret);
    for (const id of project.saidToBeLost) this.saidToBeLost.add(id);
    this.clones.delete(project);
  }

  /** Carries out the late commits, unless a person is about to settle. */
  commitPending(): void {
    if (this.looking === 0) this.parts.anon.commitPending();
  }

  get ref(): string {
    return `refs/anon-sync/${this.lineage}/sandbox`;
  }

  /** What the ref holds; undefined if there is none yet. */
  get content(): RemoteContent | undefined {
    const commit = this.remote.refs.get(this.ref);
    return commit && this.contentOf(commit);
  }

  /** The state on the remote. */
  get state(): State {
    return this.content?.lockfile.state ?? emptyState;
  }

  contentOf(commit: SimulatedCommit): RemoteContent {
    const known = this.#contents.get(commit);
    if (known !== undefined) return known;
    const content = parseContent(
      commit.files,
      {
        lineage: lineageOf(this.lineage),
        environment: { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" },
      },
      "the ref",
    );
    this.#contents.set(commit, content);
    return content;
  }

  #clone(
    // Runners of one kind often have the same name.
    host = this.parts.chance.once(3) ? "runner" : `runner-${this.machines + 1}`,
  ): Project {
    this.machines += 1;
    const { time, remote } = this;
    const said: Partial<Options> = { state: "git" };
    const project = new Project({
      ...this.parts,
      number: this.machines,
      repository: new Repository({ hasRemote: true }),
      client: this.client,
      shared: { time, remote, host },
      said,
      idsElsewhere: () => new Set(this.state.ids.keys()),
    });
    project.merged.add(this.client);
    this.clones.add(project);
    return project;
  }
}

/** Returns the contents of the files for secrets on a machine. */
export function secretsOn(project: Project): Set<string> {
  const { disk } = project.machine;
  const files = disk.paths().filter((path) => path.startsWith("/secrets/"));
  return new Set(
    files.map((path) =>
      Buffer.from(disk.peek(path) ?? [])
        .toString()
        .trimEnd(),
    ),
  );
}

const empty = new Uint8Array();
