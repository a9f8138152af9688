#!/usr/bin/env node
"use strict";
// The entry of `anon-sync`: dist/cli.js. Many scripts ask only for the version, so this file prints
// it without loading main.js. If stdout does not take the version at once, main.js prints it.
function toldVersion() {
  if (process.argv.length !== 3 || process.argv[2] !== "--version") return false;
  try {
    require("node:fs").writeSync(1, "VERSION\n");
    return true;
  } catch {
    return false;
  }
}

if (!toldVersion()) require("./main.js");
