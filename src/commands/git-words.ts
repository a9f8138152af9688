import { Failure } from "../core/problem.ts";
import { RemoteError, type RemoteRefs } from "../core/remote-refs.ts";

type Redact = (text: string) => string;

/**
 * A port to git whose errors hold no secret: they repeat what git has said, and git repeats what a
 * remote, a helper or a hook has said.
 */
export function withCleanErrors<Port extends object>(port: Port, redact: Redact): Port {
  const call = (member: Function, self: unknown, args: readonly unknown[]): unknown => {
    try {
      return clean(Reflect.apply(member, self, args), redact);
    } catch (error) {
      throw cleanError(error, redact);
    }
  };
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => call(member, target, args);
    },
    apply: (target, self, args) => call(target as Function, self, args),
  });
}

/** The same, and what git says of a push as well. */
export function withCleanPushes(refs: RemoteRefs, redact: Redact): RemoteRefs {
  const port = withCleanErrors(refs, redact);
  return {
    ...port,
    async push(...words) {
      const pushed = await port.push(...words);
      return pushed.push === "done" ? pushed : { ...pushed, reason: redact(pushed.reason) };
    },
  };
}

function clean(answer: unknown, redact: Redact): unknown {
  if (answer instanceof Promise)
    return answer.catch((error: unknown) => {
      throw cleanError(error, redact);
    });
  if (typeof answer === "object" && answer !== null && Symbol.asyncIterator in answer)
    return cleanEach(answer as AsyncIterable<unknown>, redact);
  return answer;
}

async function* cleanEach(all: AsyncIterable<unknown>, redact: Redact): AsyncIterable<unknown> {
  try {
    yield* all;
  } catch (error) {
    throw cleanError(error, redact);
  }
}

function cleanError(error: unknown, redact: Redact): unknown {
  if (error instanceof RemoteError) return new RemoteError(redact(error.message));
  if (!(error instanceof Failure)) return error;
  const problems = error.problems.map((problem) => {
    const message = redact(problem.message);
    return message === problem.message
      ? problem
      : { ...problem, message: `What git said holds a secret: ${message}` };
  });
  return new Failure(error.exitCode, problems, error.sources);
}
