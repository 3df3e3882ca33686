import type { FormEntry, Query } from '../contract/dialect.ts';
import type { CallEntry } from '../contract/provider.ts';
import { writeJson } from '../wire/json-write.ts';
import { writeForm } from '../wire/multipart.ts';
import type { WireBody } from '../wire/wire-body.ts';

/** A body as it will be read again: a job begins like the request it came from. */
export function writeInput(body: Query['body']): { readonly contentType: string; readonly wire: WireBody } {
  if (body.kind === 'json') return { contentType: 'application/json', wire: writeJson(body.tree) };
  const form = writeForm(body.entries.map(callEntry));
  return { contentType: form.contentType, wire: form };
}

const callEntry = (entry: FormEntry): CallEntry =>
  'value' in entry ? entry : { ...entry, mediaType: entry.mediaType ?? 'application/octet-stream' };

/** Names of headers that matter to the work. What is not known to is left out: it may be a credential. */
const KEPT =
  /^(ah-|anthropic-|x-stainless-|user-agent$|x-claude-code-session-id$|x-opencode-session$|x-session-id$|session[-_]id$)/;

export function keptHeaders(headers: Query['headers'], contentType: string): Query['headers'] {
  const kept = Object.entries(headers).filter(([name]) => KEPT.test(name));
  return { ...Object.fromEntries(kept), 'content-type': contentType };
}
