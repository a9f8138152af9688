import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "yaml";
import { exampleFiles } from "../support/example-files.ts";
import { repositoryFolder } from "../support/repository.ts";

/** Tests of rules for each of our workflow files, because people copy these files beside their keys. */
const Rules = suite("workflow files: least rights, and nothing that others can move");

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly steps: readonly Step[];
}

const read = (path: string): string => readFileSync(join(repositoryFolder, path), "utf8");
const { gitHub, gitLab } = exampleFiles();
const jobs = gitHub.flatMap((path) =>
  Object.entries(parse(read(path)).jobs as Readonly<Record<string, Job>>).map(
    ([name, job]) => [`${path}: ${name}`, job] as const,
  ),
);
const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;

Rules("there is something to look at", () => {
  assert.is(gitHub.length, 4);
  assert.is(gitLab.length, 2);
  assert.is(jobs.length, 5);
});

Rules("each action is named by the commit, with its version in a comment", () => {
  for (const path of [...gitHub, "action.yml"])
    for (const [line, what = ""] of read(path).matchAll(/^.*\buses:\s*(\S+).*$/gm)) {
      assert.match(what, pinned, `${path}: ${line}`);
      assert.match(line, /# (v\d+\.\d+\.\d+|the commit of a release: see README\.md)$/, path);
      // Our own action has no known commit here: no repository has a commit of zeros.
      assert.is(what.endsWith(`@${"0".repeat(40)}`), what.startsWith("anon-sync/anon-sync@"));
    }
});

Rules("a workflow has no rights, and each job those that it names", () => {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    contents: ["read", "write"],
    "pull-requests": ["read", "write"],
    issues: ["write"],
  };
  for (const path of gitHub) assert.equal(parse(read(path)).permissions, {}, path);
  for (const [name, { permissions }] of jobs) {
    assert.is(permissions !== undefined && Object.keys(permissions).length > 0, true, name);
    for (const [right, level] of Object.entries(permissions ?? {}))
      assert.ok(allowed[right]?.includes(level), `${name}: ${right}: ${level}`);
    const mayPush = permissions?.["contents"] === "write";
    assert.is(mayPush, name === "examples/github-actions/apply.yml: apply", name);
  }
});

Rules(
  "a job with a key has it from an environment, and only apply's may be one that creates",
  () => {
    for (const [name, job] of jobs) {
      const hasKey = JSON.stringify(job).includes("secrets.");
      assert.is(job.environment !== undefined, hasKey, name);
      if (hasKey) assert.is(!job.environment?.endsWith("-plan"), name.endsWith(": apply"), name);
    }
  },
);

Rules(
  "each checkout says whether git keeps the token: where anon-sync asks the remote, and only there",
  () => {
    for (const [name, { steps }] of jobs) {
      const asks = steps.some(
        ({ uses = "", run = "" }) =>
          uses.startsWith("anon-sync/anon-sync@") || /anon-sync (plan|apply)\b/.test(run),
      );
      for (const step of steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")))
        assert.is(step.with?.["persist-credentials"], asks, name);
    }
  },
);

Rules("no script holds an expression: it would be run as a part of it", () => {
  for (const [name, { steps }] of jobs)
    for (const { run = "" } of steps) assert.not.match(run, "${{", name);
  for (const { run = "" } of parse(read("action.yml")).runs.steps) assert.not.match(run, "${{");
});

Rules("no workflow starts on an event that a stranger can start with our secrets", () => {
  const started = ["pull_request", "push", "schedule", "workflow_dispatch"];
  for (const path of gitHub) {
    const { on } = parse(read(path)) as { on: string | Readonly<Record<string, unknown>> };
    for (const event of typeof on === "string" ? [on] : Object.keys(on))
      assert.ok(started.includes(event), `${path}: ${event}`);
  }
});

Rules("an image is named by its digest", () => {
  for (const path of [...gitLab, "examples/workspace/kubernetes.yml"])
    for (const [, image = ""] of read(path).matchAll(/\bimage:\s*(\S+)/g))
      assert.match(image, /^[\w.:/-]+@sha256:[0-9a-f]{64}$/, path);
});

Rules("a job of GitLab that asks Anon has its key from an environment", () => {
  let looked = 0;
  for (const path of gitLab)
    for (const [name, job] of Object.entries<{ script?: readonly string[]; environment?: unknown }>(
      parse(read(path)),
    )) {
      const script = (job.script ?? []).join("\n");
      if (!/anon-sync (plan|apply)\b/.test(script)) continue;
      looked += 1;
      const isPlan = !/anon-sync apply\b/.test(script);
      const wanted = isPlan ? { name: "production-plan", action: "access" } : "production";
      assert.equal(job.environment, wanted, `${path}: ${name}`);
    }
  assert.is(looked, 3);
});

Rules("a pod gets no token of the cluster, and no rights beyond its user's", () => {
  const { spec } = parse(read("examples/workspace/kubernetes.yml")).spec.template;
  assert.is(spec.automountServiceAccountToken, false);
  assert.is(spec.securityContext.runAsNonRoot, true);
  for (const { securityContext } of spec.containers) {
    assert.is(securityContext.allowPrivilegeEscalation, false);
    assert.equal(securityContext.capabilities.drop, ["ALL"]);
  }
});

Rules.run();
