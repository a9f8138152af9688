import type { Evidence, KnownFact } from "../core/plan/evidence.ts";
import { shortRef } from "../core/remote-refs.ts";
import type { AttemptFact, IdFact } from "../core/state/state.ts";
import { bare } from "../report/text.ts";
import type { Session } from "../session/session.ts";
import type { Ledger } from "../store/ledger.ts";
import type { Lockfile } from "../store/lockfile.ts";
import type { Store } from "../store/store.ts";
import { parseRevision } from "./revision-lockfile.ts";

/** Evidence from another holder of this lockfile, with the lineage of that holder. */
export interface LineageEvidence extends Evidence {
  readonly lineage: string;
}

/**
 * The evidence of this machine's ledger, HEAD and its upstream, in this order. Throws a
 * Failure if one of them cannot be read.
 */
export async function evidenceOf(
  session: Session,
  store: Store,
): Promise<readonly LineageEvidence[]> {
  const evidence: LineageEvidence[] = [];
  if (store.ledger !== undefined)
    evidence.push({ lineage: store.lineage, ...ledgerEvidence(store.ledger) });
  for (const { revision, lockfile } of await committedLockfiles(session))
    evidence.push({ source: revision, lineage: lockfile.lineage, ...lockfile.state });
  return evidence;
}

/**
 * The lockfiles of this place that HEAD and its upstream hold, in this order. Throws a Failure if
 * one of them cannot be read.
 */
export async function committedLockfiles({
  lockfileName,
  findWorkTree,
  context,
  places,
}: Session): Promise<readonly { revision: string; lockfile: Lockfile }[]> {
  const { git } = context.system;
  const workTree = await findWorkTree();
  if (workTree === undefined) return [];
  const { root } = workTree;
  const show = (revision: string) => git.show(root, revision, places.lockfile);
  const [upstream, head] = await Promise.all([git.upstream(root), show("HEAD")]);
  const file = lockfileName;
  const parsed = (revision: string, bytes: Uint8Array | undefined) =>
    bytes === undefined ? [] : [{ revision, lockfile: parseRevision(bytes, revision, file) }];
  const held = parsed("HEAD", head);
  if (upstream === undefined) return held;
  return [...held, ...parsed(shortRef(upstream), await show(upstream))];
}

/** The evidence of a ledger. A ledger holds no fact whole. */
export function ledgerEvidence({ lines }: Ledger): Evidence {
  const ids = new Map<string, KnownFact<IdFact>>();
  const attempts = new Map<string, KnownFact<AttemptFact>>();
  for (const { id, attempt, ended, ...known } of lines.values()) {
    if (id !== undefined) ids.set(id, known);
    if (attempt !== undefined && ended !== true) attempts.set(attempt, known);
  }
  return { source: "this machine's ledger", ids, attempts };
}

/** The address of each fact. */
export function addressesOf(
  known: ReadonlyMap<string, { readonly address: string }>,
): ReadonlyMap<string, string> {
  return new Map([...known].map(([id, { address }]) => [id, address]));
}

/**
 * A notice if the branch's upstream has changes of the lockfile that this checkout lacks. The lockfile
 * lacks no id, so this is no reason to refuse; but this run does not know those changes.
 */
export async function behindUpstreamNotices({
  lockfileName,
  findWorkTree,
  context,
  places,
}: Session): Promise<readonly string[]> {
  const { git } = context.system;
  const workTree = await findWorkTree();
  const upstream = workTree && (await git.upstream(workTree.root));
  if (workTree === undefined || upstream === undefined) return [];
  if (!(await git.isBehind(workTree.root, upstream, places.lockfile))) return [];
  return [
    `Warning: ${bare(shortRef(upstream))} has changes of ${bare(lockfileName)} that are not here. Better pull first: git pull\n`,
  ];
}
