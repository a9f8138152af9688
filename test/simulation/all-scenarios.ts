import { remoteScenarios } from "./remote-scenarios.ts";
import { scenarios, type Scenario } from "./scenarios.ts";

/** Every scenario; each is killed before every effect it has, in every way. */
export const allScenarios: readonly (() => Scenario)[] = [...scenarios, ...remoteScenarios];
