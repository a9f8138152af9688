import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "../core/json.ts";
import { answerBytes, jsonHead, refusal, send, type Answer } from "./answer.ts";
import type { FaultName } from "./fault.ts";

/** The request and the response of a fault. The request was read to its end before. */
export interface Scene {
  /** Carries the request out as without a fault. When this resolves, the create is on the disk. */
  handle(): Promise<Answer>;
  /** Refuses new connections for `ms` milliseconds, then listens again. */
  refuseConnections(ms: number): void;
  /** Returns the oldest id of the request's collection. */
  oldestId(): string | undefined;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** The path of the request. */
  readonly path: string;
  readonly value: number | undefined;
}

type Play = (scene: Scene) => void | Promise<void>;

/** The implementation of each action of `faultActions`. A play that calls `handle()` creates. */
export const faultPlays = {
  refuse: status(400),
  "refuse-next": async ({ handle, response, refuseConnections, value = 0 }) => {
    const answer = await handle();
    // Refuse before the answer: a client that has read the answer can no longer connect.
    refuseConnections(value);
    send(response, { ...answer, headers: { ...answer.headers, connection: "close" } });
  },
  "reset-before": ({ socket }) => void socket.resetAndDestroy(),
  "reset-after": after(({ socket }) => void socket.resetAndDestroy()),
  "eof-before": ({ socket }) => void socket.end(),
  "eof-after": after(({ socket }) => void socket.end()),
  "500": status(500),
  "500-after": after(status(500)),
  "503": status(503),
  "429": ({ response, value }) => {
    const headers = value === undefined ? undefined : { "retry-after": String(value) };
    send(response, refusal(429, "too-many-requests", "a scripted fault", headers));
  },
  status: status(),
  "status-after": after(status()),
  html,
  "html-after": after(html),
  redirect: ({ response, path }) => redirect(response, 307, path),
  "redirect-after": async ({ handle, response, path }) => {
    const { id } = (await handle()).body;
    redirect(response, 303, typeof id === "string" ? `${path}/${id}` : path);
  },
  "cut-body": async ({ handle, response, socket, value }) => {
    const { status: code, body } = await handle();
    const bytes = answerBytes(body);
    response.writeHead(code, { ...jsonHead, "content-length": bytes.length });
    response.write(bytes.subarray(0, value ?? bytes.length / 2), () => socket.destroy());
  },
  "cut-unframed": async ({ handle, socket, value }) => {
    const { status: code, body } = await handle();
    const bytes = answerBytes(body);
    socket.write(
      `HTTP/1.1 ${code} OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n`,
    );
    socket.end(bytes.subarray(0, value ?? bytes.length / 2));
  },
  stall: () => {},
  "stall-after": after(() => {}),
  "stall-body": async ({ handle, response }) => {
    const { status: code, body } = await handle();
    const bytes = answerBytes(body);
    response.writeHead(code, { ...jsonHead, "content-length": bytes.length });
    response.write(bytes.subarray(0, bytes.length / 2));
  },
  late: async ({ handle, response, value }) => {
    await sleep(value, undefined, { ref: false });
    send(response, await handle());
  },
  slow: async ({ handle, response, value }) => {
    const answer = await handle();
    await sleep(value, undefined, { ref: false });
    send(response, answer);
  },
  empty: after(({ response }) => void response.writeHead(200, { "content-length": 0 }).end()),
  "204": after(({ response }) => void response.writeHead(204).end()),
  "201": changed((answer) => ({ ...answer, status: 201 })),
  huge: changedBody((body) => ({ ...body, padding: "x".repeat(2 * 1024 * 1024) })),
  "huge-headers": changed((answer) => ({ ...answer, headers: { padding: "x".repeat(65_536) } })),
  garbage: after(({ socket }) => void socket.end("\u0000 this is not HTTP\r\n\r\n")),
  "extra-fields": changedBody((body) => ({ ...body, revision: 7, links: { self: null } })),
  "no-id": changedBody(({ id: _id, ...rest }) => rest),
  "bad-id": changedBody((body) => ({ ...body, id: "../../admin?all=1" })),
  "same-id": async (scene) => {
    // Read before the create: the answer has the resource's own id only if it is the first.
    const id = scene.oldestId();
    await changedBody((body) => ({ ...body, ...(id !== undefined && { id }) }))(scene);
  },
  "other-organization": changedBody((body) => ({
    ...body,
    organizationId: "00000000-0000-4000-8000-000000000000",
  })),
} satisfies Record<FaultName, Play>;

function after(play: Play): Play {
  return async (scene) => {
    await scene.handle();
    await play(scene);
  };
}

function status(fixed?: number): Play {
  return ({ response, value }) =>
    send(response, refusal(fixed ?? value ?? 500, "scripted", "a scripted fault"));
}

function changed(change: (answer: Answer) => Answer): Play {
  return async ({ handle, response }) => send(response, change(await handle()));
}

function changedBody(change: (body: JsonObject) => JsonObject): Play {
  return changed((answer) => ({ ...answer, body: change(answer.body) }));
}

function html({ response, value }: Scene): void {
  response.writeHead(value ?? 200, { "content-type": "text/html; charset=utf-8" });
  response.end("<!doctype html><title>Sign in</title><p>Sign in to use this network.</p>\n");
}

function redirect(response: ServerResponse, code: number, location: string): void {
  response.writeHead(code, { location, "content-length": 0 }).end();
}
