import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { usesOf, type Uses } from "./source-code.ts";

/**
 * The rooms of src/, the upper rooms first. A room of the application imports lower rooms and all
 * adapters. An adapter imports the ground, and no other adapter. A room of the ground imports lower
 * rooms of the ground.
 */
const application: readonly string[] = [
  "cli.ts",
  "library",
  "cli",
  "commands",
  "ci",
  "run",
  "remote",
  "guards",
  "workspace",
  "secrets",
  "session",
];

const adapters: readonly string[] = [
  "report",
  "engine",
  "api",
  "store",
  "manifest",
  "system",
  "emulator",
];

const ground: readonly string[] = [
  "kinds",
  "core/plan",
  "core/state",
  "core/wire",
  "core/redaction",
  "core",
  "core/names",
  "core/errors",
];

/** The verbs that a verb may import: init takes a list of ids as import does. */
const verbsBelow: Readonly<Record<string, readonly string[]>> = { init: ["import"] };

/** Rooms that touch the machine; all other rooms reach the machine through the ports of core. */
const touchesMachine = ["system", "emulator"];

/** Node's modules that only compute. */
const pureModules = ["buffer", "crypto", "path", "url", "util", "zlib"];

/** The exports of node:crypto that return the same answer for the same input. */
const pureCrypto = ["createHash", "createHmac", "timingSafeEqual", "KeyObject"];

const clockAndChance =
  /^(Date\.now|new Date\(\)|Date\(\)|performance(\..*)?|Math\.random|crypto(\..*)?|fetch|globalThis(\..*)?|setTimeout|setInterval|setImmediate|queueMicrotask)$/;

const outsideWorld = /^(process|console)(\..*)?$/;

/** Returns a sentence for each act of a file that its room forbids. The path is from src/, with slashes. */
export function violations(path: string, text: string): string[] {
  const room = roomOf(path);
  if (room === undefined) return [`${path} is in no room`];
  const uses = usesOf(text);
  return [
    ...uses.imports.flatMap((one) => importViolations(path, room, one)),
    ...new Set(
      uses.globals
        .filter((name) => mayNotUse(room, name))
        .map((name) => {
          return `${path} uses ${name}`;
        }),
    ),
  ];
}

/** Returns a file's room: the longest name that begins the path; undefined for a folder in no list. */
function roomOf(path: string): string | undefined {
  const all = [...application, ...adapters, ...ground].filter(
    (room) => path === room || path.startsWith(`${room}/`),
  );
  return all.toSorted((left, right) => right.length - left.length)[0];
}

/** Whether a file of one room may import a file of another. */
function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  if (application.includes(from))
    return !application.includes(to) || application.indexOf(to) > application.indexOf(from);
  if (adapters.includes(from)) return ground.includes(to);
  return ground.includes(to) && ground.indexOf(to) > ground.indexOf(from);
}

/** Returns the verb of a file in commands/: its folder, or the file itself. */
function verbOf(path: string): string | undefined {
  return /^commands\/([^/.]+)/.exec(path)?.[1];
}

/** Returns the circles of imports among files (path from src/ → text), each as its sorted paths. */
export function circles(files: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const imports = new Map(
    [...files].map(([path, text]) => [
      path,
      usesOf(text)
        .imports.filter(({ from }) => from.startsWith("."))
        .map(({ from }) => posix.join(posix.dirname(path), from)),
    ]),
  );
  const reached = (from: string) => {
    const seen = new Set<string>();
    const waiting = [...(imports.get(from) ?? [])];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      waiting.push(...(imports.get(path) ?? []));
    }
    return seen;
  };
  const below = new Map([...files.keys()].map((path) => [path, reached(path)]));
  const found = new Map<string, readonly string[]>();
  for (const [path, seen] of below) {
    if (!seen.has(path)) continue;
    const circle = [...seen].filter((other) => below.get(other)?.has(path) === true).toSorted();
    found.set(circle.join(), circle);
  }
  return [...found.values()];
}

function importViolations(
  path: string,
  room: string,
  { from, names }: Uses["imports"][number],
): string[] {
  const wrong = [`${path} imports ${from}`];
  if (from.startsWith(".")) {
    const target = posix.join(posix.dirname(path), from);
    const other = roomOf(target);
    if (other === undefined || !mayImport(room, other) || !from.endsWith(".ts")) return wrong;
    const [verb, otherVerb] = [verbOf(path), verbOf(target)];
    const isOwn = verb === otherVerb || verb === undefined || otherVerb === undefined;
    return isOwn || (verbsBelow[verb] ?? []).includes(otherVerb) ? [] : wrong;
  }
  if (!isBuiltin(from)) return /^(@[\w.-]+\/)?[\w-]/.test(from) && !from.includes(":") ? [] : wrong;
  if (!from.startsWith("node:")) return wrong;
  if (touchesMachine.includes(room)) return [];
  const name = from.slice("node:".length);
  if (!pureModules.includes(name.split("/")[0] ?? "")) return wrong;
  if (name !== "crypto") return [];
  return names
    .filter((taken) => !pureCrypto.includes(taken))
    .map((taken) => `${path} imports ${taken} from ${from}`);
}

function mayNotUse(room: string, name: string): boolean {
  // The operating system decides the file format here, and reveals nothing about the user.
  if (room === "system" || (room === "emulator" && name === "process.platform")) return false;
  if (outsideWorld.test(name)) return room !== "cli.ts";
  return clockAndChance.test(name) && room !== "emulator";
}
