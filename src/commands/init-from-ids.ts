import { dirname, join, resolve } from "node:path";
import { exitCode, highestExitCode } from "../core/exit-code.ts";
import type { Kind } from "../core/kind.ts";
import type { Observations } from "../core/observation.ts";
import { Failure, failure, type Problem } from "../core/problem.ts";
import { emptyState, stateOf, type IdFact } from "../core/state.ts";
import type { IdLine, IdList } from "../files/id-list.ts";
import { maximumManifestBytes } from "../files/manifest/limits.ts";
import { keyPattern } from "../files/manifest/schema.ts";
import { templateHeader } from "../files/manifest/template.ts";
import { writeManifest } from "../files/manifest/written.ts";
import { initializeStore, saveStore } from "../files/save-store.ts";
import { readStore, type Store } from "../files/store.ts";
import { commandLine } from "../report/command-words.ts";
import { renderProblems } from "../report/problems.ts";
import { bare, counted } from "../report/text.ts";
import { adoptedFact } from "./adopt.ts";
import type { Context } from "./context.ts";
import { blocksOf, describe, environmentOf, type Described, type Listed } from "./described-ids.ts";
import { isOfAnotherEmulator } from "./guards.ts";
import { collector, readList } from "./import-file.ts";
import { isThere, manifestOfText, writeIgnoreLines, writeNew } from "./init-files.ts";
import { initializing, lockedLineage } from "./locked.ts";
import type { Options } from "./options.ts";
import { sessionOf, shownPath, type Session } from "./session.ts";
import { observeAll, readKnown, type Known } from "./world.ts";

/**
 * `anon-sync init --from-ids FILE`: a manifest and a lockfile made of what exists. Everything is
 * looked up before anything is written, and the lockfile is written first: with a manifest alone,
 * what it describes would be created again.
 */
export async function initFromIds(
  context: Context,
  options: Options,
  file: string,
): Promise<number> {
  const { disk } = context.system;
  const path = resolve(context.currentFolder, options.config);
  if (await isThere(disk, path)) throw manifestExists(options);
  const list = await readList({ context }, file, false);
  if (list.lines.length === 0)
    throw failure(
      exitCode.invalid,
      "no-list",
      `${bare(file)} holds no id.`,
      "Write an id a line.",
      file,
    );
  const session = await emptySession(context, options);
  const listed = collector(file, list)(
    list.lines.map((line) => ({ line })),
    readLine(session),
  );
  refuseTwice(listed, file, list);
  const known = await readKnown(session);
  const observations = await lookUp(session, known, listed);
  const { described, problems, codes, organizationId } = describeAll(
    session,
    known,
    listed,
    observations,
    file,
  );
  const sources = new Map([[file, list.text]]);
  if (problems.length > 0 && options.skipMissing !== true)
    throw new Failure(highestExitCode(codes), problems, sources);
  if (described.length === 0) throw new Failure(highestExitCode(codes), problems, sources);

  const ignoreFile = join(dirname(path), ".gitignore");
  const ignore = await disk.read(ignoreFile, maximumManifestBytes);
  const plan = contents(session, described);
  const lineage = await writeBoth(session, { ...known, organizationId }, plan.facts, async () => {
    if (await isThere(disk, path)) throw manifestExists(options);
    return () => writeNew(disk, path, plan.text);
  });
  const said = [
    `Wrote ${bare(options.config)}: ${plan.counts}.`,
    `Wrote ${bare(shownPath(context, session.places.lockfile))}: ${counted(plan.facts.length, "id")} (lineage ${lineage}).`,
    await writeIgnoreLines(context, ignoreFile, ignore),
    ...plan.notes,
  ];
  context.out.write(
    `${[...said, "", "What to do next:", ...nextSteps(session, plan)].join("\n")}\n`,
  );
  if (problems.length === 0) return exitCode.done;
  context.err.write(`\nLeft out:\n\n${renderProblems(problems, sources, context.err.style)}`);
  return exitCode.failed;
}

/** What will be written, and what there is to say of it. */
interface Contents {
  readonly text: string;
  readonly facts: readonly IdFact[];
  readonly counts: string;
  readonly notes: readonly string[];
  /** Addresses whose blocks a person has to complete. */
  readonly incomplete: readonly string[];
  /** How many ids are listed under imports, since the API did not tell all of them. */
  readonly imports: number;
}

