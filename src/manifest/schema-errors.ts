import type { SchemaError } from "../core/json.ts";

/** A schema error with its path as parts. */
export interface PlacedError extends SchemaError {
  readonly path: readonly (string | number)[];
}

/**
 * The errors of a validator that are worth a message: of a `oneOf` only those of the intended branch,
 * of a bad key only the error that names it.
 */
export function usefulErrors(errors: readonly SchemaError[]): readonly PlacedError[] {
  const useful: SchemaError[] = [];
  let last: SchemaError | undefined;
  for (const error of errors) {
    // The error with `propertyName` has the broken rule of a key. The next error names the key.
    if (error.propertyName !== undefined) continue;
    if (last !== undefined && isEcho(error, last)) continue;
    last = error;
    if (error.keyword === "oneOf") useful.push(...meant(takeBranches(useful, error), error));
    else useful.push(error);
  }
  return useful.map((error) => ({ ...error, path: pathOf(error.instancePath) }));
}

/** Whether an error only repeats `last`: an empty text matches no pattern either. */
function isEcho(error: SchemaError, last: SchemaError): boolean {
  const isSame = error.instancePath === last.instancePath;
  const isFirm = last.keyword === "type" || last.keyword === "minLength";
  return isSame && isFirm && ["const", "enum", "pattern"].includes(error.keyword);
}

/** Removes the errors of `choice`'s branches from the end: ajv puts them right before `choice`. */
function takeBranches(errors: SchemaError[], choice: SchemaError): readonly SchemaError[] {
  let start = errors.length;
  while (start > 0 && isInside(errors[start - 1]!, choice)) start -= 1;
  return errors.splice(start);
}

/** The errors of the one branch whose type fits the value; `choice` itself if that is unclear. */
function meant(inside: readonly SchemaError[], choice: SchemaError): readonly SchemaError[] {
  const branches = new Map<string, SchemaError[]>();
  for (const error of inside) {
    const [branch = ""] = error.schemaPath.slice(choice.schemaPath.length + 1).split("/");
    const known = branches.get(branch);
    if (known === undefined) branches.set(branch, [error]);
    else known.push(error);
  }
  const fitting = [...branches.values()].filter(
    (errors) =>
      !errors.some(
        (error) => error.keyword === "type" && error.instancePath === choice.instancePath,
      ),
  );
  return fitting.length === 1 ? fitting[0]! : [choice];
}

function isInside(error: SchemaError, choice: SchemaError): boolean {
  const { instancePath, schemaPath } = error;
  if (!schemaPath.startsWith(`${choice.schemaPath}/`)) return false;
  return instancePath === choice.instancePath || instancePath.startsWith(`${choice.instancePath}/`);
}

/** A JSON Pointer as parts. A part of digits is an index, since keys never start with a digit. */
function pathOf(pointer: string): readonly (string | number)[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : part));
}
