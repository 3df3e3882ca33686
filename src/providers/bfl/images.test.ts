import { describe, expect, it } from 'vitest';
import { imageJob } from '../../../test/contract/jobs.ts';
import { perform } from '../../../test/contract/perform.ts';
import { providerContract } from '../../../test/contract/provider-contract.ts';
import { startBfl } from '../../../test/upstreams/bfl.ts';
import type { GatewayError } from '../../contract/error.ts';
import { bfl } from './index.ts';

const model = 'flux-2-pro';
const key = 'bfl-test';
const size = { width: 768, height: 512 };
const carriedSize = { at: 'width', is: 768 };
const ticket = { json: { id: 'w', polling_url: null } };

providerContract(bfl, {
  start: startBfl,
  basePath: '/v1',
  key,
  image: {
    model,
    generate: {
      order: { count: 1, size, format: 'png', seed: 7, moderation: 'low' },
      carried: {
        size: carriedSize,
        format: { at: 'output_format', is: 'png' },
        seed: { at: 'seed', is: 7 },
        moderation: { at: 'safety_tolerance', is: 5 },
      },
    },
    edit: { order: { count: 1, size }, carried: { size: carriedSize } },
    empty: [ticket, { json: { id: 'w', status: 'Ready', result: {} } }],
  },
  rateLimited: { status: 429, headers: { 'retry-after': '2' }, json: { detail: 'Too many active tasks' } },
  unknownModel: 'flux-99',
  skip: { 'image: streams': 'the API has no streams' },
});

describe('FLUX', () => {
  const draw = async (polls: readonly object[]) => {
    const fake = await startBfl();
    try {
      for (const json of [ticket.json, ...polls]) fake.next({ json });
      return await perform(bfl, imageJob({ model }), { baseUrl: `${fake.url}/v1`, key });
    } finally {
      await fake.close();
    }
  };

  it.each([
    ['Request Moderated', 'content_policy', 'never'],
    ['Content Moderated', 'content_policy', 'never'],
    ['Error', 'upstream_error', 'next-target'],
    ['Task not found', 'upstream_error', 'next-target'],
  ])('ends as "%s", which is %s', async (status, code, retry) => {
    const error: GatewayError = await draw([{ status: 'Pending' }, { status }]).then(
      () => Promise.reject(new Error('it did not fail')),
      (reason) => reason,
    );
    expect(error).toMatchObject({ code });
    expect(error.facts.retry ?? 'never').toBe(retry);
  });

  it('tells what the submission said it costs', async () => {
    const fake = await startBfl();
    const answer = await perform(bfl, imageJob({ model }), { baseUrl: `${fake.url}/v1`, key });
    await fake.close();
    expect(answer.usage).toEqual({ images: 1, cost: 0.03 });
  });

  it('takes its key to every region, and nowhere else', () => {
    expect(bfl.hosts).toEqual(['*.bfl.ai']);
  });
});