function contents(session: Session, described: readonly Described[]): Contents {
  const blocks = blocksOf(session, described);
  const addressOf = ({ written }: (typeof blocks)[number]) =>
    `${written.collection}.${written.key}`;
  const unsure = blocks.filter(({ written }) => written.comment.length > 0);
  const sure = blocks.filter(({ written }) => written.comment.length === 0);
  const written = {
    ...environmentOf(session),
    imports: unsure.map((one) => ({ to: addressOf(one), id: one.id })),
  };
  const resources = session.kinds.flatMap((kind) =>
    blocks.filter((one) => one.kind === kind).map((one) => one.written),
  );
  // As it will be once a person has completed it: it must be valid then.
  manifestOfText(
    session.options,
    writeManifest({
      ...written,
      resources: blocks.map(({ written: one, missing }) => ({
        ...one,
        block: { ...one.block, ...missing },
      })),
    }),
  );
  const secret = blocks.filter(
    ({ kind, candidate, missing }) => missing === undefined && kind.hasSecret(candidate.applied),
  );
  return {
    text: writeManifest({ ...written, resources }, templateHeader),
    facts: sure.map((one) =>
      adoptedFact(emptyState, [], { address: addressOf(one), id: one.id }, one.candidate),
    ),
    counts: session.kinds
      .map((kind) => counted(described.filter((one) => one.kind === kind).length, kind.label))
      .join(", "),
    notes:
      secret.length === 0
        ? []
        : [
            `The secrets of ${secret.map(addressOf).join(", ")} do not come with them: Anon shows each once, to whoever creates the client.`,
          ],
    incomplete: unsure.filter(({ missing }) => missing !== undefined).map(addressOf),
    imports: unsure.length,
  };
}

/** A session of the manifest as it will be, without its resources. */
function emptySession(context: Context, options: Options): Promise<Session> {
  const text = writeManifest({ ...environmentOf({ options }), resources: [], imports: [] });
  const manifest = manifestOfText(options, text);
  return sessionOf(context, options, manifest, new TextEncoder().encode(text));
}

/** A line of the list: an id, and before it a collection or an address. Throws a Failure. */
function readLine({ kinds }: Session): (item: { readonly line: IdLine }) => Listed {
  return ({ line }) => {
    if (line.before === undefined) return { line, kinds };
    const [collection = "", key, ...more] = line.before.text.split(".");
    const kind = kinds.find((candidate) => candidate.collection === collection);
    const isKey = key === undefined || (more.length === 0 && new RegExp(keyPattern).test(key));
    if (kind === undefined || !isKey)
      throw failure(
        exitCode.invalid,
        "bad-line",
        `${JSON.stringify(line.before.text)} is neither ${kinds.map((each) => each.collection).join(" nor ")}, nor an address like userPools.members.`,
        "Write one of these before the id, or the id alone.",
      );
    return { line, kinds: [kind], ...(key !== undefined && { key }) };
  };
}

/** An address holds one id. Throws a Failure. */
function refuseTwice(listed: readonly Listed[], file: string, list: IdList): void {
  const seen = new Map<string, number>();
  collector(file, list)(listed, ({ line, key }) => {
    if (key === undefined || line.before === undefined) return;
    const { text, range } = line.before;
    const earlier = seen.get(text);
    seen.set(text, range.start.line);
    if (earlier === undefined) return;
    throw failure(
      exitCode.invalid,
      "listed-twice",
      `The address ${text} stands on line ${earlier} already. An address holds one id.`,
      "Delete one of the two lines.",
    );
  });
}

/** What GET says of each id, by kind: an id alone is asked for as each. */
async function lookUp(
  session: Session,
  known: Known,
  listed: readonly Listed[],
): Promise<ReadonlyMap<Kind, Observations>> {
  const observations = new Map<Kind, Observations>();
  for (const kind of session.kinds) {
    const asked = listed.filter(({ kinds }) => kinds.includes(kind));
    const ids = asked.map(({ line }) => ({ id: line.id.text, kind }));
    if (ids.length > 0) observations.set(kind, await observeAll(session, known.api(), ids));
  }
  return observations;
}

