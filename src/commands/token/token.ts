import { decodeJwt, decodeProtectedHeader } from "jose";
import { exitCode } from "../../core/errors/exit-code.ts";
import { failure, Failure } from "../../core/errors/problem.ts";
import type { TokenVerdict } from "../../core/wire/verdict.ts";
import { keyVariables } from "../../report/suggested-command.ts";
import { jsonText } from "../../report/text.ts";
import { requireLockfile, readWithoutRemote } from "../../run/current-state.ts";
import type { RunCommand, TokenOptions } from "../../session/options.ts";
import { openSession, type Session } from "../../session/session.ts";
import { tokenClientOf } from "./token-target.ts";

const secondsIn = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;
/** The contract's own maximum of `exp`. */
const latestExpiry = 4_294_967_295;

/** `anon-sync token CLIENT --user ID`: the token alone on stdout. It is kept nowhere. */
export const run: RunCommand<TokenOptions> = async (context, options, [given = ""]) => {
  const { user, expiresIn, json } = options;
  if (user === undefined)
    throw failure(
      exitCode.invalid,
      "no-user",
      "Nobody said for which user.",
      "Add --user ID, the user as your application knows it.",
    );
  const expiresAt =
    expiresIn === undefined ? undefined : expiryOf(expiresIn, context.system.clock.now());
  const session = await openSession(context, options);
  const known = requireLockfile(session, await readWithoutRemote(session));
  const client = tokenClientOf(session, known, given);
  const verdict = await known
    .api()
    .issueToken(client.body(user, expiresAt), context.interrupt.stop);
  if (verdict.verdict !== "issued") throw notIssued(session, client.fact.address, verdict);
  const { token } = verdict;
  context.out.write(json ? jsonText(decoded(token)) : `${token}\n`);
  return exitCode.done;
};

/**
 * When a token of this life ends, in seconds since 1970. `lifetime` is a whole number with a unit:
 * 30d, 12h, 90m, 60s. Throws a Failure (exit code 3).
 */
export function expiryOf(lifetime: string, nowMs: number): number {
  const [, count, unit] = /^([1-9]\d{0,8})([dhms])$/.exec(lifetime) ?? [];
  const seconds = Number(count) * secondsIn[(unit ?? "s") as keyof typeof secondsIn];
  const expiry = Math.floor(nowMs / 1_000) + seconds;
  if (expiry <= latestExpiry) return expiry;
  throw failure(
    exitCode.invalid,
    "bad-lifetime",
    Number.isNaN(expiry)
      ? `--expires-in ${JSON.stringify(lifetime)} is not a time.`
      : `--expires-in ${lifetime} is longer than the API takes.`,
    "Write a whole number and a unit: 30d, 12h, 90m or 60s.",
  );
}

/** The claims of a token, without a look at its signature. Throws a Failure without any part of the token. */
function decoded(token: string): { token: string; claims: unknown; header: unknown } {
  try {
    return { token, claims: decodeJwt(token), header: decodeProtectedHeader(token) };
  } catch {
    throw failure(
      exitCode.failed,
      "undecodable-token",
      "A token was issued, and its claims cannot be decoded.",
      "Leave --json out to get the token as it is.",
    );
  }
}

function notIssued(
  { target }: Session,
  address: string,
  verdict: Exclude<TokenVerdict, { verdict: "issued" }>,
): Failure {
  const message = `No token for a user of ${address}: ${verdict.reason}`;
  if (verdict.verdict === "unauthorized")
    return failure(
      exitCode.unauthorized,
      "not-authorized",
      message,
      `Check ${keyVariables(target)}: the key of a read-only member issues no tokens.`,
    );
  if (verdict.verdict === "refused")
    return failure(
      exitCode.refused,
      "token-refused",
      message,
      "Tokens are issued only for clients of Anon-hosted user pools. Look at the client and its pool in Anon's console.",
    );
  return failure(exitCode.failed, "no-token", message, "Run the command again.");
}
