import { writeNotices } from "../../session/context.ts";
import { exitCode, highestExitCode } from "../../core/errors/exit-code.ts";
import { kindOfAddress, type Kind } from "../../core/kind.ts";
import { compareAddresses } from "../../core/order.ts";
import { driftOf } from "../../core/plan/compare.ts";
import { holdersOf } from "../../core/plan/drift.ts";
import { indexWorld } from "../../core/plan/lookup.ts";
import type { Observation, Observations } from "../../core/plan/observation.ts";
import { lostSecret } from "../../core/secret-sink.ts";
import { unsettledAttempts, type IdFact } from "../../core/state/state.ts";
import { version } from "../../core/version.ts";
import {
  renderVerify,
  verifyDocument,
  type VerifiedResource,
  type VerifiedToken,
  type VerifyView,
} from "../../report/status/verify.ts";
import { suggestedCommand } from "../../report/suggested-command.ts";
import { jsonText } from "../../report/text.ts";
import { readWithoutRemote, type CurrentState, requireLockfile } from "../../run/current-state.ts";
import { liveRunNotices } from "../../run/lock.ts";
import { worldWithoutLookups, observeAll } from "../../run/plan-world.ts";
import type { RunCommand, VerifyOptions, WorldOptions } from "../../session/options.ts";
import { openSession, reportedEnvironment, type Session } from "../../session/session.ts";
import { verifyTokens, wantsHostedPool } from "./verify-tokens.ts";

/** The exit code of each result. Drift stops nothing. */
const exitCodes: Readonly<Record<VerifiedResource["result"] | VerifiedToken["result"], number>> = {
  ok: exitCode.done,
  skipped: exitCode.done,
  // This is about one pool. The report says in noTokenProven if there is no token at all.
  "not proven": exitCode.done,
  drifted: exitCode.done,
  missing: exitCode.failed,
  unreadable: exitCode.failed,
  "other organization": exitCode.failed,
  failed: exitCode.failed,
  "not created": exitCode.failed,
  unsettled: exitCode.unsettled,
  unauthorized: exitCode.unauthorized,
};

/** `anon-sync verify`: whether all that manifest and lockfile have is there. Changes nothing. */
export const run: RunCommand<VerifyOptions> = async (context, options) => {
  const session = await openSession(context, options);
  const known = requireLockfile(session, await readWithoutRemote(session));
  const live = await liveRunNotices(session, known.store);
  writeNotices(context, live);
  const { target } = session;
  const organizationId = known.binding.organizationId ?? known.store.environment.organizationId;
  const held = heldIds(session, known);
  const observations: Observations =
    held.length === 0 ? new Map() : await observeAll(session, known.api(), held);
  const tokens = options.withToken ? await verifyTokens(session, known, observations) : undefined;
  const noTokenProven =
    tokens?.every(({ result }) => result !== "ok") === true && wantsHostedPool(session);
  const view: VerifyView = {
    toolVersion: version,
    environment: reportedEnvironment(target, organizationId),
    lockfile: session.lockfileName,
    resources: [
      ...held.map((each) => {
        const row = verified(target, each, observations.get(each.id), organizationId);
        // A secret that a live run has not delivered yet is not lost.
        return live.length > 0 ? row : withLostSecret(target, each.fact, row);
      }),
      ...[...unsettledAttempts(known.state).keys()]
        .toSorted(compareAddresses)
        .map((address) => unsettled(target, address)),
      ...notCreated(session, known),
    ],
    tokens,
    ...(noTokenProven && { noTokenProven }),
  };
  if (options.json) context.out.write(jsonText(verifyDocument(view)));
  else context.out.write(renderVerify(view, context.out.style));
  const results = [...view.resources, ...(view.tokens ?? [])].map(({ result }) => result);
  const code = highestExitCode(results.map((result) => exitCodes[result]));
  // Why there is no token counts above that there is none.
  return code === exitCode.done && noTokenProven ? exitCode.failed : code;
};

/** One id in use, with what is needed to look it up. */
interface Held {
  readonly id: string;
  readonly kind: Kind;
  readonly fact: IdFact;
  /** The fields whose drift the manifest silences. */
  readonly ignoreDrift: readonly string[];
}

function heldIds({ kinds, resolved }: Session, { state }: CurrentState): readonly Held[] {
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
      reason: `Anon does not have this id. ${suggestedCommand(target, ["plan"])} shows the ways out.`,
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
  const reason = `A create was under way, and nobody knows whether Anon has it. ${suggestedCommand(target, ["status"])} tells more.`;
  return { address, result: "unsettled", drift: [], reason };
}

/** A lost secret is told beside what else there is; the id itself is well. */
function withLostSecret(
  target: Session["target"],
  { secretFingerprint }: IdFact,
  row: VerifiedResource,
): VerifiedResource {
  if (secretFingerprint !== lostSecret) return row;
  const lost = `Its secret may be lost: it was never recorded as delivered. ${suggestedCommand(target, ["status"])} tells more.`;
  return { ...row, reason: row.reason === undefined ? lost : `${row.reason} ${lost}` };
}

/** The wanted resources without an id, under no earlier name either. */
function notCreated(
  session: Session<WorldOptions>,
  current: CurrentState,
): readonly VerifiedResource[] {
  const world = { ...worldWithoutLookups(session, current), observations: new Map() };
  const { holders, unsettled: open } = indexWorld(world);
  const reason = `The manifest wants it, and the lockfile has no id of it. ${suggestedCommand(session.target, ["plan"])} shows what to do.`;
  return session.resolved.wanted
    .map(({ address }) => address)
    .filter((address) => !holders.has(address) && !open.has(address))
    .toSorted(compareAddresses)
    .map((address) => ({ address, result: "not created", drift: [], reason }));
}
