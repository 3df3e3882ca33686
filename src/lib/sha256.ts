import { createHash, hash } from 'node:crypto';

/** Lower-case hex SHA-256 of a text. */
export const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** The same of bytes that come in chunks. */
export async function sha256Of(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
