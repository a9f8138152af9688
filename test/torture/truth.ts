import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ApiOptions, Question, Reply, Trap, Truth } from "./truth-messages.ts";
import { apiKey } from "./truth-api.ts";

/** The process that keeps the truth, in its parent's view. */
export interface TruthProcess {
  /** Opens an API for one project. */
  open(options: ApiOptions): Promise<ProjectTruth>;
  /** Ends the process. */
  end(): void;
}

/** The API of one project, with its record. */
export interface ProjectTruth {
  /** The variables that the command needs to reach the API. */
  readonly env: Readonly<Record<string, string>>;
  /** Returns all requests and actions of the API so far. */
  now(): Promise<Truth>;
  /**
   * Returns the same once the API has carried out all that dead clients left on the wire. Rejects
   * if a client is still connected after ten seconds.
   */
  afterwards(): Promise<Truth>;
  /** Resolves with true when the trap catches a request, or with false at an earlier release. */
  trap(trap: Trap): Promise<boolean>;
  /** Releases the caught request, or ends the wait for one. */
  release(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the process. The caller must end it in any case. */
export function startTruth(): TruthProcess {
  const child = fork(fileURLToPath(new URL("truth-process.js", import.meta.url)));
  const waiting = new Map<number, (reply: Reply) => void>();
  let number = 0;
  child.on("message", (reply: Reply) => waiting.get(reply.number)?.(reply));
  child.on("exit", () => {
    for (const [gone, told] of waiting)
      told({ number: gone, problem: "the process that keeps the truth ended" });
  });
  const ask = (question: Omit<Question, "number">): Promise<unknown> =>
    new Promise((resolve, reject) => {
      number += 1;
      const mine = number;
      waiting.set(mine, ({ value, problem }) => {
        waiting.delete(mine);
        if (problem === undefined) resolve(value);
        else reject(new Error(`the truth: ${problem}`));
      });
      child.send({ ...question, number: mine } satisfies Question);
    });

  return {
    async open(options) {
      const port = (await ask({ ask: "open", port: 0, options })) as number;
      const truth = async () => (await ask({ ask: "truth", port })) as Truth;
      return {
        env: { ANON_BASE_URL: `http://127.0.0.1:${port}`, ANON_API_KEY: apiKey },
        now: truth,
        async afterwards() {
          await ask({ ask: "quiet", port });
          return truth();
        },
        trap: async (trap) => (await ask({ ask: "trap", port, trap })) as boolean,
        release: async () => void (await ask({ ask: "release", port })),
        close: async () => void (await ask({ ask: "close", port })),
      };
    },
    end: () => void child.kill(),
  };
}
