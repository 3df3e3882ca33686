import { providerContract } from '../../../test/contract/provider-contract.ts';
import { startOpenRouter } from '../../../test/upstreams/openrouter.ts';
import { openrouter } from './index.ts';

const start = { start: startOpenRouter, basePath: '/api/v1', key: 'sk-or-test' };
const rateLimited = {
  status: 429,
  headers: { 'retry-after': '2' },
  json: { error: { code: 429, message: 'Rate limit exceeded' } },
};
const message = { role: 'assistant', content: 'I would rather not.' };
const choices = [{ index: 0, finish_reason: 'stop', message }];
const words = { json: { id: 'gen-1', object: 'chat.completion', model: 'x', choices } };
const nothing = { json: { created: 0, data: [] } };

providerContract(openrouter, {
  ...start,
  rateLimited,
  unknownModel: 'nobody/nothing-1',
  image: {
    model: 'openai/gpt-image-1-mini',
    generate: {
      order: {
        count: 2,
        size: { width: 1536, height: 1024 },
        quality: 'low',
        background: 'transparent',
        format: 'webp',
        compression: 70,
        moderation: 'low',
      },
      carried: {
        count: { at: 'n', is: 2 },
        size: { at: 'size', is: '1536x1024' },
        quality: { at: 'quality', is: 'low' },
        background: { at: 'background', is: 'transparent' },
        format: { at: 'output_format', is: 'webp' },
        compression: { at: 'output_compression', is: 70 },
        moderation: { at: 'provider.options.openai.moderation', is: 'low' },
      },
    },
    edit: { order: { count: 1 }, carried: {} },
    stream: {
      order: { count: 1, partials: 2, format: 'jpeg' },
      carried: {
        partials: { at: 'provider.options.openai.partial_images', is: 2 },
        format: { at: 'output_format', is: 'jpeg' },
      },
      partials: 2,
    },
    empty: nothing,
  },
  chatImage: {
    model: 'google/gemini-3-pro-image',
    generate: {
      order: { count: 1, aspectRatio: '16:9', tier: '2K' },
      carried: {
        aspectRatio: { at: 'image_config.aspect_ratio', is: '16:9' },
        tier: { at: 'image_config.image_size', is: '2K' },
      },
      pixels: { width: 2752, height: 1536 },
    },
    edit: { order: { count: 1 }, carried: {} },
    stream: { order: { count: 1 }, carried: {} },
    empty: words,
  },
  chat: {
    model: 'anthropic/claude-sonnet-4.6',
    vision: true,
    empty: { json: { id: 'gen-1', object: 'chat.completion', choices: [] } },
  },
});

providerContract(openrouter, {
  ...start,
  rateLimited,
  unknownModel: 'nobody/image-1',
  image: {
    model: 'google/gemini-3.1-flash-image',
    generate: {
      order: { count: 1, aspectRatio: '3:2', tier: '512' },
      carried: {
        aspectRatio: { at: 'aspect_ratio', is: '3:2' },
        tier: { at: 'resolution', is: '512' },
      },
      pixels: { width: 632, height: 424 },
    },
    edit: { order: { count: 1 }, carried: {} },
    // Only OpenAI's models stream: the wish is answered with one whole JSON.
    stream: { order: { count: 1 }, carried: {} },
    empty: nothing,
  },
  chatImage: {
    model: 'openai/gpt-5-image',
    generate: {
      order: {
        count: 1,
        size: { width: 1024, height: 1536 },
        quality: 'high',
        background: 'transparent',
        format: 'webp',
        compression: 60,
        moderation: 'low',
      },
      carried: {
        size: { at: 'image_config.size', is: '1024x1536' },
        quality: { at: 'image_config.quality', is: 'high' },
        background: { at: 'image_config.background', is: 'transparent' },
        format: { at: 'image_config.output_format', is: 'webp' },
        compression: { at: 'image_config.output_compression', is: 60 },
        moderation: { at: 'image_config.moderation', is: 'low' },
      },
    },
    empty: words,
  },
  skip: { chat: 'the suite above has it', 'chatImage: edits': 'as above', 'chatImage: streams': 'as above' },
});
