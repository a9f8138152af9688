import { ciRunOf } from "../ci/ci.ts";
import type { PlanRecord } from "../core/plan-document.ts";
import { planDigest } from "../files/plan-digest.ts";
import { commandLine } from "../report/command-words.ts";
import { checkAddresses } from "./consent.ts";
import type { Context } from "./context.ts";
import { jwksFlags, planFlags } from "./given-flags.ts";
import { tellOfLiveRun } from "./locked.ts";
import { warnOfLostSecrets } from "./lost-secrets.ts";
import type { Options } from "./options.ts";
import { withWarnings } from "./plan-warnings.ts";
import { apiKeyOf, openSession, type Session } from "./session.ts";
import { planWorld, readKnown, type Known, type PlannedWorld } from "./world.ts";

/** A plan, and what it was made with. */
export interface MadePlan {
  readonly session: Session;
  readonly known: Known;
  readonly view: PlannedWorld;
}

/** Makes the plan that `anon-sync plan` shows; writes nothing. Throws a Failure where there is none. */
export async function makePlan(context: Context, options: Options): Promise<MadePlan> {
  const session = withoutKey(await openSession(context, options));
  if (session.untrusted !== undefined && session.options.refresh !== "false")
    throw session.untrusted;
  if (options.out !== undefined)
    await (await import("./plan-file.ts")).refuseOverwriting(context, options.out);
  const known = await readKnown(session);
  checkAddresses(session, known.state);
  const isLive = known.store !== undefined && (await tellOfLiveRun(session, known.store));
  if (known.remote !== undefined) {
    const { tellOfNews, tellOfRemoteRun } = await import("./remote-session.ts");
    tellOfNews(session, known.remote, known.news, false);
    tellOfRemoteRun(session, known.remote);
  }
  // What a run under way has not delivered yet is not lost.
  if (!isLive) warnOfLostSecrets(session, known.state);
  const planned = await planWorld(session, known);
  const view = await withWarnings(session, known.state, {
    ...planned,
    ...howToApply(session, planned),
    printCommand: commandLine(session.target, ["plan", ...allFlags(session.options)]),
  });
  return { session, known, view };
}

/**
 * In CI, a run without a key is one for a pull request from a fork, which has no secrets: it gets what
 * can be known without Anon. On a workstation somebody forgot it, and is told so.
 */
function withoutKey(session: Session): Session {
  const { context, options } = session;
  if (options.refreshOnly === true || options.refresh === "false") return session;
  if (apiKeyOf(session) !== undefined) return session;
  if (ciRunOf(context.variables) === undefined) return session;
  return { ...session, options: { ...options, refresh: "false" }, isKeyless: true };
}

/** What `apply --expect` takes, and all of its command; nothing where nothing would be done. */
function howToApply(
  { options, target }: Session,
  { plan, environment }: PlannedWorld,
): Pick<PlanRecord, "digest" | "applyCommand"> {
  const digest = planDigest(plan, environment);
  if (digest === undefined) return {};
  // A saved plan is applied by its file, and `show` prints what is printed now.
  if (options.out !== undefined) return { digest };
  const words = ["apply", ...planFlags(options), ...jwksFlags(options), "--expect", digest];
  return { digest, applyCommand: commandLine(target, words) };
}

/** The flags that make this plan, beside those of the place: see placeFlags. */
function allFlags(options: Options): readonly string[] {
  return [
    ...planFlags(options),
    ...jwksFlags(options),
    ...(options.refresh === "false" ? ["--refresh=false"] : []),
    ...(options.refreshOnly === true ? ["--refresh-only"] : []),
  ];
}
