import { type RawBuilder, sql } from 'kysely';
import type { RequestFilter } from '../ports.ts';
import { contains } from './contains.ts';
import type { Question } from './newest-first.ts';

type Condition = RawBuilder<unknown>;

/** Which part of a filter an index answers: the one that leaves the fewest rows, as far as one can know beforehand. */
export function requestQuestion(project: string, filter: RequestFilter): Question {
  const { since, until } = filter;
  const [first, ...rest] = answerable(filter);
  const range = [
    sql`project = ${project}`,
    ...(since === undefined ? [] : [sql`created_at >= ${since}`]),
    ...(until === undefined ? [] : [sql`created_at < ${until}`]),
  ];
  return { indexed: first ? [...range, first] : range, others: [...rest, ...unanswerable(filter)] };
}

/** What has an index of its own, most selective first. */
function answerable(filter: RequestFilter): Condition[] {
  const { traceId, threadId, errorCode, outcome, hasImages, keyId, channel, model } = filter;
  return [
    ...equal('trace_id', traceId),
    ...equal('thread_id', threadId),
    ...equal('error_code', errorCode),
    ...(outcome === 'failed' ? [sql`error_code is not null`] : []),
    ...(hasImages === true ? [sql`image_count > 0`] : []),
    ...equal('key_id', keyId),
    ...equal('channel', channel),
    ...equal('model', model),
  ];
}

function unanswerable({ outcome, hasImages, status, minCostNanoUsd, text }: RequestFilter): Condition[] {
  return [
    ...(outcome === 'ok' ? [sql`error_code is null`] : []),
    ...(hasImages === false ? [sql`image_count = 0`] : []),
    ...(status === undefined ? [] : [sql`status = ${status}`]),
    ...(minCostNanoUsd === undefined ? [] : [sql`cost_nano_usd >= ${minCostNanoUsd}`]),
    ...(text === undefined ? [] : [said(text)]),
  ];
}

const equal = (column: string, value: string | undefined): Condition[] =>
  value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`];

const said = (text: string): Condition =>
  sql`exists (select 1 from images where images.request_id = candidates.id and ${contains(sql`images.prompt`, text)})`;
