import type { JsonObject } from "../../core/json.ts";
import { compareAddresses } from "../../core/order.ts";
import { documentedEnvironment, type ReportedEnvironment } from "../../core/plan/plan-document.ts";
import type { Found, Recovery } from "../../core/state/recovery.ts";
import { shownUrl } from "../../core/names/shown-url.ts";
import { isOpen, type AttemptFact, type IdFact } from "../../core/state/state.ts";
import { conflictLines } from "./collisions.ts";
import type { Style } from "../style.ts";
import { renderTable } from "../table.ts";
import { bare, counted, escapeText, indent, quote, sentence, shellWord } from "../text.ts";
import { suggestedCommand } from "../suggested-command.ts";

/** A version of the file that belongs to another lockfile, and that recovery does not merge. */
export interface OtherLockfile {
  readonly lineage: string;
  readonly environment: { readonly name: string; readonly baseUrl: string };
  /** The nearest commit that has this version. */
  readonly commit: string;
  /** The ids of all versions of the other lockfile; in a view, only the ids that this one lacks. */
  readonly ids: readonly IdFact[];
}

/** A version of the file that cannot be read. */
export interface SkippedVersion {
  readonly commit: string;
  readonly reason: string;
}

/** The parts of a report of a recovery. */
export interface RecoveryView extends Recovery {
  readonly toolVersion: string;
  readonly environment: ReportedEnvironment;
  /** The lockfile as the user would name it. */
  readonly lockfile: string;
  readonly lineage: string;
  /** Whether the lockfile itself is missing. */
  readonly isMissing: boolean;
  /** The sources beside this machine: `git's history`. */
  readonly sources: readonly string[];
  readonly others: readonly (OtherLockfile & { readonly isOfThisEnvironment: boolean })[];
  /** The lockfile as git takes it after `COMMIT:`. */
  readonly revisionPath: string;
  readonly skipped: readonly SkippedVersion[];
  readonly isShallow: boolean;
  /** The ids that come back and that the manifest lacks. */
  readonly retiring: readonly Found<IdFact>[];
}

/** `2 ids, 1 attempt`: the counts of a recovery. */
export function countedRecovery({ ids, attempts }: Recovery): string {
  return [
    ...(ids.length > 0 || attempts.length === 0 ? [counted(ids.length, "id")] : []),
    ...(attempts.length > 0 ? [counted(attempts.length, "attempt")] : []),
  ].join(", ");
}

/** The facts that would come back, for people. Ends with a newline. */
export function renderRecovery(view: RecoveryView, style: Style): string {
  const { ids, attempts, environment, lockfile, lineage, isMissing, others } = view;
  const file = bare(lockfile);
  const sources = escapeText(view.sources.join(" and "));
  const know = view.sources.length > 1 ? "know" : "knows";
  if (!isMissing && ids.length + attempts.length === 0)
    return others.length > 0
      ? `Nothing to bring back into ${file}: what ${sources} ${know} beyond it is of other lockfiles${unread(view)}.\n${otherLines(view).join("")}`
      : `Nothing to bring back: the lockfile ${file} has every id and attempt that ${sources} ${know}${unread(view)}.\n`;
  const head = isMissing
    ? `There is no lockfile ${file}. It comes back (lineage ${bare(lineage)}) with ${countedRecovery(view)}`
    : `The lockfile ${file} lacks ${countedRecovery(view)} that ${sources}, or this machine, knows`;
  const rows = [
    ...ids.toSorted(byAddress).map(idRow),
    ...attempts.toSorted(byAddress).map(attemptRow),
  ];
  const lines = [
    `${head}${rows.length === 0 ? "." : ":"}`,
    "",
    ...indent(renderTable(["address", "id or attempt", "state", "known to"], rows, style), 1),
    ...(rows.length === 0 ? [] : [""]),
    ...view.conflicts.flatMap((met) =>
      conflictLines(met, environment, hasComeBack(met.latest, ids) ? "from now on" : "still"),
    ),
    ...view.retiring.toSorted(byAddress).flatMap(retiringLines),
  ];
  return `${lines.join("\n")}\n${otherLines(view).join("")}`;
}

/** The ids of other lockfiles that are nowhere here, and the commands that show and adopt them. */
function otherLines({ others, revisionPath, environment }: RecoveryView): string[] {
  return others.flatMap(({ lineage, commit, ids, isOfThisEnvironment }) => {
    if (ids.length === 0) return [];
    const show = ["git", "show", `${short(commit)}:${revisionPath}`].map(shellWord).join(" ");
    const active = isOfThisEnvironment ? ids.filter(({ retired }) => retired === undefined) : [];
    const imports = active.map(({ address, id }) =>
      suggestedCommand(environment, ["import", address, id]),
    );
    return [
      `The other lockfile of lineage ${bare(lineage)} knows ${counted(ids.length, "id")} that this one does not. To see it: ${show}\n`,
      ...(imports.length === 0 ? [] : ["To adopt what is yours, once the manifest has it:\n"]),
      ...imports.map((command) => `  ${command}\n`),
    ];
  });
}

