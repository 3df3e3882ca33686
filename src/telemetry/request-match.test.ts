import { expect, it } from 'vitest';
import { logEntry } from '../../test/contract/log-entries.ts';
import { matches, type RowFilter } from './request-match.ts';

it('lets through what the list with the same filter shows', () => {
  const { request: fine } = logEntry({ imageCount: 2, costNanoUsd: 50, threadId: 'talk' });
  const { request: failed } = logEntry({
    imageCount: 0,
    costNanoUsd: null,
    errorCode: 'rate_limited',
    status: 429,
  });
  const cases: [RowFilter, boolean, boolean][] = [
    [{}, true, true],
    [{ outcome: 'ok' }, true, false],
    [{ outcome: 'failed' }, false, true],
    [{ hasImages: true }, true, false],
    [{ hasImages: false }, false, true],
    [{ minCostNanoUsd: 50 }, true, false],
    [{ minCostNanoUsd: 0 }, true, false],
    [{ minCostNanoUsd: 51 }, false, false],
    [{ status: 429, errorCode: 'rate_limited' }, false, true],
    [
      { threadId: 'talk', model: fine.model, channel: 'second', keyId: 'key_1', traceId: 'trace-1' },
      true,
      false,
    ],
    [{ model: 'other' }, false, false],
  ];
  for (const [filter, ofFine, ofFailed] of cases)
    expect([filter, matches(filter, fine), matches(filter, failed)]).toEqual([filter, ofFine, ofFailed]);
});
