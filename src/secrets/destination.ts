import { dirname, resolve } from "node:path";
import { isCreate, type Plan } from "../core/plan/plan.ts";
import type { PlanRecord } from "../core/plan/plan-document.ts";
import { parseSecretPlace, type SecretPlace } from "../core/secret-place.ts";
import type { Context } from "../session/context.ts";
import type { SecretOptions, SessionOptions } from "../session/options.ts";
import type { Session } from "../session/session.ts";

/** The destination of one secret; a folder as an absolute path. */
export type SecretDestination = SecretPlace | { readonly sink: "stdout" };

/**
 * The destination of a secret: of the flag, otherwise of the manifest (`written`, from the plan),
 * otherwise of ANON_SECRET_SINK. Undefined if none of them is set. Throws a Failure.
 */
export function secretPlaceOf(
  { context, options }: Pick<Session<SessionOptions & SecretOptions>, "context" | "options">,
  written: string | undefined,
): SecretDestination | undefined {
  const flagged = flaggedPlace(context, options);
  if (flagged !== undefined) return flagged;
  if (written === undefined) return placeOfVariable(context);
  const folder = dirname(resolve(context.currentFolder, options.config));
  // The manifest's schema lets nothing but file: through.
  return { sink: "file", folder: resolve(folder, written.replace(/^file:/, "")) };
}

/** The flag or the variable of this run that says where secrets go, if a plan has one to say it of. */
export function secretSinkBy(
  {
    context,
    kinds,
    options,
  }: Pick<Session<SessionOptions & SecretOptions>, "context" | "kinds" | "options">,
  { actions }: Plan,
): Pick<PlanRecord, "secretSinkBy"> {
  const flag = flagOf(options) ?? (context.variables["ANON_SECRET_SINK"] && "ANON_SECRET_SINK");
  const asks = (name: string) => kinds.find((kind) => kind.name === name);
  const hasSecret = actions.some(
    (action) => isCreate(action) && asks(action.kind)?.hasSecret(action.fields) === true,
  );
  return flag && hasSecret ? { secretSinkBy: flag } : {};
}

function flagOf({ secretSink, secretStdout }: SecretOptions): string | undefined {
  if (secretStdout === true) return "--secret-stdout";
  return secretSink === undefined ? undefined : "--secret-sink";
}

/** The destination in ANON_SECRET_SINK. Throws a Failure. */
export function placeOfVariable({
  currentFolder,
  variables,
}: Context): SecretDestination | undefined {
  const written = variables["ANON_SECRET_SINK"];
  if (!written) return undefined;
  return absolute(parseSecretPlace(written, "ANON_SECRET_SINK"), currentFolder);
}

/** The destination in a flag. Throws a Failure. */
export function flaggedPlace(
  { currentFolder }: Context,
  options: SecretOptions,
): SecretDestination | undefined {
  const { secretSink, secretStdout } = options;
  if (secretStdout === true) return { sink: "stdout" };
  if (secretSink === undefined) return undefined;
  return absolute(parseSecretPlace(secretSink, "--secret-sink"), currentFolder);
}

function absolute(place: SecretPlace, from: string): SecretDestination {
  return place.sink === "file" ? { ...place, folder: resolve(from, place.folder) } : place;
}
