import { inOrder, type Step } from "./step.ts";
import { edit, idAt } from "./story.ts";

/** The steps in which existing resources change: in the console, and in the manifest. */
export const changeSteps: readonly Step[] = [
  {
    name: "drift-refresh-only",
    why: "Somebody changes a description and a claim in Anon's console.",
    before: async (story) => {
      const staff = idAt(story, "userPools.staff");
      await story.sandbox.edit("userPools", staff, {
        description: "Everybody who works here.",
        authorization: { idClaim: "sub" },
      });
    },
    command: ["plan", "--refresh-only"],
  },
  {
    name: "drift-plan",
    why: "An ordinary plan warns of the same, and stops at nothing.",
    command: ["plan", "--detailed-exitcode"],
  },
  {
    name: "relock-plan",
    why: "The manifest takes one of the two changes over; the claim is put back in the console.",
    before: async (story) => {
      const staff = idAt(story, "userPools.staff");
      await story.sandbox.edit("userPools", staff, { authorization: { idClaim: "email" } });
      edit(story, "description: Employees.", "description: Everybody who works here.");
    },
    command: ["plan"],
  },
  {
    name: "relock-apply",
    why: "Only the lockfile changes.",
    command: ["apply", "--auto-approve"],
  },
  {
    name: "immutable",
    why: "The manifest changes what the API cannot change.",
    before: (story) => edit(story, "People who sign up at", "People who sign in at"),
    command: ["plan"],
  },
  {
    name: "protect",
    why: "A protected pool is not replaced, whatever is said on the command line.",
    before: (story) => edit(story, "    name: Members\n", "    name: Members\n    protect: true\n"),
    command: ["plan", "--replace", "userPools.members"],
  },
  {
    name: "replace-plan",
    why: "Without that word it is, and its two clients follow.",
    before: (story) => edit(story, "    protect: true\n", ""),
    command: ["plan", "--replace", "userPools.members"],
  },
  {
    name: "replace-apply",
    why: "They know what it breaks, and do it.",
    command: ["apply", "--auto-approve", "--replace", "userPools.members", ...inOrder],
  },
];
