import { apiErrors } from "./errors/api.ts";
import { ciErrors } from "./errors/ci.ts";
import { commandLineErrors } from "./errors/command-line.ts";
import { emulatorErrors } from "./errors/emulator.ts";
import { fileErrors } from "./errors/files.ts";
import { manifestValueErrors } from "./errors/manifest-values.ts";
import { manifestErrors } from "./errors/manifest.ts";
import { resourceErrors } from "./errors/resources.ts";
import { secretErrors } from "./errors/secrets.ts";

/** The entries by subject; no code stands in two of them. */
export const errorSubjects = [
  apiErrors,
  ciErrors,
  commandLineErrors,
  emulatorErrors,
  fileErrors,
  manifestErrors,
  manifestValueErrors,
  resourceErrors,
  secretErrors,
] as const;

type KeyOfEach<Subject> = Subject extends unknown ? keyof Subject : never;

/**
 * Every code that a problem can have. A code that the compiler refuses has no entry yet: add one
 * with its cause and its remedy to the file of its subject in src/core/errors/, then
 * `npm run generate`, which writes docs/errors.md.
 */
export type ErrorCode = KeyOfEach<(typeof errorSubjects)[number]>;
