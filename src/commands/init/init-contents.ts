import { emptyState, type IdFact } from "../../core/state/state.ts";
import { leftOutTitle, templateHeader } from "../../manifest/template.ts";
import { writeManifest } from "../../manifest/written.ts";
import { suggestedCommand } from "../../report/suggested-command.ts";
import { bare, counted } from "../../report/text.ts";
import { adoptedFact } from "../../run/adopt.ts";
import type { Session } from "../../session/session.ts";
import { blocksOf, environmentOf, type Described } from "./described-ids.ts";
import { driverStep } from "./git-files.ts";
import { manifestOfText } from "./init-files.ts";

/** The texts to write, and the notes about them. */
export interface Contents {
  readonly text: string;
  readonly facts: readonly IdFact[];
  readonly counts: string;
  readonly notes: readonly string[];
  /** Addresses whose blocks a person has to complete. */
  readonly incomplete: readonly string[];
  /** How many ids are listed under imports, since the API did not tell all of them. */
  readonly imports: number;
}

/**
 * The manifest and the facts of what was described; `leftOut` are the lines of a comment that keeps the
 * rest of the ids, which nothing else would remember. Throws a Failure if the manifest could not be
 * completed to a valid one.
 */
export function contentsOf(
  session: Session,
  described: readonly Described[],
  leftOut: readonly string[],
): Contents {
  const blocks = blocksOf(session, described);
  const addressOf = ({ written }: (typeof blocks)[number]) =>
    `${written.collection}.${written.key}`;
  const unsure = blocks.filter(({ written }) => written.comment.length > 0);
  const sure = blocks.filter(({ written }) => written.comment.length === 0);
  const written = {
    ...environmentOf(session),
    imports: unsure.map((one) => ({ to: addressOf(one), id: one.id })),
  };
  const resources = session.kinds.flatMap((kind) =>
    blocks.filter((one) => one.kind === kind).map((one) => one.written),
  );
  // As it will be once a person has completed it: it must be valid then.
  manifestOfText(
    session.options,
    writeManifest({
      ...written,
      resources: blocks.map(({ written: one, missing }) => ({
        ...one,
        block: { ...one.block, ...missing },
      })),
    }),
  );
  const secret = blocks.filter(
    ({ kind, candidate, missing }) => missing === undefined && kind.hasSecret(candidate.applied),
  );
  return {
    text: writeManifest({ ...written, resources }, templateHeader, [
      ...(leftOut.length > 0 ? [leftOutTitle] : []),
      ...leftOut.map((line) => `  ${line}`),
    ]),
    facts: sure.map((one) =>
      adoptedFact(emptyState, [], { address: addressOf(one), id: one.id }, one.candidate),
    ),
    counts: session.kinds
      .map((kind) => counted(described.filter((one) => one.kind === kind).length, kind.label))
      .join(", "),
    notes:
      secret.length === 0
        ? []
        : [
            `The secrets of ${secret.map(addressOf).join(", ")} do not come with them: Anon shows each once, to whoever creates the client.`,
          ],
    incomplete: unsure.filter(({ missing }) => missing !== undefined).map(addressOf),
    imports: unsure.length,
  };
}

/** The next steps of a person, numbered. */
export function nextSteps(session: Session, { incomplete, imports }: Contents): string[] {
  const { options, target } = session;
  const command = (name: string) => suggestedCommand(target, [name]);
  const plan = command("plan");
  const steps = [
    ...(incomplete.length === 0
      ? []
      : [
          `Complete ${incomplete.join(", ")} in ${bare(options.config)}: Anon did not tell what kind of client it is. Until then anon-sync validate, plan and apply refuse it.`,
        ]),
    `Read ${bare(options.config)}. To rename a key that you do not like, add a moved entry for it.`,
    ...(imports === 0
      ? [`See that nothing would change: ${plan}`]
      : [
          `See that nothing but ${counted(imports, "import")} would be done: ${plan}`,
          `Adopt what is listed under imports, too: ${command("apply")}`,
        ]),
    ...(target.isLoopback
      ? []
      : [
          `Commit both: ${bare(session.lockfileName)} is the only inventory of the ids.`,
          driverStep,
        ]),
  ];
  return steps.map((step, index) => `  ${index + 1}. ${step}`);
}
