import { apiErrors } from "./api.ts";
import { ciErrors } from "./ci.ts";
import { commandLineErrors } from "./command-line.ts";
import { emulatorErrors } from "./emulator.ts";
import { fileErrors } from "./files.ts";
import { manifestValueErrors } from "./manifest-values.ts";
import { manifestErrors } from "./manifest.ts";
import { resourceErrors } from "./resources.ts";
import { secretErrors } from "./secrets.ts";

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
