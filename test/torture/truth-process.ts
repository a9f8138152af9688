// The process that keeps the truth: an API for each project, asked by its parent, killed by nobody.
import type { Question, Reply } from "./truth-messages.ts";
import { startApi, type TruthApi } from "./truth-api.ts";

const apis = new Map<number, TruthApi>();

process.on("message", (question: Question) => {
  const { number } = question;
  answer(question).then(
    (value) => say({ number, value }),
    (error: Error) => say({ number, problem: error.message }),
  );
});
const say = (reply: Reply) => process.send?.(reply);

// The parent is gone: no more questions come.
process.on("disconnect", () => process.exit());

async function answer({ ask, port, options, trap }: Question): Promise<unknown> {
  if (ask === "open") {
    const api = await startApi(options ?? { latencyMs: 0 });
    apis.set(api.port, api);
    return api.port;
  }
  const api = apis.get(port);
  if (api === undefined) throw new Error(`there is no API at port ${port}`);
  if (ask === "truth") return api.truth();
  if (ask === "quiet") return api.quiet();
  if (ask === "trap") return trap !== undefined && api.trap(trap);
  if (ask === "release") return api.release();
  apis.delete(port);
  return api.close();
}
