// Runs a command as a process, and measures the process.
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";

// We use bash, since its `time` counts, in milliseconds, the CPU time of the command and of all its
// child processes, and does not slow them down. bash reads its clock around the command alone.
const script = `
TIMEFORMAT="%U %S"; LC_ALL=C; figures=$1; shift
{ started=$EPOCHREALTIME; { time "$@" 2>&4; } 4>&2 2>"$figures"; status=$?; ended=$EPOCHREALTIME; }
echo "$started $ended" >>"$figures"
exit $status`;

/**
 * Runs Node with `words` to its end, in `cwd`: { wallMs, cpuMs (user and system, with child processes) }
 * and, with `memory`, peakMebibytes. What it says goes to a file of `folder`. `env` is added to a clean
 * environment. Throws if it does not end with 0.
 */
export function measure(words, { cwd, folder, env = {}, node, memory = false }) {
  const [figures, meter, output] = ["figures", "meter", "output"].map((name) => join(folder, name));
  const metered = memory ? ["--require", join(import.meta.dirname, "meter.cjs")] : [];
  const command = [node, ...metered, ...words];
  const descriptor = openSync(output, "w");
  const { status } = spawnSync("bash", ["-c", script, "bash", figures, ...command], {
    cwd,
    env: { ...cleanEnvironment(), ...env, BENCH_METER: meter },
    stdio: ["ignore", descriptor, descriptor],
  });
  closeSync(descriptor);
  if (status !== 0) {
    const said = readFileSync(output, "utf8").slice(-2000);
    throw new Error(`${words.join(" ")} ended with ${status}:\n${said}`);
  }
  const numbers = readFileSync(figures, "utf8").trim().split(/\s+/).map(Number);
  if (numbers.length !== 4) throw new Error("bash 5 is needed: an older one has no EPOCHREALTIME");
  const [user, system, started, ended] = numbers;
  return {
    wallMs: (ended - started) * 1000,
    cpuMs: (user + system) * 1000,
    ...(memory && { peakMebibytes: Number(readFileSync(meter, "utf8")) / 1024 }),
  };
}

/**
 * Our environment, without variables that would change a run: keys, the variables of CI, and
 * NODE_EXTRA_CA_CERTS, which costs each start of Node 20 tens of milliseconds.
 */
function cleanEnvironment() {
  const leaks =
    /^(ANON_|GIT_|GITHUB_|GITLAB_|CI$|NODE_|FORCE_COLOR$|NO_COLOR$|BENCH_|(https?|all|no)_proxy$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !leaks.test(name)));
}
