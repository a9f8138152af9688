import { storyManifest } from "./manifest.ts";
import { digest, inOrder, type Step } from "./step.ts";
import { commit } from "./story.ts";

/** The steps from an empty repository to a sandbox that exists, with proof. */
export const firstSteps: readonly Step[] = [
  {
    name: "init",
    why: "A team starts in an empty repository.",
    command: ["init"],
  },
  {
    name: "validate-typo",
    why: "They write down what should exist, with two typing errors.",
    before: ({ made }) =>
      made.manifest(storyManifest.replace("idClaim", "idclaim").replace("members }", "member }")),
    command: ["validate"],
  },
  {
    name: "validate",
    why: "They correct them.",
    before: ({ made }) => made.manifest(storyManifest),
    command: ["validate"],
  },
  {
    name: "plan-from-nothing",
    why: "Nothing exists yet: the plan creates everything, and has a digest.",
    command: ["plan"],
  },
  {
    name: "apply-expect",
    why: "The pipeline applies exactly the plan that was read.",
    command: (story) => ["apply", "--expect", digest(story), ...inOrder],
  },
  {
    name: "apply-again",
    why: "A second apply sends nothing.",
    command: ["apply", "--auto-approve"],
  },
  {
    name: "status",
    why: "What is there now?",
    before: (story) => commit(story, "Anon under management"),
    command: ["status"],
  },
  {
    name: "output-dotenv",
    why: "The applications need the ids.",
    command: ["output", "--format", "dotenv"],
  },
  {
    name: "verify",
    why: "The deployment ends with proof that all is there.",
    command: ["verify", "--with-token"],
  },
];
