import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";

interface Operation {
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content: Content }>>;
}

interface Content {
  readonly "application/json": { readonly schema: { readonly $ref: string } };
}

interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

// The path starts at the compiled test, which is one folder deeper than its source.
const file = new URL("../../../test/contract/anon-openapi.yaml", import.meta.url);

/** The written contract of the API. */
export const contract: Contract = parse(readFileSync(file, "utf8"));

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $id: "contract", ...contract });

/** What is wrong with an answer, as the contract sees it; undefined if nothing is. */
export function answerProblem(method: string, path: string, answer: unknown): string | undefined {
  return problem(operation(method, path).responses["200"]?.content, answer);
}

/** What is wrong with a request's body, as the contract sees it; undefined if nothing is. */
export function bodyProblem(path: string, body: unknown): string | undefined {
  return problem(operation("POST", path).requestBody?.content, body);
}

function operation(method: string, path: string): Operation {
  const found = contract.paths[path]?.[method.toLowerCase()];
  if (found === undefined) throw new Error(`the contract has no ${method} ${path}`);
  return found;
}

function problem(content: Content | undefined, value: unknown): string | undefined {
  if (content === undefined) throw new Error("the contract describes no content here");
  const { $ref } = content["application/json"].schema;
  const valid = ajv.validate({ $ref: `contract${$ref}` }, value);
  return valid ? undefined : ajv.errorsText();
}
