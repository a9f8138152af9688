import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { repositoryFolder } from "./repository.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The errors of GitHub's own parser for a file, a sentence each. */
export interface GitHubParser {
  workflow(name: string, content: string): readonly string[];
  action(name: string, content: string): readonly string[];
}

interface Parser {
  parseWorkflow: Parse;
  parseAction: Parse;
  NoOperationTraceWriter: new () => object;
}

type Parse = (
  file: { name: string; content: string },
  trace: object,
) => { context: { errors: { getErrors(): readonly { message: string }[] } } };

/**
 * Returns the parser of GitHub's editors (@actions/workflow-parser), with the public schemas of
 * workflows and actions in it. We bundle it first, because Node 20 rejects its imports of schemas.
 */
export async function githubParser(): Promise<GitHubParser> {
  const file = join(temporaryFolder(), "parser.mjs");
  const parser = join(repositoryFolder, "node_modules/@actions/workflow-parser/dist");
  const modules = ["index.js", "actions/action-parser.js", "templates/trace-writer.js"];
  const build = await rolldown({
    cwd: repositoryFolder,
    input: "entry",
    platform: "node",
    plugins: [
      {
        name: "entry",
        resolveId: (source) => (source === "entry" ? source : undefined),
        load: (id) =>
          id === "entry"
            ? modules.map((name) => `export * from ${JSON.stringify(join(parser, name))};`).join("")
            : undefined,
      },
    ],
  });
  await build.write({ file, format: "esm", codeSplitting: false });
  await build.close();
  const loaded = (await import(pathToFileURL(file).href)) as Parser;
  const findings = (parse: Parse) => (name: string, content: string) =>
    parse({ name, content }, new loaded.NoOperationTraceWriter())
      .context.errors.getErrors()
      .map(({ message }) => message);
  return { workflow: findings(loaded.parseWorkflow), action: findings(loaded.parseAction) };
}
