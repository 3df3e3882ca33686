import type { Query } from '../../contract/dialect.ts';
import { asString, member, type Tree } from '../../contract/tree.ts';

/** Which longer work a request belongs to, in the words of whoever sent it. */
export interface TraceIds {
  /** One task of an agent: several requests. */
  readonly traceId: string | null;
  /** A conversation: several traces. */
  readonly threadId: string | null;
}

const MAX_LENGTH = 200;

/** Headers that name the session, first one wins. */
const TRACE_HEADERS = [
  'ah-trace-id',
  // Claude Code 2.1 — seen 2026-11
  'x-claude-code-session-id',
  // Codex CLI: 0.169 with a hyphen, older ones with an underscore — seen 2026-11
  'session_id',
  'session-id',
  // opencode with its own provider — seen 2026-11
  'x-opencode-session',
  // opencode 1.18 with every other one, OpenRouter's clients — seen 2026-11
  'x-session-id',
];

/** Places in the body that name the session. Gemini CLI names it nowhere; its users can send AH-Trace-Id themselves. */
const TRACE_MEMBERS: readonly ((body: Tree) => string | undefined)[] = [
  (body) => sessionIn(asString(member(member(body, 'metadata'), 'user_id'))),
  (body) => asString(member(member(body, 'client_metadata'), 'session_id')),
  (body) => asString(member(body, 'session_id')),
  (body) => asString(member(body, 'prompt_cache_key')),
];

/** The header `AH-Trace-Id`, or the session id that an agent sends by itself. */
export function traceIds(headers: Query['headers'], body: Query['body']): TraceIds {
  const tree = body.kind === 'json' ? body.tree : null;
  const named =
    first(TRACE_HEADERS, (name) => one(headers[name])) ?? first(TRACE_MEMBERS, (read) => read(tree));
  return { traceId: clean(named), threadId: clean(one(headers['ah-thread-id'])) };
}

/** What the calls have in common that should go to one channel: tenant, trace and model; undefined without a trace. */
export function affinityOf({ trace, caller, model }: Belonging): string | undefined {
  const traceId = trace?.traceId;
  return traceId ? affinityKey(caller?.project ?? '', traceId, model) : undefined;
}

/** What is known of an exchange. */
interface Belonging {
  readonly trace: TraceIds | undefined;
  readonly caller: { readonly project: string } | undefined;
  readonly model: string;
}

export const affinityKey = (project: string, traceId: string, model: string): string =>
  JSON.stringify([project, traceId, model]);

/**
 * Claude Code puts its session into the user id: `user_…_account_…_session_UUID`, in newer versions as JSON text with the
 * member `session_id` — seen 2026-11
 */
function sessionIn(userId: string | undefined): string | undefined {
  return (
    /"session_id":"([\w-]+)"/.exec(userId ?? '')?.[1] ??
    /_session_([\w-]+)$/.exec(userId?.slice(-MAX_LENGTH) ?? '')?.[1]
  );
}

function first<T>(sources: readonly T[], read: (source: T) => string | undefined): string | undefined {
  for (const source of sources) {
    const found = read(source);
    if (found !== undefined && found !== '') return found;
  }
  return undefined;
}

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

const clean = (id: string | undefined): string | null =>
  id?.replace(/\p{C}/gu, '').slice(0, MAX_LENGTH) || null;
