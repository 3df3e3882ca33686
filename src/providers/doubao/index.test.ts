import { providerContract } from '../../../test/contract/provider-contract.ts';
import { startDoubao } from '../../../test/upstreams/doubao.ts';
import { doubao } from './index.ts';

const size = { width: 1024, height: 1024 };
const carriedSize = { at: 'size', is: '1024x1024' };

providerContract(doubao, {
  start: startDoubao,
  basePath: '/api/v3',
  key: 'ark-test',
  image: {
    model: 'doubao-seedream-5-0-pro-260628',
    generate: {
      order: { count: 1, size, format: 'png', seed: 7, watermark: false },
      carried: {
        size: carriedSize,
        format: { at: 'output_format', is: 'png' },
        seed: { at: 'seed', is: 7 },
        watermark: { at: 'watermark', is: false },
      },
    },
    edit: { order: { count: 1, size }, carried: { size: carriedSize } },
    empty: { json: { model: 'doubao-seedream-5-0-pro', created: 1, data: [] } },
  },
  chat: {
    model: 'doubao-seed-2-1-pro-260628',
    vision: true,
    empty: { json: { id: 'x', object: 'chat.completion', choices: [] } },
  },
  rateLimited: {
    status: 429,
    headers: { 'retry-after': '2' },
    json: {
      error: { code: 'ModelAccountIpmRateLimitExceeded', message: 'Too fast.', type: 'TooManyRequests' },
    },
  },
  unknownModel: 'doubao-seedream-99-0',
  skip: {
    chatImage: 'the chat models draw nothing',
    'image: streams': 'a stream of Ark carries whole pictures of a group, and one call makes one picture',
  },
});
