/**
 * In the place of ky: what src/api/send.ts asks of it, one call of the fetch function it is given.
 * ky makes a Request and signals for each call, which says nothing of the protocol.
 */
export default async function ky(
  url: string,
  { fetch }: { fetch: (url: string) => Promise<Response> },
): Promise<Response> {
  return fetch(url);
}
