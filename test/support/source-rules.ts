import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { usesOf, type Uses } from "./source-code.ts";

/** The rooms of src/ and what each may import besides itself: strictly downward. */
const below: Readonly<Record<string, readonly string[]>> = {
  core: [],
  kinds: ["core"],
  report: ["core"],
  ci: ["core"],
  engine: ["core"],
  files: ["core"],
  system: ["core"],
  api: ["core"],
  emulator: ["core", "kinds"],
  commands: ["core", "kinds", "report", "engine", "files", "system", "api", "emulator", "ci"],
  "cli.ts": ["commands"],
};

/** Rooms that touch the machine; all others get it through the ports of core. */
const touchesMachine = ["system", "emulator"];

/** Node's modules that only compute. */
const pureModules = ["buffer", "crypto", "path", "url", "util", "zlib"];

/** What node:crypto has that gives the same answer twice. */
const pureCrypto = ["createHash", "createHmac", "timingSafeEqual", "KeyObject"];

const clockAndChance =
  /^(Date\.now|new Date\(\)|Date\(\)|performance(\..*)?|Math\.random|crypto(\..*)?|fetch|globalThis(\..*)?|setTimeout|setInterval|setImmediate|queueMicrotask)$/;

const outsideWorld = /^(process|console)(\..*)?$/;

/** What a file of src/ (path from there, with slashes) does that its room may not, in sentences. */
export function violations(path: string, text: string): string[] {
  const room = path.includes("/") ? (path.split("/")[0] ?? "") : path;
  const allowed = below[room];
  if (allowed === undefined) return [`${path} is in no room`];
  const uses = usesOf(text);
  return [
    ...uses.imports.flatMap((one) => importViolations(path, room, [room, ...allowed], one)),
    ...new Set(
      uses.globals
        .filter((name) => mayNotUse(room, name))
        .map((name) => {
          return `${path} uses ${name}`;
        }),
    ),
  ];
}

function importViolations(
  path: string,
  room: string,
  allowed: readonly string[],
  { from, names }: Uses["imports"][number],
): string[] {
  const wrong = [`${path} imports ${from}`];
  if (from.startsWith(".")) {
    const target = posix.join(posix.dirname(path), from);
    return allowed.includes(target.split("/")[0] ?? "") && from.endsWith(".ts") ? [] : wrong;
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
  // Which system it runs on decides how a file is written, and says nothing of the user.
  if (room === "system" || (room === "emulator" && name === "process.platform")) return false;
  if (outsideWorld.test(name)) return room !== "cli.ts";
  return clockAndChance.test(name) && room !== "emulator";
}
