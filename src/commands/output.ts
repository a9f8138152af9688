import { resolve } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, type Problem } from "../core/errors/problem.ts";
import { readStore, type Store } from "../store/store.ts";
import { suggestedCommand } from "../report/command-words.ts";
import { outputFormats } from "../report/output/formats.ts";
import { githubOutput } from "../report/output/github-output.ts";
import { counted, escapeText } from "../report/text.ts";
import { appendText } from "../ci/append-text.ts";
import { chosenFormat } from "../session/format.ts";
import { checkBinding, expectedBinding } from "../guards/binding.ts";
import { reportLiveRun } from "../run/lock.ts";
import { checkMissingLockfile } from "../guards/missing-lockfile.ts";
import type { RunCommand } from "../session/options.ts";
import { outputValues, type OutputFound } from "./output-values.ts";
import { openSession, shownPath, type Session } from "../session/session.ts";

/**
 * `anon-sync output`: what applications need, by name, from manifest and lockfile alone. Writes
 * nothing but the lines for GITHUB_OUTPUT.
 */
export const run: RunCommand = async (context, options) => {
  const session = await openSession(context, options);
  const store = await readStore(session.ports, session.places);
  if (store !== undefined) {
    checkBinding(session, store, bindingFor(session, store));
    await reportLiveRun(session, store);
  }
  const found = outputValues(session, store);
  if (found.missing.length > 0) await tellMissing(session, store, found);
  const format = chosenFormat(outputFormats, options);
  const text = await format.render(found.values);
  const file = context.variables["GITHUB_OUTPUT"];
  if (format !== githubOutput || !file) context.out.write(text);
  else {
    const path = resolve(context.currentFolder, file);
    await appendText(session.ports.disk, path, text, maximumOutputBytes);
    context.err.write(`Wrote ${counted(found.values.size, "output")} to GITHUB_OUTPUT.\n`);
  }
  return exitCode.done;
};

/**
 * What the lockfile must belong to. Which emulator is running now nobody can tell offline: one's
 * lockfile counts as its own.
 */
function bindingFor(session: Session, { environment }: Store) {
  const expected = expectedBinding(session, undefined);
  const isEmulators = session.target.isLoopback && environment.baseUrl.startsWith("emulator:");
  return isEmulators ? { ...expected, baseUrl: environment.baseUrl } : expected;
}

/** With --partial a note on stderr; else throws a Failure, 4 where something is unsettled. */
async function tellMissing(
  session: Session,
  store: Store | undefined,
  { missing, unsettled }: OutputFound,
): Promise<void> {
  const { context, options, target } = session;
  const absent = missing.filter((address) => !unsettled.includes(address));
  if (options.partial === true) {
    context.err.write(`Left out, without an id yet: ${escapeText(missing.join(", "))}\n`);
    return;
  }
  // Where the lockfile is gone, this says so and how to get it back.
  if (store === undefined && !target.isLoopback)
    throw new Failure(exitCode.refused, [
      await checkMissingLockfile(session, expectedBinding(session, undefined)),
    ]);
  const file = shownPath(context, session.places.lockfile);
  const shared = { severity: "error", file } as const;
  const problems: Problem[] = [];
  if (unsettled.length > 0)
    problems.push({
      ...shared,
      code: "output-unsettled",
      message: `Nobody knows whether Anon created ${shortened(unsettled)}.`,
      next: `See \`${suggestedCommand(target, ["status"])}\` for how to settle that, or leave out what has no id: --partial`,
    });
  if (absent.length > 0)
    problems.push({
      ...shared,
      code: "output-not-created",
      message: `${shortened(absent)} ${absent.length === 1 ? "has" : "have"} no id in ${target.name} yet.`,
      next: `Create what is missing: ${suggestedCommand(target, ["apply"])}. Or leave it out: --partial`,
    });
  throw new Failure(unsettled.length > 0 ? exitCode.unsettled : exitCode.refused, problems);
}

/** Ten of the addresses, and how many more there are. */
function shortened(addresses: readonly string[]): string {
  const more = addresses.length - 10;
  return `${addresses.slice(0, 10).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** GitHub takes 1 MiB from a step; a file of more is none of its. */
const maximumOutputBytes = 16 * 1024 * 1024;
