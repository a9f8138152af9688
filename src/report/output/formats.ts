import { dotenv } from "./dotenv.ts";
import type { OutputFormat } from "./format.ts";
import { githubOutput } from "./github-output.ts";
import { json } from "./json.ts";
import { typescript } from "./typescript.ts";
import { yaml } from "./yaml.ts";

/** Every format of `anon-sync output`, the default first. A new one is a line here. */
export const outputFormats = [
  dotenv,
  json,
  yaml,
  typescript,
  githubOutput,
] as const satisfies readonly OutputFormat[];
