/**
 * Replaces ky with the part that src/api/send.ts uses: one call of the given fetch function. ky
 * makes a Request and signals for each call, which do not affect the protocol.
 */
export default async function ky(
  url: string,
  { fetch }: { fetch: (url: string) => Promise<Response> },
): Promise<Response> {
  return fetch(url);
}
