import type { KeptAnswer } from '../../answers/answer-store.ts';
import { asString, member } from '../../contract/tree.ts';
import type { Exchange } from '../exchange.ts';

/** What the log says of a request that is answered by what was made for an earlier one; the client gets that answer as it was. */
export function noteReplay(exchange: Exchange, { id }: KeptAnswer): void {
  exchange.model = modelNamed(exchange.body) ?? '';
  const detail = `This is the answer to ${id}, sent again.`;
  exchange.warnings.push({ kind: 'emulated', field: 'Idempotency-Key', detail });
}

/** The request itself was not read: its address and bytes were enough. */
function modelNamed(body: Exchange['body']): string | undefined {
  if (body?.kind === 'json') return asString(member(body.tree, 'model'));
  const entry = body?.entries.find(({ name }) => name === 'model');
  return entry && 'value' in entry ? entry.value : undefined;
}
