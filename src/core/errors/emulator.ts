import type { ErrorEntries } from "./entry.ts";

/** What can be wrong with an emulator, and with what is to run against one. */
export const emulatorErrors = {
  "bad-emulator-key": {
    cause: "A key that the emulator is to accept cannot be an API key.",
    remedy: "Leave the keys out: fresh ones are made.",
  },
  "bad-fault": {
    cause: "A fault that the emulator is to play cannot be read.",
    remedy: "Write it like `post:2:reset-after`; the message names the actions.",
  },
  "command-not-started": {
    cause: "`emulator exec` could not start the command.",
    remedy: "Write it as a shell finds it, after `--`: `anon-sync emulator exec -- npm test`.",
  },
  "emulator-organization-differs": {
    cause: "The emulator's state file belongs to another organization.",
    remedy: "Leave the organization out, or name another state file.",
  },
  "emulator-port": {
    cause: "The emulator cannot listen on the port.",
    remedy: "Leave `--port` out for any free one, or name another.",
  },
  "emulator-state-in-use": {
    cause: "Another emulator uses the state file.",
    remedy: "Use that one, stop it, or name another state file.",
  },
  "emulator-state-unreadable": {
    cause: "The emulator's state file cannot be read, or is none.",
    remedy: "Name another file with `--state FILE`, or remove this one to start afresh.",
  },
  "emulator-state-unwritable": {
    cause: "The emulator's state file cannot be written.",
    remedy: "Name a file in a folder that exists and is yours: `--state FILE`.",
  },
  "emulator-unreachable": {
    cause: "No emulator answers at the base URL.",
    remedy:
      "Start one with `anon-sync emulator start`, or run `anon-sync emulator exec -- COMMAND`.",
  },
  "no-emulator": {
    cause: "The environment is an emulator, and nobody said where it is.",
    remedy:
      "Run `anon-sync emulator exec -- COMMAND`, or start one with `anon-sync emulator start` and set `ANON_BASE_URL`.",
  },
  "not-an-emulator": {
    cause: "The environment is an emulator, and the base URL is not on this machine.",
    remedy: "Choose another environment with `-e NAME`, or give the emulator's own base URL.",
  },
} as const satisfies ErrorEntries;
