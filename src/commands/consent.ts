import { exitCode } from "../core/exit-code.ts";
import type { Plan } from "../core/plan.ts";
import { failure } from "../core/problem.ts";
import type { State } from "../core/state.ts";
import { createNearest } from "../files/manifest/nearest.ts";
import type { Options } from "./options.ts";
import type { Session } from "./session.ts";

/** How many creates a bare --auto-approve may send where nobody has seen the plan. */
export const unattendedCreates = 50;

/** What needs a person's consent and is not there yet is refused plainly, never half done. */
export function refuseReplacements(options: Options): void {
  const [asked] = [
    ...options.replace.map((address) => `--replace ${address}`),
    ...options.recreate.map((address) => `--recreate ${address}`),
  ];
  if (asked === undefined) return;
  throw failure(
    exitCode.refused,
    "not-possible-yet",
    `${asked}: this version of anon-sync cannot replace or re-create a resource. Nothing was done.`,
    "Revert the change in the manifest, or make it in Anon's console and plan again.",
  );
}

/** Refuses an address that nothing could be meant by. Throws a Failure. */
export function checkNotRenamed(
  { options, resolved }: Pick<Session, "options" | "resolved">,
  state: State,
): void {
  // The new address, as plan prints it, or the one that left.
  const addresses = new Set([
    ...resolved.wanted.map(({ address }) => address),
    ...[...state.ids.values()].map(({ address }) => address),
  ]);
  const unknown = options.notRenamed.find((address) => !addresses.has(address));
  if (unknown === undefined) return;
  const meant = createNearest()(unknown, addresses);
  throw failure(
    exitCode.invalid,
    "unknown-address",
    `--not-renamed ${JSON.stringify(unknown)}: neither the manifest nor the lockfile has this address.`,
    meant === undefined ? "Name the new address, as plan prints it." : `Did you mean ${meant}?`,
  );
}

/** Refuses a plan that creates more than somebody agreed to. Throws a Failure. */
export function checkCreateLimit(plan: Plan, limit: number | undefined): void {
  const { create } = plan.summary;
  if (limit === undefined || create <= limit) return;
  throw failure(
    exitCode.refused,
    "too-many-creates",
    `The plan creates ${create} resources, and at most ${limit} are allowed. Nothing was sent.`,
    `Read the plan. If it is right: --max-creates ${create}`,
  );
}

/** Refuses to create service clients without a place for their secrets. Throws a Failure. */
export function checkSecretsPlace(session: Pick<Session, "kinds" | "options">, plan: Plan): void {
  if (session.options.secretsDir !== undefined) return;
  const secretKinds = new Map(session.kinds.map((kind) => [kind.name, kind]));
  const addresses = plan.actions
    .filter(
      ({ action, kind, fields }) => action === "create" && secretKinds.get(kind)?.hasSecret(fields),
    )
    .map(({ address }) => address);
  if (addresses.length === 0) return;
  throw failure(
    exitCode.refused,
    "no-secrets-dir",
    `Creating ${addresses.join(", ")} answers a secret that is shown once, and nobody said where it goes. Nothing was sent.`,
    "Name an existing folder outside git's reach: --secrets-dir DIR",
  );
}

/**
 * Asks a person for the whole word. Throws a Failure where nobody can answer, with `next` as the
 * next step.
 */
export async function askForYes(
  { context }: Pick<Session, "context">,
  question: string,
  next: string,
): Promise<boolean> {
  if (context.ask === undefined)
    throw failure(
      exitCode.refused,
      "no-terminal",
      "Nobody can be asked here: there is no terminal. Nothing was done.",
      next,
    );
  const answer = await context.ask(
    `\n${question}\n  Only 'yes' will be accepted to approve.\n\n  Enter a value: `,
  );
  return answer.trim() === "yes";
}
