import type { Api, Instance } from "../core/wire/api.ts";
import { bodyObject, type Redact } from "../core/wire/answer.ts";
import { tokenVerdict } from "../core/wire/classify-token.ts";
import { createVerdict } from "../core/wire/classify.ts";
import type { HttpRequest } from "../core/exchange.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import type { Kind } from "../core/kind.ts";
import { Failure, failure } from "../core/errors/problem.ts";
import { parseResourceId, type ResourceId } from "../core/names/resource-id.ts";
import { isRunId } from "../core/names/run-id.ts";
import { redacted } from "../core/redaction/secret-forms.ts";
import { askAgain, retryAfterOf } from "./ask-again.ts";
import { checkBaseUrl, isLoopback } from "./base-url.ts";
import { lookupUntilCertain } from "./lookup.ts";
import { type ApiOptions, settingsOf } from "./options.ts";
import { withoutSecrets } from "./redact-answer.ts";
import { send } from "./send.ts";

const maximumBytes = 1024 * 1024;

/**
 * A client of the Anon API: every answer becomes a verdict. Errors: Failure if the base URL or
 * the key cannot be used at all; neither is echoed.
 */
export function createApi(options: ApiOptions): Api {
  const settings = settingsOf(options);
  const { transport, apiKey, redaction } = settings;
  const baseUrl = checkBaseUrl(settings.baseUrl);
  if (typeof baseUrl !== "string") throw new Failure(exitCode.invalid, [baseUrl]);
  if (!/^[\x21-\x7e]+$/.test(apiKey)) throw unusableKey();

  // A user may write an answer of the API to a file, which no output gate checks.
  redaction.add(apiKey);
  const redact = redaction.redactForeign;
  const common = {
    connectTimeoutMs: settings.connectTimeoutMs,
    maximumBytes,
  };
  const anonymous = {
    accept: "application/json",
    "user-agent": `anon-sync/${settings.version}`,
  };
  const headers = { ...anonymous, authorization: `Bearer ${apiKey}` };
  const withBody = { ...headers, "content-type": "application/json" };

  return {
    async create(kind, body, isKnownId, signal) {
      const request: HttpRequest = {
        ...common,
        method: "POST",
        url: `${baseUrl}${kind.path}`,
        headers: withBody,
        body: JSON.stringify(body),
        deadlineMs: settings.postDeadlineMs,
        freshConnection: true,
      };
      const exchange = await transport.exchange(request, signal);
      const verdict = createVerdict(exchange, isKnownId, redact);
      const secret = verdict.verdict === "created" ? kind.secret(verdict.answer) : undefined;
      // If a server repeats the secret, here or later, the secret must not get into a file either.
      if (secret !== undefined) redaction.add(secret);
      const clean = withoutSecrets(verdict, redact);
      return secret === undefined ? clean : { ...clean, secret };
    },

    async lookup(kind, id, signal) {
      const usable = parseResourceId(id);
      if (usable === undefined) {
        const reason = "This is not a valid id.";
        return { verdict: "unreadable", reason, retry: false };
      }
      const url = resourceUrl(baseUrl, kind, usable);
      const get = (deadlineMs: number) =>
        transport.exchange(
          { ...common, method: "GET", url, headers, deadlineMs, freshConnection: false },
          signal,
        );
      // Keep the id that we asked for, even if the id looks like a secret.
      const verdict = withoutSecrets(
        await lookupUntilCertain(settings, id, get, redact, signal),
        (text) => (text === id ? text : redact(text)),
      );
      if (verdict.verdict !== "present" || verdict.answer["organizationId"] !== redacted)
        return verdict;
      // Otherwise the redaction mark would become the organization of this run.
      const reason = "The answer was 200 with an organization that holds a secret.";
      return { verdict: "unreadable", reason, retry: false };
    },

    async issueToken(body, signal) {
      const request = {
        ...common,
        method: "POST",
        url: `${baseUrl}/org/appUserIdToken`,
        headers: withBody,
        body: JSON.stringify(body),
        freshConnection: false,
      } as const;
      return askAgain(
        settings,
        async (deadlineMs) =>
          tokenVerdict(await send(transport, { ...request, deadlineMs }, signal), redact),
        retryAfterOf,
        signal,
      );
    },

    async instance(signal): Promise<Instance | undefined> {
      if (!isLoopback(baseUrl)) return undefined;
      const request: HttpRequest = {
        ...common,
        method: "GET",
        url: `${baseUrl}/_emulator/instance`,
        headers: anonymous,
        deadlineMs: settings.getTryDeadlineMs,
        // We ask once: a run that has waited must not find its old connection closed.
        freshConnection: true,
      };
      const { response } = await transport.exchange(request, signal);
      // A missing answer is not "another server": taken for one, it would start a fresh lockfile.
      if (response === undefined) throw noInstance(`Nothing answers at ${baseUrl}.`);
      // Only these statuses prove another server, which has no such page.
      if ([401, 403, 404, 405].includes(response.status)) return undefined;
      const answer = response.status === 200 ? bodyObject(response) : undefined;
      const instanceId = answer?.["instanceId"];
      const organizationId = answer?.["organizationId"];
      // An emulator in trouble must not be taken for another server either.
      if (
        !isRunId(instanceId) ||
        !isHarmless(instanceId, redact) ||
        !isHarmless(organizationId, redact)
      )
        throw noInstance(`What is at ${baseUrl} does not say which emulator it is.`);
      return { instanceId, organizationId };
    },
  };
}

/** Returns the URL of a resource. No other code makes a URL from an id. */
function resourceUrl(baseUrl: string, { path }: Pick<Kind, "path">, id: ResourceId): string {
  return `${baseUrl}${path}/${id}`;
}

function isHarmless(value: unknown, redact: Redact): value is string {
  return typeof value === "string" && redact(value) === value;
}

function unusableKey(): Failure {
  return failure(
    exitCode.invalid,
    "invalid-api-key",
    "The API key is empty or holds white space or characters outside ASCII.",
    "Set the variable it comes from (ANON_API_KEY…) to the key alone, without quotes or a newline.",
  );
}

function noInstance(message: string): Failure {
  return failure(
    exitCode.failed,
    "emulator-unreachable",
    message,
    "Start an emulator with `anon-sync emulator start`, or run `anon-sync emulator exec -- COMMAND`.",
  );
}
