import type { ReportedEnvironment } from "../../core/plan/plan-document.ts";
import type { AttemptFact } from "../../core/state/state.ts";
import { suggestedCommand, isOnThisMachine } from "../suggested-command.ts";
import { bare, escapeText, quote, sentence } from "../text.ts";

/** One way to settle an attempt. */
export interface SettleWay {
  /** The condition of this way: `If it is there`. */
  readonly when: string;
  readonly command: string;
}

/**
 * The commands that settle an attempt. `several`: other attempts are open at its address, so the
 * command must name the attempt.
 */
export function settleWays(
  fact: AttemptFact,
  several: boolean,
  environment: ReportedEnvironment,
): readonly SettleWay[] {
  const which = several ? ["--attempt", fact.attempt] : [];
  const settle = (...words: string[]): string =>
    suggestedCommand(environment, ["settle", fact.address, ...words, ...which]);
  const found = { when: "If it is there", command: settle("--id", "ID") };
  const hinted =
    fact.hint === undefined
      ? []
      : [{ when: "If it is the hinted id", command: settle("--id", fact.hint) }];
  if (fact.quarantined !== undefined)
    return [
      found,
      ...hinted,
      { when: "To give up the id that cannot be used", command: settle("--abandon") },
    ];
  const window = isOnThisMachine(environment) ? "" : " (15 minutes after it was sent, or later)";
  return [
    ...hinted,
    found,
    { when: `If it is not there${window}`, command: settle("--not-created", "--yes") },
  ];
}

/** The known facts of the open attempts at one address, and what settles them. */
export function unsettledLines(
  attempts: readonly AttemptFact[],
  environment: ReportedEnvironment,
): string[] {
  return attempts.flatMap((fact) => [
    `attempt ${bare(fact.attempt)}, ${sentTime(fact)}${sentence(fact.reason ?? "no answer was recorded")}`,
    ...(fact.hint === undefined ? [] : [`  The answer hinted at the id ${bare(fact.hint)}.`]),
    ...(fact.quarantined === undefined
      ? []
      : [`  Anon answered the id ${bare(fact.quarantined)}, which cannot be used.`]),
    `  Look for ${lookFor(fact)} in Anon's console.`,
    ...settleWays(fact, attempts.length > 1, environment).flatMap(({ when, command }) => [
      `  ${when}:`,
      `    ${command}`,
    ]),
  ]);
}

/** The open attempts that a run announced, a line each; ends with a newline. */
export function renderAnnounced(attempts: readonly AttemptFact[]): string {
  if (attempts.length === 0) return "It has announced nothing whose end is not known.\n";
  const lines = attempts.map(
    (fact) => `  ${bare(fact.address)} attempt=${bare(fact.attempt)} ${lookFor(fact)}`,
  );
  return `It may have sent these creates, and nobody was told their end:\n${lines.join("\n")}\n`;
}

function sentTime({ sentAt }: AttemptFact): string {
  return sentAt === undefined ? "send time not known: " : `sent ${escapeText(sentAt)}: `;
}

function lookFor({ fields }: AttemptFact): string {
  const name = fields["name"];
  return typeof name === "string" ? `one named ${quote(name)}` : "it";
}
