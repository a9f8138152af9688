import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { parse } from "yaml";
import { cliEnvironment } from "./cli.ts";
import { repositoryFolder } from "./repository.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The event of a workflow's run, and the runner's values for it. */
export interface Run {
  /** The repository that actions/checkout clones. */
  readonly bare: string;
  readonly commit: string;
  /** The branch of the pushed commit; undefined for a pull request. */
  readonly branch?: string;
  /** The runner's own variables: GITHUB_… */
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** github.token. */
  readonly token: string;
  /** Folders in front of PATH, for programs that a hosted runner has. */
  readonly programs?: readonly string[];
}

/** The end of one job: it fails at its first failing step. */
export interface JobRun {
  readonly matrix: Readonly<Record<string, string>>;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly summary: string;
  readonly folder: string;
}

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly "working-directory"?: string;
}

interface Job {
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
  readonly steps: readonly Step[];
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Runs the jobs of a workflow file, one after the other, as a runner of GitHub does. Supports the
 * needs of our examples: checkout, our own action (its shell lines, on this checkout), shell lines,
 * `${{ a.b }}` and `if: a.b == 'c'`.
 */
export async function runWorkflow(path: string, run: Run): Promise<readonly JobRun[]> {
  const { jobs } = parse(readFileSync(join(repositoryFolder, path), "utf8")) as {
    jobs: Readonly<Record<string, Job>>;
  };
  const ended: JobRun[] = [];
  for (const job of Object.values(jobs))
    for (const matrix of combinations(job.strategy?.matrix ?? {}))
      ended.push(await runJob(job, matrix, run));
  return ended;
}

async function runJob(
  job: Job,
  matrix: Readonly<Record<string, string>>,
  run: Run,
): Promise<JobRun> {
  const folder = join(temporaryFolder(), "workspace");
  const said = { stdout: "", stderr: "", summary: "" };
  const steps: Record<string, Values> = {};
  const contexts = { matrix, secrets: run.secrets, github: { token: run.token }, steps };
  for (const step of job.steps) {
    if (step.if !== undefined && !isTrue(step.if, contexts)) continue;
    const { code, outputs } = await runStep(step, folder, contexts, run, said);
    if (step.id !== undefined) steps[step.id] = { outputs };
    if (code !== 0) return { matrix, code, folder, ...said };
  }
  return { matrix, code: 0, folder, ...said };
}

/** Runs our own action alone, with these inputs, in a folder. */
export async function runAction(
  given: Readonly<Record<string, unknown>>,
  folder: string,
  run: Pick<Run, "env" | "token" | "programs">,
): Promise<Omit<JobRun, "matrix">> {
  const said = { stdout: "", stderr: "", summary: "" };
  const contexts = { github: { token: run.token } };
  const step = { uses: "anon-sync/anon-sync@here", with: given };
  const whole = { bare: "", commit: "", secrets: {}, ...run };
  const { code } = await runStep(step, folder, contexts, whole, said);
  return { code, folder, ...said };
}

interface Ended {
  readonly code: number;
  readonly outputs: Values;
}

async function runStep(
  step: Step,
  folder: string,
  contexts: Values,
  run: Run,
  said: { stdout: string; stderr: string; summary: string },
): Promise<Ended> {
  if (step.uses?.startsWith("actions/checkout@") === true) return checkOut(folder, run);
  const env = filled(step.env ?? {}, contexts);
  if (step.uses === undefined) return runShell({ ...step, env }, folder, contexts, run, said);
  if (!step.uses.startsWith("anon-sync/anon-sync@")) throw new Error(`nobody has ${step.uses}`);
  const action = parse(readFileSync(join(repositoryFolder, "action.yml"), "utf8"));
  const given = filled(step.with ?? {}, contexts);
  const inputs: Record<string, string> = {};
  for (const [name, { default: usual }] of Object.entries<{ default?: unknown }>(action.inputs))
    inputs[name] = given[name] ?? fill(String(usual ?? ""), contexts);
  const own: Record<string, Values> = {};
  let code = 0;
  for (const inner of action.runs.steps as readonly Step[]) {
    const within = { ...contexts, inputs, steps: own };
    const innerEnv = { ...env, ...filled(inner.env ?? {}, within) };
    const ended = await runShell({ ...inner, env: innerEnv }, folder, within, run, said);
    own[inner.id ?? ""] = { outputs: ended.outputs };
    code ||= ended.code;
  }
  const outputs = Object.entries<{ value: string }>(action.outputs).map(([name, { value }]) => [
    name,
    fill(value, { steps: own }),
  ]);
  return { code, outputs: Object.fromEntries(outputs) };
}

/** Checks out as actions/checkout does: one commit deep, on a branch if a branch was pushed. */
function checkOut(folder: string, { bare, commit, branch }: Run): Ended {
  mkdirSync(folder);
  const git = (...words: string[]) => execFileSync("git", words, { cwd: folder, stdio: "pipe" });
  git("init", "--quiet");
  git("remote", "add", "origin", `file://${bare}`);
  git("fetch", "--quiet", "--depth=1", "origin", commit);
  if (branch === undefined) git("checkout", "--quiet", "--detach", commit);
  else git("checkout", "--quiet", "-B", branch, commit);
  return { code: 0, outputs: {} };
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax (jobs.<job_id>.steps[*].shell) */
async function runShell(
  step: Step & { readonly env: Readonly<Record<string, string>> },
  folder: string,
  contexts: Values,
  run: Run,
  said: { stdout: string; stderr: string; summary: string },
): Promise<Ended> {
  const files = temporaryFolder();
  const [script, output, summary] = ["script.sh", "output", "summary"].map((name) =>
    join(files, name),
  ) as [string, string, string];
  writeFileSync(script, fill(step.run ?? "", contexts));
  for (const file of [output, summary]) writeFileSync(file, "");
  const programs = [...(run.programs ?? []), dirname(process.execPath), process.env["PATH"] ?? ""];
  const child = spawn("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", script], {
    cwd: join(folder, fill(step["working-directory"] ?? ".", contexts)),
    env: {
      ...cliEnvironment(),
      ...run.env,
      ...step.env,
      PATH: programs.join(delimiter),
      HOME: files,
      GITHUB_ACTION_PATH: repositoryFolder,
      GITHUB_WORKSPACE: folder,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  const [code] = (await once(child, "close")) as [number];
  said.summary += readFileSync(summary, "utf8");
  return { code, outputs: outputsOf(readFileSync(output, "utf8")) };
}

/** Reads `NAME<<DELIMITER`, its lines, `DELIMITER`; or `NAME=VALUE`. */
function outputsOf(text: string): Values {
  const outputs: Record<string, string> = {};
  for (const [, name = "", , value = ""] of text.matchAll(/^([\w-]+)<<(.+)\n([^]*?)\n?^\2$/gm))
    outputs[name] = value;
  for (const [, name = "", value = ""] of text.matchAll(/^([\w-]+)=(.*)$/gm))
    outputs[name] ??= value;
  return outputs;
}

function filled(values: Values, contexts: Values): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, fill(String(value), contexts)]),
  );
}

function fill(text: string, contexts: Values): string {
  return text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, path: string) => valueOf(path, contexts));
}

/** Returns the value at a path of the contexts. GitHub replaces an unknown name with an empty text. */
function valueOf(path: string, contexts: Values): string {
  let value: unknown = contexts;
  for (const part of path.split("."))
    value = typeof value === "object" && value !== null ? (value as Values)[part] : undefined;
  return value === undefined ? "" : String(value);
}

function isTrue(condition: string, contexts: Values): boolean {
  const [, path, wanted] = /^([\w.-]+) == '([^']*)'$/.exec(condition) ?? [];
  if (path === undefined) throw new Error(`nobody knows what ${condition} is`);
  return valueOf(path, contexts) === wanted;
}

function combinations(
  matrix: Readonly<Record<string, readonly string[]>>,
): readonly Readonly<Record<string, string>>[] {
  return Object.entries(matrix).reduce<readonly Readonly<Record<string, string>>[]>(
    (sofar, [name, values]) =>
      sofar.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}
