import type { JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { withoutUserInfo } from "../core/user-info.ts";
import { parts as blockValidators } from "./generated/manifest-validator.ts";
import { templatesIn, type TemplateInBlock } from "./fill-in.ts";
import { maximumMistakes, maximumTextLength } from "./limits.ts";
import type { Environment, Resource } from "./manifest.ts";
import type { Nearest } from "./nearest.ts";
import { type PlacedError, usefulErrors } from "./schema-errors.ts";
import type { Report, Path } from "./source.ts";
import type { Tree } from "./tree.ts";
import { fillIn, isTemplate, type Template } from "./variables.ts";
import { findingOf } from "./wording.ts";
import { listed, pathText, quote } from "./words.ts";

/** The input of the checks of all environments. */
export interface Checked {
  readonly tree: Tree;
  readonly kinds: readonly Kind[];
  readonly environments: ReadonlyMap<string, Environment>;
  readonly resources: readonly Resource[];
  readonly nearest: Nearest;
  readonly report: Report;
}

/** Reports a finding, given the environments that have it. */
export type Say = (environments: readonly string[], everywhere: boolean) => void;

/** Notes a finding in one environment; equal keys of one resource are one finding. */
export type Note = (key: string, say: Say) => void;

/** The end of a message: the environments of a finding, or nothing if every environment has it. */
export function inWhich(where: readonly string[], everywhere: boolean): string {
  return everywhere ? "" : `, in ${listed(where)}`;
}

/** Reports mistakes in `${…}`, the same in every environment. Returns the texts to fill in. */
export function checkTemplates(
  resource: Resource,
  { tree, report }: Checked,
): readonly TemplateInBlock[] {
  const templates = templatesIn(resource.block);
  for (const { path, template } of templates) {
    const whole = [resource.collection, resource.key, ...path];
    for (const { finding, part } of template.mistakes)
      report(finding, tree.rangeWithin(whole, part));
  }
  return templates;
}

/** Notes variables without a value and texts that get too long; false if there are any. */
export function checkVariables(
  resource: Resource,
  templates: readonly TemplateInBlock[],
  environment: Environment,
  { tree, nearest, report }: Checked,
  note: Note,
): boolean {
  let isKnown = true;
  for (const { path, template } of templates) {
    const whole: Path = [resource.collection, resource.key, ...path];
    isKnown &&= template.mistakes.length === 0;
    const unknown = unknownIn(template, environment);
    isKnown &&= unknown.length === 0;
    for (const variable of unknown) {
      const meant = nearest(variable, environment.vars.keys());
      note(`variable ${pathText(whole)} ${variable}`, (where) => {
        report(
          {
            code: "unknown-variable",
            message: `\${vars.${variable}} has no value in ${listed(where)}`,
            next:
              meant === undefined
                ? `Add ${variable} under environments.${where[0]}.vars.`
                : `Did you mean \${vars.${meant}}?`,
          },
          tree.rangeWithin(whole, `\${vars.${variable}}`),
        );
      });
    }
    if (fillIn(template, environment.vars) !== undefined) continue;
    isKnown = false;
    note(`length ${pathText(whole)}`, (where, everywhere) => {
      report(
        {
          code: "bad-value",
          message: `${pathText(whole)} gets longer than ${maximumTextLength} characters${inWhich(where, everywhere)}`,
          next: "Use fewer or shorter variables.",
        },
        tree.valueRange(whole),
      );
    });
  }
  return isKnown;
}

/** The first variables of a text without a value. Few, since reports search the text for each. */
function unknownIn({ parts }: Template, { vars }: Environment): readonly string[] {
  const unknown = new Set<string>();
  for (const part of parts) {
    if (unknown.size === maximumMistakes) break;
    if (typeof part !== "string" && !vars.has(part.variable)) unknown.add(part.variable);
  }
  return [...unknown];
}

/** Notes filled-in texts that the kind refuses. Texts without variables were checked before. */
export function checkValues(
  resource: Resource,
  block: JsonObject,
  kind: Kind,
  { tree, nearest, report }: Checked,
  note: Note,
): void {
  const validate = blockValidators[kind.collection];
  if (validate === undefined || validate(block)) return;
  for (const error of usefulErrors(validate.errors ?? [])) {
    const path = [resource.collection, resource.key, ...error.path];
    if (!isTemplate(tree.valueAt(path))) continue;
    const value = valueIn(block, error);
    const finding = findingOf(error, {
      schema: kind.schema,
      nearest,
      value,
      written: undefined,
      path,
    });
    note(`value ${pathText(path)} ${finding.message}`, (where, everywhere) => {
      const filled = `${quote(withoutUserInfo(String(value)))}${inWhich(where, everywhere)}`;
      report(
        { ...finding, message: `${finding.message} (its variables filled in: ${filled})` },
        tree.valueRange(path),
      );
    });
  }
}

function valueIn(block: JsonObject, error: PlacedError): unknown {
  let current: unknown = block;
  for (const part of error.path)
    current = (current as Readonly<Record<string, unknown>> | undefined)?.[part];
  return current;
}
