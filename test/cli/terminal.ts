import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cliFile } from "../support/cli.ts";

/** Whether this machine has util-linux's script(1), which runs a command on a pseudo-terminal. */
export const hasTerminal =
  process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;

/** The text on the terminal, and the exit code of the command. */
export interface Shown {
  readonly code: number;
  readonly text: string;
}

/** The keys that a person types once the terminal first shows a text. */
export type Typing = readonly (readonly [after: string, keys: string])[];

/** Runs the built command on a terminal of 80 columns, with a person who types. */
export async function onTerminal(
  args: readonly string[],
  cwd: string,
  variables: Readonly<Record<string, string>>,
  typing: Typing = [],
): Promise<Shown> {
  const ours = /^(ANON_|NO_COLOR$|FORCE_COLOR$|TERM$)/;
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
  const words = [process.execPath, cliFile, ...args].map((word) => `'${word}'`).join(" ");
  const line = `stty cols 80; exec ${words}`;
  const child = spawn("script", ["-qefc", line, "/dev/null"], {
    cwd,
    env: { ...Object.fromEntries(kept), TERM: "xterm-256color", ...variables },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const left = [...typing];
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    text += part;
    while (left[0] !== undefined && text.includes(left[0][0])) child.stdin.write(left.shift()?.[1]);
  });
  const [code] = (await once(child, "close")) as [number];
  return { code, text };
}
