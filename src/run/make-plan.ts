import { ciRunOf } from "../session/ci.ts";
import type { PlanRecord } from "../core/plan/plan-document.ts";
import { planDigest } from "../core/plan/digest.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { checkAddresses } from "./approval.ts";
import type { Context } from "../session/context.ts";
import { jwksFlags, planFlags } from "../session/typed-flags.ts";
import { reportLiveRun } from "./lock.ts";
import { warnOfLostSecrets } from "../secrets/lost.ts";
import type { PlanOptions } from "../session/options.ts";
import { withWarnings } from "./plan-warnings.ts";
import { planWorld } from "./plan-world.ts";
import { apiKeyOf, openSession, type Session } from "../session/session.ts";
import { readForPlan, type CurrentState } from "./current-state.ts";

/** A plan, and what it was made with. */
export interface MadePlan {
  readonly session: Session<PlanOptions>;
  readonly current: CurrentState;
  readonly view: PlanRecord;
}

/** Makes the plan that `anon-sync plan` shows; writes nothing. Throws a Failure where there is none. */
export async function makePlan(context: Context, options: PlanOptions): Promise<MadePlan> {
  const session = withoutKey(await openSession(context, options));
  if (session.untrusted !== undefined && session.options.refresh !== "false")
    throw session.untrusted;
  if (options.out !== undefined)
    await (await import("./plan-file.ts")).refuseOverwriting(context, options.out);
  const current = await readForPlan(session);
  checkAddresses(session, current.state);
  const isLive = current.store !== undefined && (await reportLiveRun(session, current.store));
  if (current.remote !== undefined) {
    const { reportNews: tellOfNews, reportRemoteRun: tellOfRemoteRun } =
      await import("../remote/lease.ts");
    tellOfNews(session, current.remote, current.news, false);
    tellOfRemoteRun(session, current.remote);
  }
  // A secret that a live run has not delivered yet is not lost.
  if (!isLive) warnOfLostSecrets(session, current.state);
  const planned = await planWorld(session, current);
  const view = await withWarnings(session, current.state, {
    ...planned,
    ...howToApply(session, planned),
    printCommand: suggestedCommand(session.target, ["plan", ...allFlags(session.options)]),
  });
  return { session, current, view };
}

/**
 * In CI, a run without a key is one for a pull request from a fork, which has no secrets: it gets what
 * can be known without Anon. On a workstation somebody forgot it, and is told so.
 */
function withoutKey(session: Session<PlanOptions>): Session<PlanOptions> {
  const { context, options } = session;
  if (options.refreshOnly === true || options.refresh === "false") return session;
  if (apiKeyOf(session) !== undefined) return session;
  if (ciRunOf(context.variables) === undefined) return session;
  return { ...session, options: { ...options, refresh: "false" }, isKeyless: true };
}

/** The digest for `apply --expect`, with the whole command; nothing if the plan does nothing. */
function howToApply(
  { options, target }: Session<PlanOptions>,
  { plan, environment }: PlanRecord,
): Pick<PlanRecord, "digest" | "applyCommand"> {
  const digest = planDigest(plan, environment);
  if (digest === undefined) return {};
  // A saved plan is applied by its file, and `show` prints what is printed now.
  if (options.out !== undefined) return { digest };
  const words = ["apply", ...planFlags(options), ...jwksFlags(options), "--expect", digest];
  return { digest, applyCommand: suggestedCommand(target, words) };
}

/** The flags that make this plan, beside those of the place: see placeFlags. */
function allFlags(options: PlanOptions): readonly string[] {
  return [
    ...planFlags(options),
    ...jwksFlags(options),
    ...(options.refresh === "false" ? ["--refresh=false"] : []),
    ...(options.refreshOnly === true ? ["--refresh-only"] : []),
  ];
}
