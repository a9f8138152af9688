import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exitCode } from "../../src/core/errors/exit-code.ts";
import { Failure } from "../../src/core/errors/problem.ts";
import { filledArguments, parseSecretPlace } from "../../src/core/secret-place.ts";
import { shellWords } from "../../src/core/shell-words.ts";
import { repositoryFolder } from "../support/repository.ts";

const Place = suite("where secrets go");

/** A line and the words that `sh` makes of the line, without the expansions of sh. */
const lines: readonly (readonly [line: string, words: readonly string[]])[] = [
  ["", []],
  ["  \t ", []],
  ["gh secret set KEY", ["gh", "secret", "set", "KEY"]],
  ["  two   spaces\tand\ntabs ", ["two", "spaces", "and", "tabs"]],
  [`a 'one word' "another one"`, ["a", "one word", "another one"]],
  [`--from-file="a b"/c'd e'`, ["--from-file=a b/cd e"]],
  [`a '' ""`, ["a", "", ""]],
  [`a\\ b \\' \\\\`, ["a b", "'", "\\"]],
  [`"a\\"b" "\\$HOME" "\\n"`, [`a"b`, "$HOME", "\\n"]],
  [`'a\\b' '"' "'"`, ["a\\b", '"', "'"]],
  ["$HOME `id` $(id) * | ; > & #", ["$HOME", "`id`", "$(id)", "*", "|", ";", ">", "&", "#"]],
];

Place("a command is split where a shell splits it, and nothing else is done to it", () => {
  for (const [line, words] of lines) assert.equal(shellWords(line), { words }, line);
  for (const open of [`a 'b`, `a "b`, `a "b\\"`, "a\\"])
    assert.ok("wrong" in shellWords(open), open);
});

function refusal(text: string): string {
  try {
    parseSecretPlace(text, "--secret-sink");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    assert.is(error.exitCode, exitCode.invalid);
    assert.is(error.problems[0]?.code, "bad-secret-sink");
    return error.message;
  }
  throw new Error(`${text} is taken`);
}

Place("a file names its folder as it is, a command its program and arguments", () => {
  assert.equal(parseSecretPlace("file:../a b", ""), { sink: "file", folder: "../a b" });
  assert.equal(parseSecretPlace("command: gh secret set '{NAME}'", ""), {
    sink: "command",
    program: "gh",
    arguments: ["secret", "set", "{NAME}"],
  });
});

Place("what could send a secret to the wrong place is refused before anything is done", () => {
  assert.match(refusal("secrets"), "--secret-sink is neither file: nor command:");
  assert.match(refusal("stdout"), "neither file: nor command:");
  assert.match(refusal("file: "), "names no folder");
  assert.match(refusal("command:"), "names no program");
  assert.match(refusal("command:gh 'set"), "a quote (') is not closed");
  assert.match(refusal("command:put-{name} x"), "brace in its program's name");
  // Both commands would overwrite every secret with the next one.
  assert.match(refusal("command:put {adress}"), "{adress}, which stands for nothing");
  assert.match(refusal("command:put {constructor}"), "{constructor}, which stands for nothing");
});

Place("what a placeholder brings in is not filled in once more", () => {
  const of = { address: "sdkClients.back-end", environment: "sandbox", id: "{address}" };
  assert.equal(filledArguments(["{address}={id}", "{name}/{NAME}", "{environment}", "{}"], of), [
    "sdkClients.back-end={address}",
    "back-end/BACK_END",
    "sandbox",
    "{}",
  ]);
});

Place("every recipe of docs/secret-sinks.md is a line that is taken as it is written there", () => {
  const text = readFileSync(join(repositoryFolder, "docs/secret-sinks.md"), "utf8");
  const lines = text.split("\n").filter((line) => line.startsWith("--secret-sink '"));
  const programs = lines.map((line) => {
    const typed = shellWords(line);
    if ("wrong" in typed || typed.words.length !== 2) throw new Error(`not two words: ${line}`);
    const place = parseSecretPlace(typed.words[1] ?? "", "docs");
    assert.ok(place.sink === "command" && place.arguments.some((word) => /\{n/i.test(word)), line);
    return place.sink === "command" ? place.program : "";
  });
  assert.equal(programs, ["./github-secret.sh", "vault", "aws", "aws", "./kubernetes-secret.sh"]);
});

Place.run();
