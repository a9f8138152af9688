import pLimit from "p-limit";
import type { AddressScope } from "../core/address-scope.ts";
import type { Exchange } from "../core/exchange.ts";
import { exitCode } from "../core/exit-code.ts";
import { isLoopbackHost } from "../core/loopback.ts";
import { isCreate, type Plan } from "../core/plan.ts";
import { Failure, failure, type Problem } from "../core/problem.ts";
import { howItEnded, whyNoAnswer, whyNotConnected } from "../core/reason.ts";
import { jwksMistake } from "../core/usable-jwks.ts";
import { version } from "../core/version.ts";
import { proxyOf } from "../system/proxy.ts";
import type { Session } from "./session.ts";

const deadlineMs = 5_000;
const maximumBytes = 1024 * 1024;
/** Whoever writes the manifest chooses the servers: they are not all asked at once. */
const atOnce = 8;

/** What is wrong with the JWKS of a pool, and of others with the same URL. */
export interface JwksProblem extends Problem {
  /** The first of them. */
  readonly address: string;
  readonly next: string;
}

/**
 * Looks at the JWKS of each self-hosted pool that the plan would create, for a pool cannot be
 * corrected after it was made. Answers a warning for each URL that is of no use, in the plan's order;
 * none with --skip-jwks-check. Where the API is an emulator, only URLs on this machine are asked:
 * examples and tests name servers that there are not. The API key goes nowhere. Throws a Failure
 * after a signal.
 */
export async function checkJwks(session: Session, plan: Plan): Promise<readonly JwksProblem[]> {
  const { options, target } = session;
  if (options.skipJwksCheck === true) return [];
  const limit = pLimit(Math.min(options.parallelism, atOnce));
  const asked = [...urlsOf(session, plan)].filter(
    ([url]) => !target.isLoopback || isLoopbackHost(hostOf(url)),
  );
  const found = await Promise.all(
    asked.map(async ([url, addresses]) => {
      const mistake = await limit(() => mistakeOf(session, url));
      return mistake === undefined ? [] : [problemOf(session, url, addresses, mistake)];
    }),
  );
  if (session.context.interrupt.stop.aborted)
    throw failure(
      exitCode.interrupted,
      "interrupted",
      "Interrupted while looking at the keys of new pools. Nothing was done.",
    );
  return found.flat();
}

/** What checkJwks finds, as a refusal. Throws a Failure, exit code 5. */
export async function refuseBadJwks(session: Session, plan: Plan): Promise<void> {
  const found = await checkJwks(session, plan);
  if (found.length === 0) return;
  throw new Failure(
    exitCode.refused,
    found.map(({ address: _address, ...problem }) => ({
      ...problem,
      severity: "error",
      message: `${problem.message} Nothing was sent.`,
    })),
  );
}

/** URL → the pools that would be created with it. */
function urlsOf({ kinds }: Session, plan: Plan): ReadonlyMap<string, readonly string[]> {
  const urls = new Map<string, string[]>();
  for (const { address, kind: name, fields } of plan.actions.filter(isCreate)) {
    const url = kinds.find((kind) => kind.name === name)?.jwksUri?.(fields);
    if (url !== undefined) urls.set(url, [...(urls.get(url) ?? []), address]);
  }
  return urls;
}

async function mistakeOf({ context, options, target }: Session, text: string) {
  if (!URL.canParse(text) || new URL(text).protocol !== "https:")
    return "it is not the URL of an https server";
  const url = new URL(text);
  const scopes: AddressScope[] = ["public"];
  if (target.isLoopback || options.allowPrivateJwks === true) scopes.push("loopback");
  if (options.allowPrivateJwks === true) scopes.push("private");
  // Loaded here: most plans create no self-hosted pool.
  const { guardedGet, refusedAddress } = await import("../system/guarded-get.ts");
  const exchange = await guardedGet(url, {
    scopes,
    deadlineMs,
    maximumBytes,
    userAgent: `anon-sync/${version}`,
    proxy: proxyOf(context.variables, url),
    signal: context.interrupt.stop,
  });
  if (exchange.error?.code === refusedAddress)
    return "its host is at a private address, which Anon cannot reach (--allow-private-jwks asks it all the same)";
  return mistakeIn(exchange);
}

function mistakeIn({ connected, response, error }: Exchange): string | undefined {
  if (response === undefined)
    return lowered(connected ? whyNoAnswer(error) : whyNotConnected(error));
  const { status, ended, body } = response;
  if (status >= 300 && status <= 399)
    return `it answers ${status}, a redirect, which is not followed`;
  if (status !== 200) return `it answers ${status}`;
  if (ended === "too-large") return "its answer is larger than 1 MiB";
  if (ended === "stalled") return `its answer was not whole after ${deadlineMs / 1_000} s`;
  if (ended === "cut") return `it answers ${status}${howItEnded(response)}`;
  const mistake = jwksMistake(body);
  return mistake === undefined ? undefined : `its answer ${mistake}`;
}

function problemOf(
  { manifest }: Session,
  url: string,
  addresses: readonly string[],
  mistake: string,
): JwksProblem {
  const [first = ""] = addresses;
  return {
    code: "jwks-not-usable",
    severity: "warning",
    address: first,
    message: `The JWKS of ${addresses.join(", ")} at ${url} is of no use: ${mistake}. A pool cannot be corrected after it was made.`,
    next: "Correct authorization.jwksUri, or what its server answers. If it is right all the same: --skip-jwks-check",
    file: manifest.file,
    range: manifest.positionOf(first, ["authorization", "jwksUri"]),
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : "";
}

function lowered(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}
