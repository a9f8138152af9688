#!/usr/bin/env node
"use strict";
// What `anon-sync` starts: dist/cli.js. The version is all that many a script asks for, and is
// answered without the rest. A stream that does not take it at once is left to the rest, too.
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
