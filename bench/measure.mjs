// Runs a command as a whole process, and measures it.
import { spawnSync } from "node:child_process";
import { mkdirSync, openSync, closeSync, readFileSync } from "node:fs";
import { join } from "node:path";

// bash, since its `time` counts in milliseconds what the command and all that it started have used, and
// costs them nothing. Its clock is read around the command alone.
const script = `
TIMEFORMAT="%U %S"; LC_ALL=C; figures=$1; shift
{ started=$EPOCHREALTIME; { time "$@" 2>&4; } 4>&2 2>"$figures"; status=$?; ended=$EPOCHREALTIME; }
echo "$started $ended" >>"$figures"
exit $status`;

/**
 * Runs a command to its end, its output in files of `folder`; answers { wallMs, cpuMs (user and system, of
 * its children too) } and, with `memory`, peakMebibytes. Throws where it does not end with `code` (0).
 * `words` are node's; `node` is the Node to use.
 */
export function measure(words, { cwd, folder, env = {}, node, memory = false, code = 0 }) {
  mkdirSync(folder, { recursive: true });
  const figures = join(folder, "figures");
  const meter = join(folder, "meter");
  const output = join(folder, "output");
  const metered = memory ? ["--require", join(import.meta.dirname, "meter.cjs")] : [];
  const descriptor = openSync(output, "w");
  const { status } = spawnSync(
    "bash",
    ["-c", script, "bash", figures, node, ...metered, ...words],
    {
      cwd,
      env: { ...environment(), ...env, BENCH_METER: meter },
      stdio: ["ignore", descriptor, descriptor],
    },
  );
  closeSync(descriptor);
  if (status !== code)
    throw new Error(
      `${words.join(" ")} ended with ${status}:\n${readFileSync(output, "utf8").slice(-2000)}`,
    );
  const [user, system, started, ended] = readFileSync(figures, "utf8")
    .trim()
    .split(/\s+/)
    .map(Number);
  return {
    wallMs: (ended - started) * 1000,
    cpuMs: (user + system) * 1000,
    ...(memory && { peakMebibytes: Number(readFileSync(meter, "utf8")) / 1024 }),
  };
}

/**
 * Ours, without what would make a run another one: keys and CI's variables, and NODE_EXTRA_CA_CERTS,
 * which costs each start of Node 20 tens of milliseconds.
 */
function environment() {
  const leaks =
    /^(ANON_|GIT_|GITHUB_|GITLAB_|CI$|NODE_|FORCE_COLOR$|NO_COLOR$|BENCH_|(https?|all|no)_proxy$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !leaks.test(name)));
}
