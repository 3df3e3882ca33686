import { providerContract } from '../../../test/contract/provider-contract.ts';
import { startOpenAi } from '../../../test/upstreams/openai.ts';
import { openai } from './index.ts';

providerContract(openai, {
  start: startOpenAi,
  basePath: '/v1',
  key: 'sk-test',
  image: {
    model: 'gpt-image-2',
    generate: {
      order: {
        count: 2,
        size: { width: 1280, height: 768 },
        quality: 'low',
        background: 'transparent',
        format: 'webp',
        compression: 60,
        moderation: 'low',
      },
      carried: {
        count: { at: 'n', is: 2 },
        size: { at: 'size', is: '1280x768' },
        quality: { at: 'quality', is: 'low' },
        background: { at: 'background', is: 'transparent' },
        format: { at: 'output_format', is: 'webp' },
        compression: { at: 'output_compression', is: 60 },
        moderation: { at: 'moderation', is: 'low' },
      },
    },
    edit: {
      mask: true,
      order: {
        count: 1,
        size: { width: 1024, height: 1024 },
        quality: 'high',
        format: 'jpeg',
        moderation: 'low',
      },
      carried: {
        size: { at: 'size', is: '1024x1024' },
        quality: { at: 'quality', is: 'high' },
        format: { at: 'output_format', is: 'jpeg' },
        moderation: { at: 'moderation', is: 'low' },
      },
    },
    stream: {
      partials: 2,
      order: { count: 1, size: { width: 1024, height: 1024 }, quality: 'low', partials: 2 },
      carried: {
        size: { at: 'size', is: '1024x1024' },
        quality: { at: 'quality', is: 'low' },
        partials: { at: 'partial_images', is: 2 },
      },
    },
    empty: { json: { created: 1, data: [] } },
  },
  chatImage: {
    model: 'gpt-5-mini',
    generate: {
      order: {
        count: 1,
        size: { width: 1280, height: 768 },
        quality: 'low',
        background: 'transparent',
        format: 'webp',
        compression: 60,
        moderation: 'low',
      },
      carried: {
        size: { at: 'tools.0.size', is: '1280x768' },
        quality: { at: 'tools.0.quality', is: 'low' },
        background: { at: 'tools.0.background', is: 'transparent' },
        format: { at: 'tools.0.output_format', is: 'webp' },
        compression: { at: 'tools.0.output_compression', is: 60 },
        moderation: { at: 'tools.0.moderation', is: 'low' },
      },
    },
    edit: {
      mask: true,
      order: { count: 1, size: { width: 1024, height: 1024 }, quality: 'high' },
      carried: {
        size: { at: 'tools.0.size', is: '1024x1024' },
        quality: { at: 'tools.0.quality', is: 'high' },
      },
    },
    stream: {
      partials: 2,
      order: { count: 1, size: { width: 1024, height: 1024 }, quality: 'low', partials: 2 },
      carried: {
        size: { at: 'tools.0.size', is: '1024x1024' },
        quality: { at: 'tools.0.quality', is: 'low' },
        partials: { at: 'tools.0.partial_images', is: 2 },
      },
    },
    empty: { json: { id: 'resp_1', status: 'completed', output: [], model: 'gpt-5-mini' } },
  },
  chat: { model: 'gpt-5-mini', vision: true, empty: { json: { id: 'chatcmpl-1', choices: [] } } },
  rateLimited: {
    status: 429,
    headers: { 'retry-after-ms': '2000' },
    json: {
      error: { message: 'Rate limit reached for org-secret', type: 'requests', code: 'rate_limit_exceeded' },
    },
  },
  unknownModel: 'gpt-image-1',
});
