import { createRedaction, type Redaction } from "../core/redaction/redaction.ts";

/** Removes secrets from all output. */
export interface Gate extends Omit<Redaction, "add"> {
  /** Redacts a secret from now on, if it has eight characters or more: short texts are common. */
  protect(secret: string): void;
}

/**
 * Returns a Gate with the secrets of the environment: the value of every ANON_API_KEY… variable,
 * and the text before the host in every …_PROXY variable.
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

/** Returns a proxy URL's password, and user and password together, as written and as sent. */
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
