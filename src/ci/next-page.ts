/**
 * The URL of the next page that a Link header names (RFC 8288), as GitHub and GitLab do; undefined
 * where there is none, "elsewhere" where it is on another origin, which must not get the token.
 */
export function nextPage(
  link: string | undefined,
  url: string,
): { readonly url: string } | "elsewhere" | undefined {
  const links = (link ?? "").split(/,\s*(?=<)/);
  for (const one of links) {
    const [, target, parameters = ""] = /^\s*<([^<>]*)>(.*)$/.exec(one) ?? [];
    if (target === undefined || !/;\s*rel="?next"?\s*(;|$)/.test(parameters)) continue;
    const next = URL.canParse(target, url) ? new URL(target, url) : undefined;
    return next?.origin === new URL(url).origin ? { url: next.href } : "elsewhere";
  }
  return undefined;
}
