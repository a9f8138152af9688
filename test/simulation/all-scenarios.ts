import { remoteScenarios } from "./remote-scenarios.ts";
import { scenarios, type Scenario } from "./scenarios.ts";

/** Every scenario; a sweep kills each before every effect, in every way. */
export const allScenarios: readonly (() => Scenario)[] = [...scenarios, ...remoteScenarios];
