import { describe, expect, it } from 'vitest';
import type { Tree } from '../../contract/tree.ts';
import { traceIds } from './trace.ts';

const json = (tree: Tree) => ({ kind: 'json', tree }) as const;

describe('which trace a request belongs to', () => {
  it.each<[string, Record<string, string>, Tree, string]>([
    ['the AH-Trace-Id header', { 'ah-trace-id': 'mine', session_id: 'codex' }, {}, 'mine'],
    ['Codex by its header', { session_id: '0199-abc' }, {}, '0199-abc'],
    [
      'Claude Code by its user id',
      {},
      { metadata: { user_id: 'user_ab_account_cd_session_11-22' } },
      '11-22',
    ],
    [
      'Claude Code by its newer user id',
      {},
      { metadata: { user_id: '{"device_id":"d","session_id":"33-44"}' } },
      '33-44',
    ],
    ['a prompt cache key', {}, { prompt_cache_key: 'key' }, 'key'],
  ])('recognises %s', (_name, headers, body, expected) => {
    expect(traceIds(headers, json(body)).traceId).toBe(expected);
  });

  it('takes an ordinary user id for no session', () => {
    expect(traceIds({}, json({ metadata: { user_id: 'somebody' } })).traceId).toBeNull();
  });

  it('keeps ids short and printable', () => {
    const { traceId } = traceIds({ 'ah-trace-id': `a\u0000b${'x'.repeat(500)}` }, json({}));
    expect(traceId).toMatch(/^abx+$/);
    expect(traceId).toHaveLength(200);
  });

  it('keeps the thread beside the trace', () => {
    expect(traceIds({ 'ah-thread-id': 't', 'ah-trace-id': 'r' }, json({}))).toEqual({
      traceId: 'r',
      threadId: 't',
    });
  });
});
