import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "yaml";
import { exampleFiles } from "../support/example-files.ts";
import { repositoryFolder } from "../support/repository.ts";
import { githubParser } from "../support/workflow-schema.ts";

/** Tests that each of our workflow files is valid by its publisher's schema. */
const Files = suite("workflow files");

const read = (path: string): string => readFileSync(join(repositoryFolder, path), "utf8");

const { gitHub: ofGitHub, gitLab: ofGitLab, others } = exampleFiles();

Files("each example is one of a kind that is checked here", () => {
  assert.equal(others.toSorted(), [
    "examples/pre-commit/.pre-commit-config.yaml",
    "examples/workspace/kubernetes.yml",
  ]);
  assert.is(ofGitHub.length, 4);
  assert.is(ofGitLab.length, 2);
});

Files("GitHub's own parser takes the workflows and the action", async () => {
  const github = await githubParser();
  assert.ok(github.workflow("broken.yml", "on: push\njobs: { a: { steps: 1 } }").length > 0);
  assert.ok(github.action("action.yml", "name: x\nruns: { using: composite }").length > 0);
  for (const path of ofGitHub) assert.equal(github.workflow(path, read(path)), [], path);
  assert.equal(github.action("action.yml", read("action.yml")), []);
});

Files("GitLab's published schema takes the pipelines", () => {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(JSON.parse(read("test/examples/schemas/gitlab-ci.json")));
  assert.not.ok(validate({ job: { script: 1 } }));
  for (const path of ofGitLab)
    assert.ok(validate(parse(read(path))), ajv.errorsText(validate.errors));
});

Files("pre-commit finds what it requires of a local hook", () => {
  // https://pre-commit.com/#creating-new-hooks
  const { repos } = parse(read("examples/pre-commit/.pre-commit-config.yaml"));
  for (const { repo, hooks } of repos)
    for (const hook of hooks) {
      assert.is(repo, "local");
      for (const key of ["id", "name", "entry", "language"]) assert.type(hook[key], "string", key);
    }
});

Files("a Job of Kubernetes is indexed and tells its pods how many they are", () => {
  const { apiVersion, kind, spec } = parse(read("examples/workspace/kubernetes.yml"));
  assert.equal([apiVersion, kind, spec.completionMode], ["batch/v1", "Job", "Indexed"]);
});

Files.run();
