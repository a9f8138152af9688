import { createRedaction, type Redaction } from "../core/redaction/redaction.ts";

/** Keeps secrets out of everything that is written. */
export interface Gate extends Omit<Redaction, "add"> {
  /** From now on. Texts of fewer than eight characters are no secret, and would hide half of it all. */
  protect(secret: string): void;
}

/**
 * A Gate that knows the secrets in the environment: the values of every ANON_API_KEY… variable, and
 * what stands before the host in every …_PROXY.
 */
export function createOutputGate(variables: Readonly<Record<string, string | undefined>>): Gate {
  const redaction = createRedaction();

  function protect(secret: string): void {
    for (const value of [secret, secret.trim()]) redaction.add(value);
  }

  for (const [name, value = ""] of Object.entries(variables)) {
    if (/^ANON_API_KEY/i.test(name)) protect(value);
    if (/^(https?|all)_proxy$/i.test(name))
      for (const secret of passwordsIn(value)) protect(secret);
  }

  return { ...redaction, protect };
}

/** The password of a proxy's URL, and user and password together, as written and as sent. */
function passwordsIn(url: string): readonly string[] {
  const userInfo = /^(?:[^:/]*:\/\/)?([^/?#]*)@/.exec(url)?.[1] ?? "";
  const colon = userInfo.indexOf(":");
  const written = colon < 0 ? [userInfo] : [userInfo, userInfo.slice(colon + 1)];
  return [...written, ...written.map(unescaped)];
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
