import { createHash, randomUUID } from 'node:crypto';
import type { ImageRow, LogEntry, RequestRow } from '../../src/storage/ports.ts';

const MODELS = [
  'gpt-image-2',
  'gpt-5-mini',
  'gemini-3-pro-image',
  'doubao-seedream-4-5-251128',
  'claude-sonnet-5',
];
const CHANNELS = ['openai', 'azure', 'gemini', 'doubao'];
const QUALITIES = ['low', 'medium', 'high'];
const COST = { usd: 0.0336, basis: 'tokens', lines: [] } as const;

/** A number that has nothing to do with its neighbours', the same in every run (the finisher of MurmurHash3). */
function drawn(index: number): number {
  let mixed = Math.imul(index ^ (index >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

/** A request as a busy gateway logs it: any of 20 keys asks for any of five models at any of four channels. */
export function seedEntry(index: number, createdAt: number): LogEntry {
  const id = `req_${randomUUID().replaceAll('-', '')}`;
  const draw = drawn(index);
  const [model, channel] = [pick(MODELS, draw), pick(CHANNELS, draw >>> 8)];
  const failed = index % 50 === 0;
  const usage = { inputTokens: 1_200 + (index % 900), outputTokens: 300 + (index % 700) };
  const common = { project: 'default', costNanoUsd: failed ? null : 33_600_000, cost: failed ? null : COST };
  const shared = { ...common, usage, channel, warnings: [], errorCode: failed ? 'upstream_error' : null };
  return {
    request: {
      ...{
        ...shared,
        id,
        model,
        createdAt,
        keyId: `key_${(draw >>> 16) % 20}`,
        userId: null,
        ip: '192.0.2.1',
        client: 'seed/1',
      },
      ...{
        traceId: index % 3 === 0 ? `task_${index % 5_000}` : id,
        threadId: null,
        durationMs: 400 + (drawn(draw) % 20_000),
      },
      ...{
        firstMs: 100 + (drawn(draw + 1) % 2_000),
        dialect: 'openai-chat',
        path: '/v1/chat/completions',
        stream: true,
        status: failed ? 502 : 200,
      },
      ...{ errorMessage: failed ? 'The provider failed.' : null, upstreamModel: model, executionCount: 1 },
      ...{ inputTokens: usage.inputTokens, outputTokens: usage.outputTokens, totalTokens: 1_500 },
      imageCount: index % 4 === 0 ? 1 : 0,
    },
    executions: [
      {
        ...{
          ...shared,
          requestId: id,
          position: 0,
          startedAt: createdAt,
          durationMs: 400,
          firstMs: 200,
          credential: null,
        },
        ...{
          model,
          upstreamStatus: failed ? 502 : null,
          errorDetail: failed ? 'Bad gateway' : null,
          pictures:
            index % 4 === 0 ? [{ size: '1024x1024', quality: pick(QUALITIES, draw >>> 4), count: 1 }] : [],
        },
        score: { total: 1, health: 'closed', parts: { errors: 0, weight: 1 } },
      },
    ],
  };
}

/** The picture that a request brought. */
export const seedImage = ({ id, keyId, traceId, model, createdAt }: RequestRow): ImageRow => ({
  ...{ id: id.replace('req_', 'img_'), project: 'default', keyId, userId: null, requestId: id, traceId },
  ...{
    sha256: createHash('sha256').update(id).digest('hex'),
    mediaType: 'image/png',
    width: 1_024,
    height: 1_024,
  },
  ...{
    bytes: 2_000_000,
    hasAlpha: false,
    model,
    signature: null,
    prompt: 'A red kite over the sea, in the evening',
  },
  ...{ parameters: { size: '1024x1024' }, thumbnail: null, createdAt },
});
