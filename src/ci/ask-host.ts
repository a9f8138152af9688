import { askAgain } from "../api/ask-again.ts";
import type { Exchange } from "../core/exchange.ts";
import { apiMessage, type Redact } from "../core/wire/answer.ts";
import type { Context } from "../session/context.ts";
import type { AskHost } from "./comment-host.ts";
import { askAgainAfterMs } from "./host-limit.ts";

/** For everything together, the waits that the host asks for included. */
const deadlineMs = 60_000;
const tryDeadlineMs = 20_000;
const connectTimeoutMs = 10_000;
/** A page of a hundred comments, each as long as it may be. */
const maximumBytes = 32 * 1024 * 1024;

/**
 * Asks a code host as lookups are asked, and all requests together no longer than one of them. Of what
 * it says in an error answer its message is left, if that holds no secret.
 */
export function askHost({ system, interrupt, redactForeign }: Context): AskHost {
  const { clock, random } = system;
  const untilMs = clock.now() + deadlineMs;
  const transport = system.transport();
  return async (request) => {
    const exchange = await askAgain(
      {
        clock,
        random,
        getDeadlineMs: untilMs - clock.now(),
        getTryDeadlineMs: tryDeadlineMs,
        backoffMs: 500,
      },
      (tryMs) =>
        transport.exchange(
          {
            ...request,
            deadlineMs: tryMs,
            connectTimeoutMs,
            maximumBytes,
            freshConnection: request.method === "POST" && request.isQuery !== true,
          },
          interrupt.stop,
        ),
      (answered) => askAgainAfterMs(request, answered),
      interrupt.stop,
    );
    return withCleanMessage(exchange, redactForeign);
  };
}

function withCleanMessage(exchange: Exchange, redact: Redact): Exchange {
  const { response } = exchange;
  if (response === undefined || response.status < 400) return exchange;
  const body = Buffer.from(JSON.stringify({ message: apiMessage(response, redact) }));
  return { ...exchange, response: { ...response, body } };
}
