import { Session } from "node:inspector";

/**
 * Returns the work of a function: the blocks of code that V8 counts, plus the inputs of the
 * built-in functions below, which V8 does not count. Uses no clock, so a busy machine changes
 * nothing. The result is the minimum of three runs, because V8 counts more while it still compiles.
 */
export function workOf(run: () => void): number {
  return Math.min(...Array.from({ length: 3 }, () => workOfOne(run)));
}

function workOfOne(run: () => void): number {
  counted();
  const builtins = countBuiltins();
  try {
    run();
  } finally {
    builtins.stop();
  }
  return counted() + builtins.looked();
}

let session: Session | undefined;

/** Returns the count of blocks that ran since the last call. */
function counted(): number {
  if (session === undefined) {
    session = new Session();
    session.connect();
    session.post("Profiler.enable");
    session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }
  let blocks = 0;
  session.post("Profiler.takePreciseCoverage", (error, answer) => {
    if (error !== null) throw error;
    for (const { functions } of answer.result)
      for (const { ranges } of functions) for (const { count } of ranges) blocks += count;
  });
  return blocks;
}

type Method = (this: unknown, ...given: unknown[]) => unknown;
type Methods = Record<string, Method>;

/** The methods that may read their whole receiver, and (`ofResult`) functions by their result. */
const ofReceiver: readonly (readonly [object, readonly string[]])[] = [
  [
    Array.prototype,
    ["concat", "includes", "indexOf", "join", "slice", "toReversed", "unshift", "with"],
  ],
  [String.prototype, ["includes", "lastIndexOf", "replaceAll", "split", "toLowerCase", "trim"]],
];
const ofResult = ["entries", "fromEntries", "keys", "values"];

function countBuiltins(): { stop(): void; looked(): number } {
  let looked = 0;
  const undo: (() => void)[] = [];
  const replace = (owner: object, name: string, work: (looked: unknown) => number) => {
    const methods = owner as Methods;
    const original = methods[name];
    if (original === undefined) return;
    methods[name] = function (...given) {
      // We measure before the call, because the method may change its receiver.
      const before = owner === Object ? 0 : work(this);
      const result = Reflect.apply(original, this, given);
      looked += owner === Object ? work(result) : before;
      return result;
    };
    undo.push(() => (methods[name] = original));
  };
  for (const [owner, names] of ofReceiver) for (const name of names) replace(owner, name, lengthOf);
  for (const name of ofResult) replace(Object, name, lengthOf);
  for (const [owner, names] of [
    [Map.prototype, ["get", "has", "set"]],
    [Set.prototype, ["add", "has"]],
  ] as const)
    for (const name of names) replace(owner, name, () => 1);
  // `indexOf` stops at the first match.
  const search = String.prototype.indexOf;
  const strings = String.prototype as unknown as Methods;
  strings["indexOf"] = function (part, from = 0) {
    const found = Reflect.apply(search, this as string, [part as string, from as number]);
    looked += (found === -1 ? lengthOf(this) : found) - Number(from);
    return found;
  };
  undo.push(() => (strings["indexOf"] = search as Method));
  return { stop: () => undo.forEach((each) => each()), looked: () => looked };
}

function lengthOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.getOwnPropertyNames(value).length : 0;
}
