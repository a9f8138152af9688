import { secretForms, withoutForms } from "../core/secret-forms.ts";

/** Keeps secrets out of everything that is written. */
export interface Gate {
  /** From now on. Texts of fewer than eight characters are no secret, and would hide half of it all. */
  protect(secret: string): void;
  /** The text with every known secret replaced, as itself and as programs encode it. */
  redact(text: string): string;
}

/** A Gate that knows the keys in the environment: the values of every ANON_API_KEY… variable. */
export function createGate(variables: Readonly<Record<string, string | undefined>>): Gate {
  const forms = new Set<string>();

  function protect(secret: string): void {
    for (const value of [secret, secret.trim()])
      for (const form of secretForms(value)) forms.add(form);
  }

  for (const [name, value] of Object.entries(variables))
    if (/^ANON_API_KEY/i.test(name) && value !== undefined) protect(value);

  return { protect, redact: (text) => withoutForms(text, forms) };
}
