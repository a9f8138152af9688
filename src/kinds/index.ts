import type { Kind } from "../core/kind.ts";
import { sdkClient } from "./sdk-client.ts";
import { userPool } from "./user-pool.ts";

/** Every kind there is, in the order manifests list them. A new kind is one line here. */
export const kinds: readonly Kind[] = [userPool, sdkClient];
