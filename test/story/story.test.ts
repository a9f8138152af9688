import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { repositoryFolder } from "../support/repository.ts";
import { lockfileName, newStory, type Story } from "./story.ts";
import type { Step } from "./step.ts";
import { addressSteps } from "./steps-address.ts";
import { changeSteps } from "./steps-change.ts";
import { firstSteps } from "./steps-first.ts";
import { productionSteps, troubleSteps } from "./steps-trouble.ts";

/**
 * The whole life of a manifest, as a team lives it: each command's output is a golden file for
 * people to read. After a change of words, STORY_UPDATE=1 in the environment of this test writes
 * all golden files again, and git shows the changes.
 */
const TheStory = suite("the story");

const golden = join(repositoryFolder, "test", "story", "golden");
const isUpdate = process.env["STORY_UPDATE"] === "1";
const steps: readonly Step[] = [
  ...firstSteps,
  ...changeSteps,
  ...addressSteps,
  ...troubleSteps,
  ...productionSteps,
];
const names = steps.map(({ name }, index) => `${String(index + 1).padStart(2, "0")}-${name}.txt`);
const texts: string[] = [];
let story: Story;

TheStory.before(async () => {
  story = await newStory();
  if (!isUpdate) return;
  mkdirSync(golden, { recursive: true });
  for (const name of readdirSync(golden)) rmSync(join(golden, name));
});

TheStory.after(async () => {
  await Promise.all([story.sandbox.close(), story.production.close()]);
});

for (const [index, step] of steps.entries()) {
  const name = names[index] ?? "";
  TheStory(`${name}: ${step.why}`, async () => {
    const text = await told(step);
    texts.push(text);
    const file = join(golden, name);
    if (isUpdate) writeFileSync(file, text);
    assert.fixture(text, readFileSync(file, "utf8"), `${name} is not what the command says now`);
  });
}

TheStory("every golden file belongs to a step", () => {
  assert.equal(readdirSync(golden).toSorted(), names.toSorted());
});

TheStory("after all that every id that an Anon has is in its lockfile, each once", async () => {
  for (const environment of ["sandbox", "production"] as const) {
    const { resources, creates } = await story[environment].inventory();
    const lockfile = story.made.lockfile(environment);
    const known = Object.values(lockfile.resources).map(({ id }) => id);
    const ids = new Set([...known, ...Object.keys(lockfile.retired)]);
    for (const { id } of Object.values(resources).flat()) assert.ok(ids.has(id), id);
    const created = Object.values(creates).reduce((sum, count) => sum + count, 0);
    assert.is(created, ids.size, `${environment}: nothing was created twice`);
  }
});

TheStory("no key and no secret is in what the commands say", () => {
  assert.is(texts.length, steps.length);
  for (const text of texts) assert.not.match(text, /anon_[\w+/=-]{20}/);
});

/** Does one step. Returns the typed command, its output, and the exit code. */
async function told({ why, before, command, at = "sandbox" }: Step): Promise<string> {
  await before?.(story);
  const args = typeof command === "function" ? command(story) : command;
  const { url, apiKey } = story[at];
  const ran = await story.made.run(args, {
    ANON_BASE_URL: url,
    ANON_API_KEY: apiKey,
  });
  story.last = ran;
  learnNames();
  const { stdout, stderr, code } = ran;
  const said = [
    `# ${why}\n\n$ anon-sync ${args.join(" ")}\n`,
    stdout,
    stderr === "" ? "" : `[stderr]\n${stderr}`,
    `[exit ${code}]\n`,
  ];
  return story.names.in(said.join(""));
}

/** Names the ids after the lockfiles, and the commits after git. */
function learnNames(): void {
  for (const environment of ["sandbox", "production"] as const) {
    if (!story.made.has(lockfileName(environment))) continue;
    const { lineage, resources, unsettled } = story.made.lockfile(environment);
    story.names.give(lineage, `<lineage of ${environment}>`);
    const where = environment === "sandbox" ? "" : ` in ${environment}`;
    for (const [address, { id, attempt }] of Object.entries(resources)) {
      story.names.giveId(id, `${address}${where}`);
      if (typeof attempt === "string") story.names.giveAttempt(attempt, `${address}${where}`);
    }
    for (const [address, attempts] of Object.entries(unsettled))
      for (const attempt of Object.keys(attempts))
        story.names.giveAttempt(attempt, `${address}${where}`);
  }
  // There are no commits at first.
  if (story.made.git("branch", "--list") === "") return;
  const commits = story.made.git("log", "--reverse", "--format=%H %s").trim().split("\n");
  for (const line of commits) {
    const [commit = "", ...subject] = line.split(" ");
    story.names.give(commit, `<of "${subject.join(" ")}">`);
    story.names.give(commit.slice(0, 12), `<of "${subject.join(" ")}">`);
  }
}

TheStory.run();
