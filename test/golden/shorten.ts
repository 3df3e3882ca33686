import { createHash } from 'node:crypto';
import { inspectPicture } from '../upstreams/picture.ts';

/** Base64 of more than a few bytes. */
const BASE64 = /[A-Za-z0-9+/]{120,}={0,2}/g;

/** What the gateway wraps for clients that want base64: it begins with `axonhub:{`. */
const WRAPPED = /YXhvbmh1Yjp7[A-Za-z0-9+/]+={0,2}/g;

/** The tree with every long base64 in its strings described: `<png 1024x1024>`. */
export async function shortenAll(tree: unknown): Promise<unknown> {
  if (typeof tree === 'string') return shortenText(tree);
  if (Array.isArray(tree)) return Promise.all(tree.map(shortenAll));
  if (typeof tree !== 'object' || tree === null) return tree;
  const entries = Object.entries(tree).map(async ([name, value]) => [name, await shortenAll(value)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

export async function shortenText(text: string): Promise<string> {
  let short = text.replace(WRAPPED, (base64) => `<${Buffer.from(base64, 'base64').toString()}>`);
  for (const [base64] of short.matchAll(BASE64)) short = short.replace(base64, await describe(base64));
  return short;
}

async function describe(base64: string): Promise<string> {
  const bytes = Buffer.from(base64, 'base64');
  const facts = await inspectPicture(bytes).catch(() => undefined);
  if (!facts)
    return `<${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}>`;
  return `<${facts.format} ${facts.width}x${facts.height}${facts.hasAlpha ? ' alpha' : ''}>`;
}
