import type { UpstreamReply } from './upstream.ts';

/**
 * The whole of an answer that says it is shorter than `bytes` and comes as it is; undefined where it does not: read it piece by
 * piece then.
 */
export async function readShort(
  { body, headers }: UpstreamReply,
  bytes: number,
): Promise<Uint8Array | undefined> {
  const { 'content-length': length, 'content-encoding': coding } = headers;
  // An answer of another length than it says is refused below.
  if (length === undefined || !(Number(length) < bytes) || (coding && coding !== 'identity'))
    return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}
