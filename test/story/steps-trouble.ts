import { rmSync } from "node:fs";
import { join } from "node:path";
import { more } from "./manifest.ts";
import { inOrder, type Step } from "./step.ts";
import { commit, edit, forget, idAt, lockfileName } from "./story.ts";

/** The steps with failures: lost answers, lost ids, lost files. */
export const troubleSteps: readonly Step[] = [
  {
    name: "unsettled",
    why: "The connection breaks after a create was sent: nobody can say whether it was carried out.",
    before: async (story) => {
      rmSync(join(story.made.folder, "reviewed.plan"));
      commit(story, "Help desk");
      edit(story, "sdkClients:\n", `sdkClients:\n${more.shop}`);
      await story.sandbox.fault("post/sdkClient:1:reset-after");
    },
    command: ["apply", "--auto-approve"],
  },
  {
    name: "unsettled-status",
    why: "What is to be done about it?",
    command: ["status"],
  },
  {
    name: "unsettled-apply",
    why: "Another apply leaves it alone.",
    command: ["apply", "--auto-approve"],
  },
  {
    name: "settle",
    why: "Somebody found it in Anon's console.",
    before: async (story) => {
      story.byHand = (await story.sandbox.named("Shop")).id;
    },
    command: (story) => ["settle", "sdkClients.shop", "--id", story.byHand],
  },
  {
    name: "service-without-sink",
    why: "A service client has a secret that is shown once: without a place for it, it is not made.",
    before: (story) => {
      commit(story, "Shop");
      edit(story, "sdkClients:\n", `sdkClients:\n${more.jobs}`);
    },
    command: ["apply", "--auto-approve"],
  },
  {
    name: "service",
    why: "With a folder outside of git's reach it is.",
    command: ({ outside }) => ["apply", "--auto-approve", "--secret-sink", `file:${outside}`],
  },
  {
    name: "missing",
    why: "Somebody deletes a client in Anon's console.",
    before: async (story) => {
      commit(story, "Jobs");
      await story.sandbox.remove("sdkClients", idAt(story, "sdkClients.desk"));
    },
    command: ["plan"],
  },
  {
    name: "recreate",
    why: "That was a mistake: it is made again, where that is said.",
    command: ["apply", "--auto-approve", "--recreate", "sdkClients.desk"],
  },
  {
    name: "lost-lockfile",
    why: "A bad merge loses the lockfile, and this is a fresh clone: only git knows the ids.",
    before: (story) => {
      commit(story, "Help desk again");
      rmSync(join(story.made.folder, lockfileName("sandbox")));
      forget(story);
    },
    command: ["apply", "--auto-approve"],
  },
  {
    name: "recover-asks",
    why: "Git's history knows them.",
    command: ["recover", "--from-git"],
  },
  {
    name: "recover",
    why: "They agree.",
    command: ["recover", "--from-git", "--yes"],
  },
  {
    name: "recovered-plan",
    why: "Everything is as it was.",
    command: ["plan"],
  },
];

/** The steps that apply the same manifest to production. */
export const productionSteps: readonly Step[] = [
  {
    name: "production-plan",
    why: "The same manifest, for production, which has nothing yet.",
    command: ["plan", "-e", "production"],
    at: "production",
  },
  {
    name: "production-apply",
    why: "It is applied there.",
    command: ({ outside }) => [
      "apply",
      "-e",
      "production",
      "--auto-approve",
      "--secret-sink",
      `file:${outside}`,
      ...inOrder,
    ],
    at: "production",
  },
  {
    name: "production-with-sandboxs-lockfile",
    why: "A pipeline names production, and sandbox's lockfile: nothing is created.",
    command: ["apply", "-e", "production", "--auto-approve", "--lockfile", lockfileName("sandbox")],
    at: "production",
  },
  {
    name: "production-verify",
    why: "The deployment ends with proof.",
    command: ["verify", "-e", "production", "--with-token"],
    at: "production",
  },
  {
    name: "production-status",
    why: "The inventory of production.",
    command: ["status", "-e", "production"],
    at: "production",
  },
  {
    name: "sandbox-status",
    why: "And that of sandbox, with everything that happened.",
    command: ["status"],
  },
  {
    name: "status-address",
    why: "What is known of one address alone?",
    command: ["status", "userPools.members"],
  },
];
