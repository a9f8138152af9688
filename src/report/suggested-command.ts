import { keyVariablesOf, type KeyOwner } from "../core/names/key-variables.ts";
import type { ReportedEnvironment } from "../core/plan/plan-document.ts";
import { shellWord } from "./text.ts";

/** The environment of commands that name no environment. */
const defaultEnvironment = "sandbox";

/** The environment of a printed command: with its flags the command means the same as the last one. */
export type CommandEnvironment = Pick<ReportedEnvironment, "name" | "flags">;

/**
 * A command line of anon-sync for an environment, ready to be typed. Only this function repeats the
 * user's flags: without them, the command would be about another lockfile.
 */
export function suggestedCommand(
  { name, flags = [] }: CommandEnvironment,
  words: readonly string[],
): string {
  const environment = name === defaultEnvironment ? [] : ["-e", name];
  const kept = sharing.has(words[0] ?? "") ? flags : withoutState(flags);
  return ["anon-sync", ...words, ...kept, ...environment].map(shellWord).join(" ");
}

/** The commands that plan or change something, and so take the location of the state. */
const sharing: ReadonlySet<string> = new Set("apply import plan recover settle unlock".split(" "));

function withoutState(flags: readonly string[]): readonly string[] {
  const at = flags.indexOf("--state");
  return at === -1 ? flags : flags.toSpliced(at, 2);
}

/** The variables that may hold the key, for a sentence: the environment's own wins. */
export function keyVariables(owner: KeyOwner): string {
  return keyVariablesOf(owner).join(" or ");
}

/** Whether the API is on this machine: only base URLs on this machine are without TLS. */
export function isOnThisMachine({ baseUrl }: ReportedEnvironment): boolean {
  return baseUrl.startsWith("http://");
}
