import type { PlanningOptions } from "../session/options.ts";
import pLimit from "p-limit";
import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, failure, type Problem } from "../core/errors/problem.ts";
import type { Exchange } from "../core/exchange.ts";
import { deceptionIn } from "../core/names/deceptive-url.ts";
import { urlInProse } from "../core/names/shown-url.ts";
import { isCreate, type Plan } from "../core/plan/plan.ts";
import { version } from "../core/version.ts";
import { isLoopbackHost } from "../core/wire/endpoint.ts";
import { howItEnded, whyNoAnswer, whyNotConnected } from "../core/wire/reason.ts";
import { renderProblems } from "../report/problems/problems.ts";
import type { Session } from "../session/session.ts";
import type { AddressScope } from "../system/http/address-scope.ts";
import { proxyOf } from "../system/http/proxy.ts";
import { jwksMistake, publishedSecrets } from "./usable-jwks.ts";

const deadlineMs = 5_000;
const maximumBytes = 1024 * 1024;
/** The manifest's author chooses the servers, so they are not all asked at once. */
const atOnce = 8;

/**
 * Looks at the JWKS of each self-hosted pool that the plan would create, for a pool cannot be
 * corrected after it was made. Answers a warning for each URL that is of no use, and for each that
 * publishes private keys, in the plan's order; none with --skip-jwks-check. If the API is an
 * emulator, only URLs on this machine are asked: examples and tests name servers that there are not.
 * The API key goes nowhere. Throws a Failure after a signal.
 */
export async function checkJwks(
  session: Session<PlanningOptions>,
  plan: Plan,
): Promise<readonly JwksProblem[]> {
  const { options, target } = session;
  if (options.skipJwksCheck === true) return [];
  const limit = pLimit(
    options.parallelism === "auto" ? atOnce : Math.min(options.parallelism, atOnce),
  );
  const urls = [...urlsOf(session, plan)].filter(
    ([url]) => !target.isLoopback || isLoopbackHost(hostOf(url)),
  );
  const found = await Promise.all(
    urls.map(async ([url, addresses]) => {
      const answered = await limit(() => ask(session, url));
      const mistake = typeof answered === "string" ? answered : mistakeIn(answered);
      const secrets = typeof answered === "string" ? [] : secretsIn(answered);
      const about = aboutJwks(session, url, addresses);
      return [
        ...(mistake === undefined ? [] : [notUsable(about, mistake)]),
        ...(secrets.length === 0 ? [] : [publishesSecrets(about, secrets)]),
      ];
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

/**
 * Refuses the problems that checkJwks finds: throws a Failure, exit code 5. A problem of the identity
 * provider, and not of the pool, goes to stderr and stops nothing.
 */
export async function refuseBadJwks(session: Session<PlanningOptions>, plan: Plan): Promise<void> {
  const found = await checkJwks(session, plan);
  const problems = found.map(({ address: _address, ...problem }): Problem => problem);
  const bad = problems.filter(({ code }) => code === "jwks-not-usable");
  const others = problems.filter((problem) => !bad.includes(problem));
  const { err } = session.context;
  if (others.length > 0) err.write(renderProblems(others, new Map(), err.style));
  if (bad.length === 0) return;
  throw new Failure(
    exitCode.refused,
    bad.map((problem) => ({
      ...problem,
      severity: "error",
      message: `${problem.message} Nothing was sent.`,
    })),
  );
}

/** URL → the pools that would be created with it. */
function urlsOf(
  { kinds }: Session<PlanningOptions>,
  plan: Plan,
): ReadonlyMap<string, readonly string[]> {
  const urls = new Map<string, string[]>();
  for (const { address, kind: name, fields } of plan.actions.filter(isCreate)) {
    const url = kinds.find((kind) => kind.name === name)?.jwksUri?.(fields);
    if (url !== undefined) urls.set(url, [...(urls.get(url) ?? []), address]);
  }
  return urls;
}

/** The answer of a URL's server, or the reason not to ask it, as the end of a sentence. */
async function ask(
  { context, options, target }: Session<PlanningOptions>,
  text: string,
): Promise<Exchange | string> {
  if (!URL.canParse(text) || new URL(text).protocol !== "https:")
    return "it is not the URL of an https server";
  // A saved plan was not read from a manifest that was checked.
  const deception = deceptionIn(text);
  if (deception !== undefined) return `it ${deception.what}`;
  const url = new URL(text);
  const scopes: AddressScope[] = ["public"];
  if (target.isLoopback || options.allowPrivateJwks === true) scopes.push("loopback");
  if (options.allowPrivateJwks === true) scopes.push("private");
  // Loaded here: most plans create no self-hosted pool.
  const { guardedGet, notPublic } = await import("../system/http/guarded-get.ts");
  const exchange = await guardedGet(url, {
    scopes,
    deadlineMs,
    maximumBytes,
    userAgent: `anon-sync/${version}`,
    proxy: proxyOf(context.variables, url),
    signal: context.interrupt.stop,
  });
  // One answer, not two: a pull request could ask by it which names there are on this network.
  if (exchange.error?.code === notPublic)
    return "its host was not found, or is at a private address, which Anon cannot reach (--allow-private-jwks asks it all the same, and tells which)";
  return exchange;
}

function secretsIn({ response }: Exchange): readonly string[] {
  return response?.status === 200 ? publishedSecrets(response.body) : [];
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

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : "";
}

function lowered(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

/** A fault of the JWKS of a pool, and of other pools with the same URL. */
interface JwksProblem extends Problem {
  /** The first of them. */
  readonly address: string;
  readonly next: string;
}

/** The addresses that use each URL, and its place in the manifest. */
function aboutJwks(
  { manifest }: Session<PlanningOptions>,
  url: string,
  addresses: readonly string[],
) {
  const [address = ""] = addresses;
  return {
    subject: `The JWKS of ${addresses.join(", ")} at ${urlInProse(url)}`,
    address,
    file: manifest.file,
    range: manifest.positionOf(address, ["authorization", "jwksUri"]),
  };
}

type About = ReturnType<typeof aboutJwks>;

/** `mistake` ends the sentence. */
function notUsable({ subject, ...place }: About, mistake: string): JwksProblem {
  return {
    ...place,
    code: "jwks-not-usable",
    severity: "warning",
    message: `${subject} is of no use: ${mistake}. A pool cannot be corrected after it was made.`,
    next: "Correct authorization.jwksUri, or what its server answers. If it is right all the same: --skip-jwks-check",
  };
}

/** `members`: by which of its members a key shows that it is no public one. */
function publishesSecrets({ subject, ...place }: About, members: readonly string[]): JwksProblem {
  return {
    ...place,
    code: "jwks-private-key",
    severity: "warning",
    message: `${subject} publishes a private key (${members.map((member) => `"${member}"`).join(", ")}): whoever reads it can sign in as any user of the pool.`,
    next: "Have the identity provider make a new key and publish its public part alone: this one is known.",
  };
}
