import type { Binding } from "./lockfile.ts";

/**
 * Returns how a lockfile's binding differs from the binding of a run, one clause for each
 * difference. A part that only one binding has is no difference: the organization is unknown before
 * the first create.
 */
export function bindingDifferences(held: Binding, wanted: Binding): readonly string[] {
  return (["name", "baseUrl", "organizationId"] as const).flatMap((part) => {
    const [ours, theirs] = [held[part], wanted[part]];
    if (ours === undefined || theirs === undefined || ours === theirs) return [];
    return [`${words[part]} ${ours}, and this run is for ${theirs}`];
  });
}

/** Whether a lockfile with this base URL belongs to an emulator, by its instance. */
export function isEmulatorUrl(baseUrl: string): boolean {
  return baseUrl.startsWith("emulator:");
}

const words = {
  name: "the environment",
  baseUrl: "the API at",
  organizationId: "the organization",
} as const;
