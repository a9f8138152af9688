import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ApiOptions, Question, Reply, Trap, Truth } from "./truth-messages.ts";
import { apiKey } from "./truth-api.ts";

/** The process that keeps the truth, as its parent sees it. */
export interface TruthProcess {
  /** Opens an API for one project. */
  open(options: ApiOptions): Promise<ProjectTruth>;
  /** Ends the process. */
  end(): void;
}

/** The API of one project, and what it knows. */
export interface ProjectTruth {
  /** What the command needs to reach it. */
  readonly env: Readonly<Record<string, string>>;
  /** All that it was sent and did so far. */
  now(): Promise<Truth>;
  /**
   * The same, once all that dead clients left on the wire is carried out. Rejects where a client
   * is still connected after ten seconds.
   */
  afterwards(): Promise<Truth>;
  /** Resolves with true when a request is caught, with false when nothing was before the release. */
  trap(trap: Trap): Promise<boolean>;
  /** Lets go of what is caught, or ends the wait for it. */
  release(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it. End it whatever happens. */
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
