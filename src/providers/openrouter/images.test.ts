import { describe, expect, it } from 'vitest';
import { type ImageJobOptions, imageJob } from '../../../test/contract/jobs.ts';
import type { GatewayError } from '../../contract/error.ts';
import type { Target } from '../../contract/provider.ts';
import type { Tree } from '../../contract/tree.ts';
import { images } from './images.ts';
import { cardOf } from './models.ts';

const target = (model: string): Target => ({
  channel: 'or',
  baseUrl: 'http://or.test/api/v1',
  model,
  card: cardOf(model),
});
const OPENAI = target('openai/gpt-image-2');
const sent = (options: ImageJobOptions, to = OPENAI) => {
  const { call, warnings } = images.encode(imageJob(options), to);
  return {
    tree: call.body?.kind === 'json' ? JSON.parse(JSON.stringify(call.body.tree)) : undefined,
    warnings,
  };
};
const decode = (tree: Tree, job = imageJob()) =>
  images.decode({ status: 200, headers: { 'x-generation-id': 'gen-img-1' }, tree }, job, OPENAI);

function failure(run: () => unknown): GatewayError | undefined {
  try {
    run();
  } catch (error) {
    return error as GatewayError;
  }
  return undefined;
}

describe('a picture asked of OpenRouter’s Images API', () => {
  it('is asked for with a prompt and nothing that was not ordered', () => {
    expect(sent({}).tree).toEqual({ model: 'openai/gpt-image-2', prompt: 'A red kite' });
  });

  it('keeps the client’s own routing beside what goes through to the provider', () => {
    const extensions = { 'openai-images': { provider: { sort: 'price' }, session_id: 's1', shoe_size: 43 } };
    const order = { count: 1, moderation: 'low' } as const;
    const { tree, warnings } = sent({ order, request: { extensions, endUser: 'u1' } });
    expect(tree).toMatchObject({
      provider: { sort: 'price', options: { openai: { moderation: 'low' } } },
      session_id: 's1',
      user: 'u1',
    });
    expect(tree).not.toHaveProperty('shoe_size');
    expect(warnings).toMatchObject([{ kind: 'ignored', field: 'shoe_size' }]);
  });
});

describe('an answer of the Images API', () => {
  it('gives pictures, cost and the generation’s id', () => {
    const usage = { prompt_tokens: 20, completion_tokens: 1056, cost: 0.04 };
    const answer = decode({ created: 0, data: [{ b64_json: 'aGVsbG8=', media_type: 'image/webp' }], usage });
    expect(answer).toMatchObject({ id: 'gen-img-1', usage: { cost: 0.04 }, warnings: [] });
    expect(answer.parts).toMatchObject([
      { type: 'media', media: { from: 'inline', declared: 'image/webp' } },
    ]);
  });

  it('with fewer pictures than asked says so', () => {
    const two = imageJob({ order: { count: 2 } });
    const { warnings } = decode({ data: [{ b64_json: 'aGVsbG8=' }] }, two);
    expect(warnings).toEqual([
      { kind: 'adjusted', field: 'n', detail: 'The upstream made 1 of 2 pictures.' },
    ]);
  });

  it('that holds an error under status 200 is that error', () => {
    const tree = { error: { code: 403, message: 'flagged', metadata: { reasons: ['violence'] } } };
    expect(failure(() => decode(tree))?.code).toBe('content_policy');
  });
});

describe('a stream of the Images API', () => {
  const open = () => {
    const fold = images.decodeStream?.(imageJob({ stream: true }), OPENAI);
    if (!fold) throw new TypeError('no stream');
    return fold;
  };
  const completed = { type: 'image_generation.completed', b64_json: 'aGVsbG8=', usage: { cost: 0.04 } };

  it('ends well with and without [DONE]', () => {
    const [marked, bare] = [open(), open()];
    const ends = [
      [...marked.push({ data: completed }), ...marked.push({ done: true }), ...marked.end()],
      [...bare.push({ data: completed }), ...bare.end()],
    ];
    for (const events of ends) {
      expect(events.map(({ type }) => type)).toEqual([
        'response-start',
        'part-start',
        'media-end',
        'part-end',
        'response-end',
      ]);
      expect(events.at(-1)).toMatchObject({ usage: { cost: 0.04 } });
    }
  });

  it('that breaks off may have cost something', () => {
    const fold = open();
    fold.push({ data: { type: 'image_generation.partial_image', b64_json: 'aGk=', partial_image_index: 0 } });
    expect(failure(() => fold.end())).toMatchObject({ code: 'no_image', facts: { outcomeUnknown: true } });
  });

  it('that is refused is a refusal', () => {
    const error = { code: 'moderation_blocked', message: 'no', type: 'image_generation_user_error' };
    expect(failure(() => open().push({ data: { type: 'error', error } }))?.code).toBe('content_policy');
  });
});
