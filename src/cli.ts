import { styleFor } from "./cli/colour.ts";
import { hostName, Interrupted, readLine, type Output } from "./session/context.ts";
import { explainError } from "./session/explain-error.ts";
import { createOutputGate } from "./cli/output-gate.ts";
import { runCommandLine } from "./cli/run-command-line.ts";

const variables = process.env;
const words = process.argv.slice(2);
const gate = createOutputGate(variables);
const stop = new AbortController();
const abandon = new AbortController();
const out = outputOf(process.stdout);
const err = outputOf(process.stderr);

process.on("uncaughtException", (error) => {
  process.exitCode = explainError(error, err);
  // The state of other work is uncertain. Durable facts stay durable; we do not wait for the rest.
  process.exit();
});

let isDone = false;
process.once("exit", (code) => {
  // Node had nothing left to wait for, and the command did not end: that is no success.
  if (!isDone && code === 0) process.exitCode = 1;
});

void runCommandLine(words, {
  columns: process.stdout.columns ?? 100,
  cwd: process.cwd,
  listen: listenForSignals,
  variables,
  out,
  err,
  // stderr first: to make a stream of stdin, which is rarely a terminal if that is none, takes 3 ms.
  ask: process.stderr.isTTY && process.stdin.isTTY ? ask : undefined,
  interrupt: { stop: stop.signal, abandon: abandon.signal },
  protect: gate.protect,
  redact: gate.redact,
  redactForeign: gate.redactForeign,
  reveal,
  process: { pid: process.pid, host: hostName() },
}).then((code) => {
  isDone = true;
  // We set exitCode and do not call process.exit: a call would cut off output still under way.
  process.exitCode = code === 0 ? (process.exitCode ?? 0) : code;
});

/** First signal: stop; second: abandon. Commands without a graceful interrupt end at once. */
function listenForSignals(isGraceful: boolean): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!isGraceful) process.exit(130);
      (stop.signal.aborted ? abandon : stop).abort(new Interrupted(signal));
    });
  }
}

/** Returns the Output of one stream, behind the gate that redacts secrets. */
function outputOf(stream: NodeJS.WriteStream): Output {
  // Undefined if it is none, whatever its type says.
  const isTerminal = stream.isTTY === true;
  let isBroken = false;
  const redact = gate.redactPieces();
  stream.on("error", (error: NodeJS.ErrnoException) => {
    isBroken = true;
    // The reader has closed the pipe (`| head -1`), or the terminal is gone. The run continues: its
    // effects matter more than its output.
    if (error.code === "EPIPE" || error.code === "EIO") return;
    process.exitCode = 1;
    if (stream !== process.stderr) err.write(`Cannot write to stdout: ${error.message}\n`);
  });
  return {
    write(text) {
      if (!isBroken) stream.write(redact(text));
    },
    isTerminal: isTerminal && variables["TERM"] !== "dumb",
    style: styleFor({ variables, isTerminal, noColour: hasNoColourFlag() }),
  };
}

/** Writes a text past the gate; resolves once the stream has taken the text. */
function reveal(text: string, stream: "out" | "err"): Promise<void> {
  return new Promise((resolve, reject) => {
    const target = stream === "out" ? process.stdout : process.stderr;
    target.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Whether --no-color is typed. Mistakes have a style too, so we test before reading the line. */
function hasNoColourFlag(): boolean {
  const end = words.indexOf("--");
  return words.slice(0, end === -1 ? words.length : end).includes("--no-color");
}

async function ask(question: string): Promise<string> {
  err.write(question);
  return readLine(process.stdin, stop.signal);
}
