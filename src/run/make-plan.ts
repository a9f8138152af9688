import type { RemoteState } from "../remote/remote-state.ts";
import { ciRunOf } from "../session/ci.ts";
import type { PlanRecord } from "../core/plan/plan-document.ts";
import { planDigest } from "../core/plan/digest.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { checkAddresses } from "./approval.ts";
import type { Context } from "../session/context.ts";
import { jwksFlags, planFlags } from "../session/typed-flags.ts";
import { liveRunNotices } from "./lock.ts";
import { lostSecretNotices } from "../secrets/lost.ts";
import type { PlanOptions } from "../session/options.ts";
import { withWarnings } from "./plan-warnings.ts";
import { planWorld } from "./plan-world.ts";
import { apiKeyOf, openSession, type Session } from "../session/session.ts";
import { readForPlan, type CurrentState } from "./current-state.ts";

/** The input of a plan: all that is known before anything is looked up. */
export interface PlanGround {
  readonly session: Session<PlanOptions>;
  readonly current: CurrentState;
  /** Lines for stderr. */
  readonly notices: readonly string[];
}

/** A plan, and what it was made with. */
export interface MadePlan extends Omit<PlanGround, "notices"> {
  readonly view: PlanRecord;
}

/** Reads the current state for the plan that `anon-sync plan` shows. Throws a Failure. */
export async function readPlanGround(context: Context, options: PlanOptions): Promise<PlanGround> {
  const session = withoutKey(await openSession(context, options));
  if (session.untrusted !== undefined && session.options.refresh !== "false")
    throw session.untrusted;
  if (options.out !== undefined)
    await (await import("./plan-file.ts")).refuseOverwriting(context, options.out);
  const current = await readForPlan(session);
  checkAddresses(session, current.state);
  const { remote, store } = current;
  const live = store === undefined ? [] : await liveRunNotices(session, store);
  const notices = [
    ...live,
    ...(remote === undefined ? [] : await remoteNotices(session, remote, current.news)),
    // A secret that a live run has not delivered yet is not lost.
    ...(live.length === 0 ? lostSecretNotices(session, current.state) : []),
  ];
  return { session, current, notices };
}

async function remoteNotices(session: Session, remote: RemoteState, news: number) {
  const { newsNotices, remoteRunNotices } = await import("../remote/lease.ts");
  return [...newsNotices(session, remote, news, false), ...remoteRunNotices(remote)];
}

/** Makes the plan that `anon-sync plan` shows; writes nothing. Throws a Failure if there is none. */
export async function makePlan({ session, current }: PlanGround): Promise<MadePlan> {
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
