import { isObject, type JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { lookAlikeKeys } from "../core/plan/look-alike.ts";
import { secretSinkKey } from "../core/secret-place.ts";
import {
  type Checked,
  checkTemplates,
  checkValues,
  checkVariables,
  inWhich,
  type Note,
  type Say,
} from "./check-variables.ts";
import { checkUrls } from "./check-urls.ts";
import { fillInBlock } from "./fill-in.ts";
import { livesIn, type Resource } from "./manifest.ts";
import type { Finding } from "./source.ts";
import { listed, quote } from "./words.ts";

/** The names in one collection of one environment, each with the address that had it first. */
interface Taken {
  readonly names: Map<string, string>;
  readonly lookAlikes: Map<string, string>;
}

/**
 * Checks every resource in every environment it lives in: variables, filled-in values, references
 * and names. Reports a mistake of several environments once, and names them in the message.
 */
export function checkEnvironments(checked: Checked): void {
  const { environments, kinds, report, resources } = checked;
  const found = new Map<string, { environments: string[]; say: Say }>();
  const taken = new Map<string, Map<string, Taken>>();
  for (const environment of environments.keys())
    taken.set(
      environment,
      new Map(kinds.map((kind) => [kind.collection, { names: new Map(), lookAlikes: new Map() }])),
    );
  let lastName: string | undefined;
  let lastKeys: readonly string[] = [];
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  const addressesOf = new Map(
    kinds.map(({ collection }) => [
      collection,
      resources.filter((each) => each.collection === collection).map(({ key }) => key),
    ]),
  );

  for (const resource of resources) {
    const kind = kinds.find(({ collection }) => collection === resource.collection);
    const lives = [...environments].filter(([name]) => livesIn(resource, name));
    if (kind === undefined) continue;
    const templates = checkTemplates(resource, checked);
    const isTemplated = templates.length > 0;
    for (const [name, environment] of lives) {
      const note: Note = (key, say) => {
        const earlier = found.get(`${resource.address} ${key}`);
        if (earlier === undefined)
          found.set(`${resource.address} ${key}`, { environments: [name], say });
        else earlier.environments.push(name);
      };
      const isKnown =
        !isTemplated || checkVariables(resource, templates, environment, checked, note);
      if (!isKnown) continue;
      const block = fillInBlock(resource.block, environment.vars, templates);
      if (isTemplated) checkValues(resource, block, kind, checked, note);
      checkReferences(resource, block, kind, name, note);
      checkName(resource, block, name, note);
      checkUrls(resource, block, kind, checked, note);
      checkSecretSink(resource, block, kind, note);
    }
    for (const { environments: where, say } of found.values())
      say(where, where.length === environments.size);
    found.clear();
  }

  function checkReferences(
    resource: Resource,
    block: JsonObject,
    kind: Kind,
    environment: string,
    note: Note,
  ): void {
    for (const { path, collection, key } of kind.references(block)) {
      const whole = [resource.collection, resource.key, ...path];
      const target = byAddress.get(`${collection}.${key}`);
      if (target === undefined) {
        note(`unknown ${whole.join(".")} ${key}`, () =>
          report(unknownReference(collection, key), checked.tree.valueRange(whole)),
        );
      } else if (!livesIn(target, environment)) {
        note(`elsewhere ${whole.join(".")} ${key}`, (where) =>
          report(notThere(resource, target, where), checked.tree.valueRange(whole)),
        );
      }
    }
  }

  function checkSecretSink(resource: Resource, block: JsonObject, kind: Kind, note: Note): void {
    const known = kind.schema["properties"];
    // The schema has reported a kind that has no such key.
    if (block[secretSinkKey] === undefined || !isObject(known) || !(secretSinkKey in known)) return;
    if (kind.hasSecret(kind.wanted(block))) return;
    note("no secret", () =>
      report(
        {
          code: "no-secret",
          message: `${resource.address} is no service client: its create answers no secret`,
          next: `Delete ${secretSinkKey} here.`,
        },
        checked.tree.keyRange([resource.collection, resource.key, secretSinkKey]),
      ),
    );
  }

  function unknownReference(collection: string, key: string): Finding {
    const keys = addressesOf.get(collection) ?? [];
    const meant = checked.nearest(key, keys);
    return {
      code: "unknown-reference",
      message: `there is no ${collection}.${key}`,
      next:
        meant === undefined
          ? `Add ${quote(key)} under ${collection}, or name one that is there.`
          : `Did you mean ${quote(meant)}?`,
    };
  }

  function checkName(resource: Resource, block: JsonObject, environment: string, note: Note): void {
    const name = block["name"];
    if (typeof name !== "string") return;
    const here = taken.get(environment)?.get(resource.collection);
    if (here === undefined) return;
    // Anon trims texts.
    const key = name.trim();
    const first = here.names.get(key);
    if (first === undefined) {
      here.names.set(key, resource.address);
      checkLookAlike(resource, name, here.lookAlikes, note);
    } else {
      note(`name ${first}`, (where, everywhere) =>
        report(
          {
            code: "duplicate-name",
            severity: "warning",
            message: `${resource.address} has the same name as ${first}${inWhich(where, everywhere)}`,
            next: "Nothing tells them apart in Anon's console: rename one of them before it is created.",
          },
          checked.tree.valueRange([resource.collection, resource.key, "name"]),
        ),
      );
    }
  }

  function checkLookAlike(
    resource: Resource,
    name: string,
    lookAlikes: Taken["lookAlikes"],
    note: Note,
  ): void {
    // The name is the same in each environment, unless it contains variables.
    if (name !== lastName) [lastName, lastKeys] = [name, lookAlikeKeys(name)];
    const keys = lastKeys;
    const first = keys.map((key) => lookAlikes.get(key)).find((address) => address !== undefined);
    for (const key of keys) if (!lookAlikes.has(key)) lookAlikes.set(key, resource.address);
    if (first === undefined) return;
    note(`look-alike ${first}`, (where, everywhere) =>
      report(
        looksLike(resource.address, first, inWhich(where, everywhere)),
        checked.tree.valueRange([resource.collection, resource.key, "name"]),
      ),
    );
  }
}

function looksLike(address: string, other: string, where: string): Finding {
  return {
    code: "look-alike-name",
    severity: "warning",
    message: `the name of ${address} looks like that of ${other}${where}: they differ by case, separators or look-alike letters only`,
    next: "People will take one for the other, and Anon cannot rename: change one of them before it is created.",
  };
}

function notThere(from: Resource, to: Resource, where: readonly string[]): Finding {
  return {
    code: "reference-not-in-environment",
    message: `${from.address} is in ${listed(where)}, but ${to.address} is not`,
    next: `Add ${listed(where)} to the environments of ${to.address}, or limit those of ${from.address}.`,
  };
}
