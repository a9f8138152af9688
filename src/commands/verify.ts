import { driftOf } from "../core/compare.ts";
import { holdersOf } from "../core/drift.ts";
import { exitCode, highestExitCode } from "../core/exit-code.ts";
import { kindOfAddress, type Kind } from "../core/kind.ts";
import type { Observation, Observations } from "../core/observation.ts";
import { compareAddresses } from "../core/order.ts";
import { unsettledAttempts, type IdFact } from "../core/state.ts";
import { version } from "../core/version.ts";
import { commandLine } from "../report/command-words.ts";
import { jsonText } from "../report/text.ts";
import {
  renderVerify,
  verifyDocument,
  type VerifiedResource,
  type VerifiedToken,
  type VerifyView,
} from "../report/verify.ts";
import { tellOfLiveRun } from "./locked.ts";
import type { RunCommand } from "./options.ts";
import { requireLockfile } from "./require-lockfile.ts";
import { openSession, reportedEnvironment, shownPath, type Session } from "./session.ts";
import { verifyTokens } from "./verify-tokens.ts";
import { observeAll, readKnown, type Known } from "./world.ts";

/** What each result means for whoever reads only the exit code. Drift stops nothing. */
const exitCodes: Readonly<Record<VerifiedResource["result"] | VerifiedToken["result"], number>> = {
  ok: exitCode.done,
  skipped: exitCode.done,
  drifted: exitCode.done,
  missing: exitCode.failed,
  unreadable: exitCode.failed,
  "other organization": exitCode.failed,
  failed: exitCode.failed,
  unsettled: exitCode.unsettled,
  unauthorized: exitCode.unauthorized,
};

/** `anon-sync verify`: whether all that the lockfile holds is there. Changes nothing. */
export const run: RunCommand = async (context, options) => {
  const session = await openSession(context, options);
  const known = requireLockfile(session, await readKnown(session));
  await tellOfLiveRun(session, known.store);
  const { target, places } = session;
  const organizationId = known.binding.organizationId ?? known.store.environment.organizationId;
  const held = heldIds(session, known);
  const observations: Observations =
    held.length === 0 ? new Map() : await observeAll(session, known.api(), held);
  const view: VerifyView = {
    toolVersion: version,
    environment: reportedEnvironment(target, organizationId),
    lockfile: shownPath(context, places.lockfile),
    resources: [
      ...held.map((each) => verified(target, each, observations.get(each.id), organizationId)),
      ...[...unsettledAttempts(known.state).keys()]
        .toSorted(compareAddresses)
        .map((address) => unsettled(target, address)),
    ],
    tokens: options.withToken ? await verifyTokens(session, known, observations) : undefined,
  };
  if (options.json) context.out.write(jsonText(verifyDocument(view)));
  else context.out.write(renderVerify(view, context.out.style));
  const results = [...view.resources, ...(view.tokens ?? [])].map(({ result }) => result);
  return highestExitCode(results.map((result) => exitCodes[result]));
};

/** One id in use, with what is needed to look it up. */
interface Held {
  readonly id: string;
  readonly kind: Kind;
  readonly fact: IdFact;
  /** The fields whose drift the manifest silences. */
  readonly ignoreDrift: readonly string[];
}

function heldIds({ kinds, resolved }: Session, { state }: Known): readonly Held[] {
  return holdersOf(state).map((fact) => {
    const kind = kindOfAddress(kinds, fact.address);
    if (kind === undefined) throw new Error(`no kind for ${fact.address}`);
    const wanted = resolved.wanted.find(({ address }) => address === fact.address);
    return { id: fact.id, kind, fact, ignoreDrift: wanted?.ignoreDrift ?? [] };
  });
}

function verified(
  target: Session["target"],
  { id, kind, fact, ignoreDrift }: Held,
  seen: Observation | undefined,
  organizationId: string | undefined,
): VerifiedResource {
  const { address } = fact;
  const row = { address, id, drift: [] };
  if (seen === undefined) throw new Error(`${address} was not looked up`);
  if (seen.seen === "unreadable") return { ...row, result: "unreadable", reason: seen.reason };
  if (seen.seen === "absent")
    return {
      ...row,
      result: "missing",
      reason: `Anon does not have this id. ${commandLine(target, ["plan"])} shows the ways out.`,
    };
  if (organizationId !== undefined && seen.organizationId !== organizationId)
    return {
      ...row,
      result: "other organization",
      reason: `It belongs to ${seen.organizationId ?? "no organization"}, not to ${organizationId}.`,
    };
  const drift = driftOf(kind, fact, seen.fields, ignoreDrift);
  return { ...row, drift, result: drift.length > 0 ? "drifted" : "ok" };
}

function unsettled(target: Session["target"], address: string): VerifiedResource {
  const reason = `A create was under way, and nobody knows whether Anon has it. ${commandLine(target, ["status"])} tells more.`;
  return { address, result: "unsettled", drift: [], reason };
}
