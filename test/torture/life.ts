import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run as settle } from "../../src/commands/settle/settle.ts";
import { emptyState, type State } from "../../src/core/state/state.ts";
import { readStore, type Store } from "../../src/store/store.ts";
import { systemClock, systemRandom } from "../../src/system/clock.ts";
import { disk } from "../../src/system/disk.ts";
import type { Chance } from "../simulation/chance.ts";
import { startCli } from "../support/cli.ts";
import { project, type Project } from "../support/project.ts";
import { runHere } from "../support/run-here.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { unconverged, Violated, violationsOf, type Sides, type Violation } from "./checks.ts";
import { Settler } from "./settler.ts";
import { listen, receipts, type Ended, type Run } from "./run.ts";
import type { Trap, Truth } from "./truth-messages.ts";
import type { ProjectTruth, TruthProcess } from "./truth.ts";
import { manifestOf, Wanted } from "./wanted.ts";

/** The behaviour of a project's server and command. */
export interface Setting {
  readonly latencyMs: number;
  readonly parallelism: number;
  /** The count of creates for each apply. */
  readonly creates: number;
}

const applyWords = ["apply", "--auto-approve", "--max-creates", "1000"];
const lockfile = "anon.lock.sandbox.emulator.json";

/** One project with a server of its own, through all its trials. */
export class Life {
  readonly project: Project;
  readonly chance: Chance;
  readonly setting: Setting;
  readonly wanted: Wanted;
  readonly #truth: ProjectTruth;
  readonly #isGit: boolean;
  readonly #secrets: string;
  readonly #knownIds = new Map<string, string>();
  readonly #person = new Settler();
  readonly #runs = new Set<Run>();
  #lineage: string | undefined;
  #lastStderr = "";

