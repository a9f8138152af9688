import type { ReportedEnvironment } from "../core/plan-document.ts";
import { shellWord } from "./text.ts";

/** The environment that commands mean when they name none. */
const defaultEnvironment = "sandbox";

/** A command line of ours for an environment, ready to be typed. */
export function commandLine(environment: { name: string }, words: readonly string[]): string {
  const flags = environment.name === defaultEnvironment ? [] : ["-e", environment.name];
  return ["anon-sync", ...words, ...flags].map(shellWord).join(" ");
}

/** The variables that may hold the key, for a sentence: the environment's own wins. */
export function keyVariables(environment: { name: string }): string {
  const own = environment.name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
  return `ANON_API_KEY_${own} or ANON_API_KEY`;
}

/** Whether the API is on this machine: the only base URLs without TLS are. */
export function isOnThisMachine({ baseUrl }: ReportedEnvironment): boolean {
  return baseUrl.startsWith("http://");
}
