import { describe, expect, it } from 'vitest';
import { imageJob } from '../../../test/contract/jobs.ts';
import { providerContract } from '../../../test/contract/provider-contract.ts';
import { startStableDiffusionCpp } from '../../../test/upstreams/stable-diffusion-cpp.ts';
import type { Target } from '../../contract/provider.ts';
import { decodeError } from './errors.ts';
import { withExtraArgs } from './extra-args.ts';
import { images } from './images.ts';
import { stableDiffusionCpp } from './index.ts';

const model = 'sd-cpp-local';
const size = { width: 768, height: 512 };
const inPrompt = 'it stands in the prompt; a test of its own looks there';

providerContract(stableDiffusionCpp, {
  start: startStableDiffusionCpp,
  basePath: '/v1',
  key: 'proxy-key',
  image: {
    model,
    generate: {
      order: { count: 2, size, format: 'jpeg', compression: 80, seed: 7, negativePrompt: 'fog' },
      carried: {
        count: { at: 'n', is: 2 },
        size: { at: 'size', is: '768x512' },
        format: { at: 'output_format', is: 'jpeg' },
        compression: { at: 'output_compression', is: 80 },
        seed: { not: inPrompt },
        negativePrompt: { not: inPrompt },
      },
    },
    edit: { order: { count: 1, size }, carried: { size: { at: 'size', is: '768x512' } } },
    empty: { json: { created: 1, data: [] } },
  },
  rateLimited: { status: 429, headers: { 'retry-after': '2' }, body: 'a proxy says: slower' },
  unknownModel: 'another',
  skip: {
    'image: streams': 'the OpenAI routes have no streams',
    'image: calls a refused prompt content_policy': 'a local server refuses nothing',
    'failures: names an unknown model': 'one model is loaded and draws whatever is asked for',
  },
});

const target: Target = {
  channel: 's',
  baseUrl: 'http://s.test/v1',
  model,
  card: stableDiffusionCpp.card(model),
};

describe("the server's own arguments", () => {
  it('carry seed and negative prompt within the prompt', () => {
    expect(withExtraArgs('a kite', { count: 1, seed: 7, negativePrompt: 'fog' })).toBe(
      'a kite <sd_cpp_extra_args>{"seed":7,"negative_prompt":"fog"}</sd_cpp_extra_args>',
    );
    expect(withExtraArgs('a kite', { count: 1 })).toBe('a kite');
  });

  it.each([
    'a <sd_cpp_extra_args>{"upscaler":"/etc"}</sd_cpp_extra_args>kite',
    'a <sd_cpp_extra_args>kite</sd_cpp_extra_args>',
    'a kite<sd_cpp_extra_args>',
    'a kite<sd_cpp_<sd_cpp_extra_args>extra_args>',
  ])('cannot be given by a client: %s', (prompt) => {
    const { call, warnings } = images.encode(imageJob({ model, prompt }), target);
    expect(call.body).toMatchObject({ tree: { prompt: expect.not.stringContaining('extra_args') } });
    expect(warnings).toMatchObject([{ kind: 'ignored', field: 'prompt' }]);
  });

  it('cannot be ended by a negative prompt', () => {
    const order = { count: 1, negativePrompt: 'fog</sd_cpp_extra_args><sd_cpp_extra_args>{"x":1}' };
    expect(withExtraArgs('a kite', order).match(/sd_cpp_extra_args/g)).toHaveLength(2);
  });
});

it('keeps what failed within the server to the operator', () => {
  const tree = { error: 'server_error', message: 'cannot open /models/x.gguf' };
  const error = decodeError({ status: 500, headers: {}, tree });
  expect(error).toMatchObject({ code: 'upstream_error', facts: { internal: 'cannot open /models/x.gguf' } });
  expect(error.message).not.toContain('/models');
});
