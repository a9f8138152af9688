import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exitCode } from "../../src/core/exit-code.ts";
import { Failure, type Problem } from "../../src/core/problem.ts";
import { secretDirectory } from "../../src/files/secret-directory.ts";
import { disk } from "../../src/system/disk.ts";
import { createGit } from "../../src/system/git.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Secrets = suite("secret directory");

const git = createGit(process.env, process.cwd());
const secret = "canary-secret-0123456789";

async function problemOf(step: Promise<unknown>): Promise<Problem> {
  const error = await step.catch((reason: unknown) => reason);
  if (!(error instanceof Failure)) throw new Error(`no Failure: ${String(error)}`);
  assert.is(error.exitCode, exitCode.refused);
  const [problem] = error.problems;
  if (problem === undefined) throw new Error("a Failure without a problem");
  assert.not.match(`${problem.message} ${problem.next}`, secret);
  return problem;
}

function open(folder: string, address = "sdkClients.backend") {
  return secretDirectory({ disk, git }, folder, "sandbox").open(address);
}

Secrets("the file is there, empty and for its owner only, before anything is sent", async () => {
  const folder = temporaryFolder();
  const sink = await open(folder);
  assert.is(sink.place, join(folder, "sandbox.sdkClients.backend.secret"));
  assert.is(statSync(sink.place).mode & 0o777, 0o600);
  assert.is(readFileSync(sink.place, "utf8"), "");
  await sink.discard();
});

Secrets("the secret is written as one line", async () => {
  const sink = await open(temporaryFolder());
  await sink.write(secret);
  assert.is(readFileSync(sink.place, "utf8"), `${secret}\n`);
});

Secrets("a place that is not needed is removed", async () => {
  const folder = temporaryFolder();
  await (await open(folder)).discard();
  assert.equal(readdirSync(folder), []);
});

Secrets("a secret is never overwritten", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "sandbox.sdkClients.backend.secret");
  writeFileSync(path, secret);
  const { code, message, next } = await problemOf(open(folder));
  assert.is(code, "secret-place");
  assert.match(message, "Nothing was sent");
  assert.match(next ?? "", "never overwritten");
  assert.is(readFileSync(path, "utf8"), secret);
});

Secrets("a symlink in its place is not followed", async () => {
  const folder = temporaryFolder();
  const elsewhere = join(temporaryFolder(), "elsewhere");
  symlinkSync(elsewhere, join(folder, "sandbox.sdkClients.backend.secret"));
  assert.is((await problemOf(open(folder))).code, "secret-place");
});

Secrets("the folder must exist: a typo is not made into a place for secrets", async () => {
  const { code, next } = await problemOf(open(join(temporaryFolder(), "missing")));
  assert.is(code, "secret-place");
  assert.match(next ?? "", "--secrets-dir");
});

Secrets("a folder that git would commit is refused, one that it ignores is not", async () => {
  const root = temporaryFolder();
  execFileSync("git", ["init", "--quiet", root]);
  const folder = join(root, "secrets");
  mkdirSync(folder);
  const { code, next } = await problemOf(open(folder));
  assert.is(code, "secrets-in-git");
  assert.match(next ?? "", ".gitignore");
  assert.equal(readdirSync(folder), []);
  writeFileSync(join(root, ".gitignore"), "/secrets/\n");
  const sink = await open(folder);
  await sink.write(secret);
  const status = execFileSync("git", ["-C", root, "status", "--porcelain", "-uall"]);
  assert.not.match(status.toString(), "secrets/");
});

Secrets("a folder outside that links into a work tree is inside it", async () => {
  const root = temporaryFolder();
  execFileSync("git", ["init", "--quiet", root]);
  const link = join(temporaryFolder(), "link");
  symlinkSync(root, link);
  assert.is((await problemOf(open(link))).code, "secrets-in-git");
});

Secrets("each client and environment has a file of its own", async () => {
  const folder = temporaryFolder();
  const sinks = [await open(folder), await open(folder, "sdkClients.other")];
  const production = secretDirectory({ disk, git }, folder, "production");
  sinks.push(await production.open("sdkClients.backend"));
  assert.is(new Set(sinks.map(({ place }) => place)).size, 3);
  for (const sink of sinks) await sink.discard();
});

Secrets.run();
