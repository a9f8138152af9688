import type { Inventory, Stored } from "../support/emulator.ts";
import type { Project } from "../support/project.ts";

/** Address → name: ten resources whose names tell their addresses, three pools and seven clients. */
export const tenNames: Readonly<Record<string, string>> = {
  "userPools.members": "Members",
  "userPools.partners": "Partners",
  "userPools.staff": "Staff",
  "sdkClients.web": "Web",
  "sdkClients.mobile": "Mobile",
  "sdkClients.desktop": "Desktop",
  "sdkClients.kiosk": "Kiosk",
  "sdkClients.portal": "Portal",
  "sdkClients.office": "Office",
  "sdkClients.console": "Console",
};

const pools = ["members", "partners", "staff"];

/** The manifest of them. */
export const tenManifest = [
  "version: 1",
  "userPools:",
  ...pools.map((key) => `  ${key}: { name: ${tenNames[`userPools.${key}`]}, description: d }`),
  "sdkClients:",
  ...Object.entries(tenNames)
    .filter(([address]) => address.startsWith("sdkClients."))
    .map(([address, name], index) => {
      const kind = `{ application: { userPool: ${pools[index % pools.length]} } }`;
      return `  ${address.slice(11)}: { name: ${name}, description: d, kind: ${kind} }`;
    }),
  "",
].join("\n");

/** What the emulator holds under the name of an address, as a person finds it in the console. */
export function heldFor({ resources }: Inventory, address: string): readonly Stored[] {
  const collection = address.startsWith("userPools.") ? "userPools" : "sdkClients";
  return (resources[collection] ?? []).filter((held) => held["name"] === tenNames[address]);
}

/** Address → id, as the lockfile has it. */
export function lockedIds(project: Project): Readonly<Record<string, string>> {
  const { resources } = project.lockfile();
  return Object.fromEntries(Object.entries(resources).map(([address, { id }]) => [address, id]));
}

/** The ids of every receipt in what a run said: whoever reads the log may use them. */
export function receiptIds(stderr: string): readonly string[] {
  return [...stderr.matchAll(/^created .* id=(\S+) /gm)].map(([, id]) => id ?? "");
}