function describeAll(
  session: Session,
  known: Known,
  listed: readonly Listed[],
  observations: ReadonlyMap<Kind, Observations>,
  file: string,
): {
  described: Described[];
  problems: Problem[];
  codes: number[];
  organizationId: string | undefined;
} {
  const described: Described[] = [];
  const problems: Problem[] = [];
  const codes: number[] = [];
  let organizationId = known.binding.organizationId ?? known.store?.environment.organizationId;
  for (const one of listed) {
    try {
      const binding = { ...known.binding, ...(organizationId !== undefined && { organizationId }) };
      const found = describe(session, { ...known, binding }, one, observations);
      organizationId ??= found.candidate.organizationId;
      described.push(found);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { range } = one.line.id;
      problems.push(...error.problems.map((problem) => ({ ...problem, file, range })));
      // An id that is not there is no refusal of a plan here, but a part that could not be done.
      codes.push(error.exitCode === exitCode.invalid ? exitCode.invalid : exitCode.failed);
    }
  }
  return { described, problems, codes, organizationId };
}

/**
 * The lockfile with these ids, then what `prepare` answers to write; under the locks. Answers the
 * lineage. Throws a Failure where the lockfile holds anything else.
 */
async function writeBoth(
  session: Session,
  known: Known & { readonly organizationId: string | undefined },
  facts: readonly IdFact[],
  prepare: () => Promise<() => Promise<void>>,
): Promise<string> {
  const { ports, places, context } = session;
  return initializing(session, async () => {
    const found = await readStore(ports, places);
    const old = found && isOfAnotherEmulator(session, found, known.binding) ? undefined : found;
    if (old !== undefined) refuseOthers(old, facts, shownPath(context, places.lockfile));
    const write = await prepare();
    const store = old ?? (await initializeStore(ports, places, known.binding));
    return lockedLineage(session, store, async () => {
      await saveStore(ports, places, store, stateOf(facts), known.organizationId);
      await write();
      return store.lineage;
    });
  });
}

/** A lockfile that a first try has left may be there; one that knows more is not ours to take. */
function refuseOthers({ state }: Store, facts: readonly IdFact[], shown: string): void {
  const ours = new Map(facts.map(({ id, address }) => [id, address]));
  const others = [...state.ids.values()].filter(({ id, address }) => ours.get(id) !== address);
  if (others.length === 0 && state.attempts.size === 0) return;
  throw failure(
    exitCode.refused,
    "lockfile-in-use",
    `The lockfile ${bare(shown)} holds more than these ids. Nothing was written.`,
    "Bring the manifest back that belongs to it, then: anon-sync import --file FILE",
    shown,
  );
}

function manifestExists({ config }: Options): Failure {
  return failure(
    exitCode.refused,
    "manifest-exists",
    `${bare(config)} is there already: --from-ids writes one of its own. Nothing was written.`,
    "Adopt the ids into it: anon-sync import --file FILE. Or name another manifest: -c FILE",
    config,
  );
}

function nextSteps(session: Session, { incomplete, imports }: Contents): string[] {
  const { context, options, places, target } = session;
  const config = options.config === "anon.config.yaml" ? [] : ["-c", options.config];
  const command = (name: string) => commandLine(target, [name, ...config]);
  const plan = command("plan");
  const steps = [
    ...(incomplete.length === 0
      ? []
      : [
          `Complete ${incomplete.join(", ")} in ${bare(options.config)}: Anon did not tell what kind of client it is. Until then anon-sync validate, plan and apply refuse it.`,
        ]),
    `Read ${bare(options.config)}. To rename a key that you do not like, add a moved entry for it.`,
    ...(imports === 0
      ? [`See that nothing would change: ${plan}`]
      : [
          `See that nothing but ${counted(imports, "import")} would be done: ${plan}`,
          `Adopt what is listed under imports, too: ${command("apply")}`,
        ]),
    ...(target.isLoopback
      ? []
      : [
          `Commit both: ${bare(shownPath(context, places.lockfile))} is the only inventory of the ids.`,
        ]),
  ];
  return steps.map((step, index) => `  ${index + 1}. ${step}`);
}