/** The clause that a sentence covers only the versions that could be read; empty if all could. */
function unread({ skipped }: RecoveryView): string {
  const versions = counted(skipped.length, "version");
  return skipped.length === 0 ? "" : `, as far as it could be read: ${versions} could not`;
}

/** The versions left aside, and facts that may be missing, for stderr. Empty if there are none. */
export function renderLeftAside({ others, skipped, isShallow }: RecoveryView): string {
  const lines = [
    ...(skipped.length === 0
      ? []
      : [
          `${counted(skipped.length, "version")} of the lockfile could not be read and are left out:`,
        ]),
    ...skipped.map(({ commit, reason }) => `  commit ${short(commit)}: ${sentence(reason)}`),
    ...others.map(
      ({ lineage, environment: { name, baseUrl }, commit }) =>
        `Left out: another lockfile (lineage ${bare(lineage)}, ${bare(name)} at ${bare(shownUrl(baseUrl)?.text ?? baseUrl)}), commit ${short(commit)}.`,
    ),
    ...(isShallow
      ? [
          "This clone is shallow: the older part of its history is not here, and may know more. To have it: git fetch --unshallow",
        ]
      : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** The recovery as a JSON document. `written`: whether the lockfile was written. */
export function recoveryDocument(view: RecoveryView, written: boolean): JsonObject {
  const { toolVersion, environment, lockfile, lineage, isMissing, isShallow } = view;
  const document = {
    format: "anon-sync-recover",
    formatVersion: 1,
    toolVersion,
    environment: documentedEnvironment(environment),
    lockfile,
    lineage,
    lockfileWasMissing: isMissing,
    written,
    ids: view.ids.toSorted(byAddress).map(({ fact, source }) => ({
      address: fact.address,
      id: fact.id,
      name: fact.applied["name"] ?? null,
      generation: fact.generation,
      state: fact.retired === undefined ? "active" : "retired",
      ...(fact.retired !== undefined && { reason: fact.retired }),
      wouldRetire: view.retiring.some(({ fact: { id } }) => id === fact.id),
      commit: source.commit ?? null,
      knownTo: source.name,
    })),
    attempts: view.attempts.toSorted(byAddress).map(({ fact, source }) => ({
      address: fact.address,
      attempt: fact.attempt,
      generation: fact.generation,
      state: isOpen(fact) ? "unsettled" : "settled",
      commit: source.commit ?? null,
      knownTo: source.name,
    })),
    met: view.conflicts.map(({ latest, retired }) => ({
      address: latest.address,
      latest: latest.id,
      active: latest.retired === undefined ? latest.id : null,
      retired: retired.id,
      reason: retired.retired,
    })),
    others: view.others.map(({ lineage, environment: { name, baseUrl }, commit, ids }) => ({
      lineage,
      environment: { name, baseUrl },
      commit,
      ids: ids.map(({ address, id }) => ({ address, id })),
    })),
    skipped: view.skipped,
    shallow: isShallow,
  };
  return document as unknown as JsonObject;
}

function idRow({ fact, source }: Found<IdFact>): string[] {
  const name = fact.applied["name"];
  const state = fact.retired === undefined ? "active" : `retired (${fact.retired})`;
  const shown = typeof name === "string" ? `${state} ${quote(name)}` : state;
  return [bare(fact.address), bare(fact.id), shown, source.name];
}

function attemptRow({ fact, source }: Found<AttemptFact>): string[] {
  const state = isOpen(fact) ? "unsettled" : "settled";
  return [bare(fact.address), bare(fact.attempt), `attempt, ${state}`, source.name];
}

function hasComeBack({ id }: IdFact, ids: RecoveryView["ids"]): boolean {
  return ids.some(({ fact }) => fact.id === id);
}

/** It may be a colleague's, whose branch has both the id and the block of the manifest. */
function retiringLines({ fact: { address }, source: { commit } }: Found<IdFact>): string[] {
  return [
    `Your manifest does not have ${bare(address)}: the next apply would retire it.`,
    commit === undefined
      ? "  If a branch has it, merge that branch instead of bringing it back here."
      : `  If a branch has it, merge that branch instead. Which have it: git branch --all --contains ${short(commit)}`,
  ];
}

function byAddress(left: Found<{ address: string }>, right: Found<{ address: string }>): number {
  return compareAddresses(left.fact.address, right.fact.address);
}

function short(commit: string): string {
  return commit.slice(0, 12);
}