  private constructor(truth: ProjectTruth, setting: Setting, chance: Chance) {
    this.setting = setting;
    this.chance = chance;
    this.#truth = truth;
    this.#isGit = chance.once(4);
    this.#secrets = join(temporaryFolder(), "secrets");
    mkdirSync(this.#secrets);
    this.wanted = new Wanted(chance.once(3));
    this.project = project("version: 1\n", { env: truth.env, git: this.#isGit });
  }

  /** Runs `work` with a new project. If `work` throws, keeps the project's folder and prints its path. */
  static async with<Result>(
    truth: TruthProcess,
    setting: Setting,
    chance: Chance,
    work: (life: Life) => Promise<Result>,
    keepAliveMs?: number,
  ): Promise<Result> {
    const { latencyMs } = setting;
    const api = await truth.open({ latencyMs, ...(keepAliveMs !== undefined && { keepAliveMs }) });
    const life = new Life(api, setting, chance);
    try {
      return await work(life);
    } catch (error) {
      const kept = mkdtempSync(join(tmpdir(), "anon-sync-torture-"));
      cpSync(life.project.folder, kept, { recursive: true });
      const message = error instanceof Error ? String(error.stack) : String(error);
      const said = `project kept in ${kept}\n  the last run said:\n${life.#lastStderr}`;
      throw new Violated(
        error instanceof Violated ? error.violations : [{ what: "other", sentence: message }],
        said,
      );
    } finally {
      await life.#end();
    }
  }

  /** Changes the manifest: the next apply has resources to create again. */
  async grow(): Promise<void> {
    this.project.manifest(manifestOf(this.wanted.next(await this.state(), this.setting.creates)));
    if (!this.#isGit || this.chance.once(2)) return;
    this.project.git("add", "--all");
    this.project.git("commit", "--quiet", "--allow-empty", "--message", "grown");
  }

  /** Starts an apply, or another command, as a process. */
  start(args: readonly string[] = [], command = applyWords): Run {
    const parallelism = ["--parallelism", String(this.setting.parallelism)];
    const place = command === applyWords ? ["--secret-sink", `file:${this.#secrets}`] : [];
    const words = [...command, ...parallelism, ...place, ...args];
    const run = listen(startCli(words, { cwd: this.project.folder, env: this.#truth.env }));
    this.#runs.add(run);
    void run.ended.then(() => this.#runs.delete(run));
    return run;
  }

  /** Records the announcements of a run, and checks that it ended in one of these ways. */
  ended(run: Ended, codes: readonly (number | undefined)[]): void {
    this.#lastStderr = run.stderr;
    for (const [id, address] of receipts(run.stderr)) this.#knownIds.set(id, address);
    const warning = /^\(node:\d+\) .*/m.exec(run.stderr)?.[0];
    if (warning !== undefined) throw new Violated([{ what: "other", sentence: warning }], "");
    if (codes.includes(run.code)) return;
    const sentence = `a run ended with ${run.code ?? "a signal"}`;
    throw new Violated([{ what: "other", sentence }], "");
  }

  /** Catches a request of the running process (ProjectTruth.trap). */
  trap(trap: Trap): Promise<boolean> {
    return this.#truth.trap(trap);
  }

  /** Releases the caught request. */
  release(): Promise<void> {
    return this.#truth.release();
  }

  /** Returns the server's requests and resources so far. */
  now(): Promise<Truth> {
    return this.#truth.now();
  }

  /** Returns the state that the next run will read: the lockfile with the journal folded in. */
  async state(): Promise<State> {
    return (await this.#store())?.state ?? emptyState;
  }

  /** Compares both sides, without a running process. Returns the server's side. Throws Violated. */
  async check(): Promise<Truth> {
    const { truth, state, violations } = await this.#compare();
    if (violations.length > 0) throw new Violated(violations, "");
    for (const { id, address } of state.ids.values()) this.#knownIds.set(id, address);
    return truth;
  }

  /** Settles each unsettled create as a truthful person does. */
  async settle(): Promise<void> {
    const truth = await this.#truth.afterwards();
    const settlements = this.#person.settlements(truth, await this.state());
    for (const { address, attempt, id } of settlements) {
      // Some settlements are processes, as for people; the others run the same code here, much
      // faster.
      if (this.chance.once(50)) {
        const said = id === undefined ? ["--not-created", "--yes"] : ["--id", id];
        const run = this.start(["--attempt", attempt, ...said], ["settle", address]);
        this.ended(await run.ended, [0]);
      } else {
        const said = id === undefined ? { notCreated: true, yes: true } : { id };
        const { folder } = this.project;
        await runHere(settle, folder, this.#truth.env, { ...said, attempt }, [address]);
      }
    }
  }

  /** Settles, applies all resources ever wanted, and applies again: the second apply has nothing to do. */
  async converge(): Promise<void> {
    await this.settle();
    await this.check();
    this.project.manifest(manifestOf(this.wanted.all));
    // There are many lookups, which are not under test here; the last flag counts.
    const quickly = ["--parallelism", String(Math.max(8, this.setting.parallelism))];
    this.ended(await this.start(quickly).ended, [0]);
    await this.check();
    const before = await this.#compare();
    const violations = unconverged(
      before,
      this.wanted.all.map(({ address }) => address),
    );
    if ((await this.#store())?.leftover === true)
      violations.push({ what: "other", sentence: "a journal is left after an apply that ended" });
    const bytes = this.project.read(lockfile);
    this.ended(await this.start(quickly).ended, [0]);
    const { truth } = await this.#compare();
    if (truth.posts.length > before.truth.posts.length)
      violations.push({ what: "duplicate", sentence: "an apply with nothing to do sends a POST" });
    if (this.project.read(lockfile) !== bytes)
      violations.push({
        what: "other",
        sentence: "an apply with nothing to do changes the lockfile",
      });
    if (violations.length > 0) throw new Violated(violations, "");
  }

  async #compare(): Promise<Sides & { readonly violations: Violation[] }> {
    const truth = await this.#truth.afterwards();
    const store = await this.#store();
    const state = store?.state ?? emptyState;
    const sides = { truth, state, knownIds: this.#knownIds, consents: this.#person.consents };
    const violations = violationsOf(sides);
    if (this.#lineage !== undefined && store?.lineage !== this.#lineage)
      violations.push({ what: "lost", sentence: "the lockfile's lineage changed" });
    this.#lineage = store?.lineage;
    return { ...sides, violations };
  }

  /** Throws if the lockfile, the journal or the ledger does not parse. */
  #store(): Promise<Store | undefined> {
    const { folder } = this.project;
    const stateDirectory = join(folder, this.#isGit ? ".git/anon-sync" : ".anon-sync");
    const places = { lockfile: join(folder, lockfile), stateDirectory, name: lockfile };
    return readStore({ disk, clock: systemClock, random: systemRandom }, places);
  }

  async #end(): Promise<void> {
    for (const { child } of this.#runs) child.kill("SIGKILL");
    await Promise.all([...this.#runs].map(({ ended }) => ended));
    await this.#truth.close();
    for (const folder of [this.project.folder, dirname(this.#secrets)])
      rmSync(folder, { recursive: true, force: true });
  }
}
