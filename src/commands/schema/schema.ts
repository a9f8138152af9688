import { exitCode } from "../../core/errors/exit-code.ts";
import { failure } from "../../core/errors/problem.ts";
import { fileSchemas, schemaText } from "./schemas.ts";
import { kinds } from "../../kinds/index.ts";
import type { RunCommand } from "../../session/options.ts";

/** `anon-sync schema NAME`: exactly the text of schemas/NAME.schema.json. */
export const run: RunCommand = async ({ out }, _options, [name]) => {
  const schemas = fileSchemas(kinds);
  const found = schemas.find((each) => each.name === name);
  if (found === undefined)
    throw failure(
      exitCode.invalid,
      "unknown-schema",
      `There is no schema ${JSON.stringify(name)}.`,
      `Choose one of: ${schemas.map((each) => each.name).join(", ")}.`,
    );
  out.write(schemaText(found.schema));
  return exitCode.done;
};
