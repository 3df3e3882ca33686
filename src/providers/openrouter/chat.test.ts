import { describe, expect, it } from 'vitest';
import { type ChatJobOptions, chatJob, userTurn } from '../../../test/contract/jobs.ts';
import type { GatewayError } from '../../contract/error.ts';
import type { Target } from '../../contract/provider.ts';
import type { Message } from '../../contract/request.ts';
import { collect } from '../../contract/stream.ts';
import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { chat } from './chat.ts';
import { cardOf } from './models.ts';

const target = (model: string): Target => ({
  channel: 'or',
  baseUrl: 'http://or.test/api/v1',
  model,
  card: cardOf(model),
});
const GEMINI = target('google/gemini-3-pro-image');

function body(options: ChatJobOptions, to = GEMINI): TreeObject {
  const { body } = chat.encode(chatJob(options), to).call;
  if (body?.kind !== 'json' || !isObject(body.tree)) throw new TypeError('not JSON');
  return body.tree;
}

const PICTURE = { type: 'image_url', image_url: { url: 'data:image/png;base64,aGVsbG8=' } };
const DETAIL = { type: 'reasoning.encrypted', data: 'c2ln', format: 'google-gemini-v1', index: 0 };
const drawing = chatJob({ order: { count: 1 } });

const chunk = (delta: Tree, finish: string | null = null, more: TreeObject = {}) => ({
  data: { id: 'gen-1', model: 'x', choices: [{ index: 0, delta, finish_reason: finish }], ...more },
});

function streamed(...frames: { data: Tree }[]) {
  const fold = chat.decodeStream?.(drawing, GEMINI);
  if (!fold) throw new TypeError('no stream');
  return [...frames.flatMap((frame) => fold.push(frame)), ...fold.push({ done: true }), ...fold.end()];
}

const whole = (message: Tree, job = drawing, finish = 'stop') =>
  chat.decode(
    { status: 200, headers: {}, tree: { id: 'gen-1', choices: [{ message, finish_reason: finish }] } },
    job,
    GEMINI,
  );

function thrown(run: () => unknown): GatewayError | undefined {
  try {
    run();
  } catch (error) {
    return error as GatewayError;
  }
  return undefined;
}

describe('a chat sent to OpenRouter', () => {
  it('asks for pictures and words, and configures only what was ordered', () => {
    expect(body({ order: { count: 1 } })).toMatchObject({ modalities: ['image', 'text'] });
    expect(body({ order: { count: 1 } })).not.toHaveProperty('image_config');
    const { image_config } = body({ order: { count: 1, aspectRatio: '16:9', tier: '2K' } });
    expect(JSON.parse(JSON.stringify(image_config))).toEqual({ aspect_ratio: '16:9', image_size: '2K' });
  });

  it('asks for pictures alone where the model has no words', () => {
    expect(body({ order: { count: 1 } }, target('recraft/recraft-v4.1')).modalities).toEqual(['image']);
  });

  it('says nothing of pictures where none are wanted', () => {
    expect(body({})).not.toHaveProperty('modalities');
  });

  it('names the author of a model that came without', () => {
    expect(body({}, target('gemini-2.5-flash-image-preview')).model).toBe(
      'google/gemini-2.5-flash-image-preview',
    );
  });
});

describe('what the model must see again', () => {
  it('travels with the picture and comes back as it was', () => {
    const { parts } = whole({ content: 'Look', images: [PICTURE], reasoning_details: [DETAIL] });
    expect(parts.at(-1)).toMatchObject({ type: 'media', signature: expect.any(String) });
    const turns: Message[] = [userTurn({ type: 'text', text: 'draw' }), { role: 'assistant', parts }];
    const sent = body({ messages: [...turns, userTurn({ type: 'text', text: 'bluer' })] }).messages;
    expect(sent).toContainEqual({ role: 'assistant', content: 'Look', reasoning_details: [DETAIL] });
  });

  it('is put together from a stream, thoughts joined', () => {
    const thought = (text: string) => ({ type: 'reasoning.text', text, index: 0, format: 'unknown' });
    const { parts } = collect(
      streamed(
        chunk({ reasoning_details: [thought('A ')] }),
        chunk({ reasoning_details: [thought('kite')] }),
        chunk({ images: [PICTURE], reasoning_details: [DETAIL] }),
        chunk({}, 'stop'),
      ),
    );
    const sent = body({ messages: [{ role: 'assistant', parts }] }).messages;
    const details = [thought('A kite'), DETAIL];
    expect(sent).toContainEqual({ role: 'assistant', content: '', reasoning_details: details });
  });

  it('is one thought where its seal comes last, without text', () => {
    const piece = { type: 'reasoning.text', index: 0, format: 'anthropic-claude-v1' };
    const { parts } = collect(
      streamed(
        chunk({ reasoning: 'Hm ', reasoning_details: [{ ...piece, text: 'Hm ' }] }),
        chunk({ reasoning: 'so.', reasoning_details: [{ ...piece, text: 'so.' }] }),
        chunk({ reasoning_details: [{ ...piece, signature: 'sealed' }] }),
        chunk({ images: [PICTURE] }),
        chunk({}, 'stop'),
      ),
    );
    const sent = body({ messages: [{ role: 'assistant', parts }] }).messages;
    const details = [{ ...piece, text: 'Hm so.', signature: 'sealed' }];
    expect(sent).toContainEqual({ role: 'assistant', content: '', reasoning_details: details });
  });

  it('goes back as the client has it where the answer was passed on to it as it was', () => {
    const detail = {
      type: 'reasoning.text',
      text: 'Hm.',
      signature: 's',
      format: 'anthropic-claude-v1',
      index: 0,
    };
    const thought = { type: 'reasoning', text: 'Hm.', signature: 's', details: [detail] } as const;
    const parts = [thought, { type: 'text', text: 'Yes.' }] as const;
    expect(body({ messages: [{ role: 'assistant', parts }] }).messages).toEqual([
      { role: 'assistant', content: 'Yes.', reasoning_details: [detail] },
    ]);
  });

  it.each(['CiQB', 'openrouter:{', 'openrouter:{}'])(
    'is not taken from a foreign signature: %s',
    (signature) => {
      const parts = [{ type: 'text', text: 'Hi', signature }] as const;
      expect(body({ messages: [{ role: 'assistant', parts }] }).messages).toEqual([
        { role: 'assistant', content: 'Hi' },
      ]);
    },
  );
});

describe('an answer of OpenRouter', () => {
  it('appends the pictures of several chunks and knows the cost', () => {
    const usage = { prompt_tokens: 270, completion_tokens: 1130, cost: 0.1385 };
    const events = streamed(
      chunk({ content: 'Two: ' }),
      chunk({ content: '', images: [PICTURE] }),
      chunk({ content: '', images: [PICTURE] }),
      chunk({ content: '' }, 'stop', { usage }),
    );
    const answer = collect(events);
    expect(answer.parts.map(({ type }) => type)).toEqual(['text', 'media', 'media']);
    expect(answer.usage).toEqual({ inputTokens: 270, outputTokens: 1130, cost: 0.1385 });
  });

  it('in words alone is no picture, for the reason the words give', () => {
    const error = thrown(() => whole({ content: 'I cannot draw real people.' }));
    expect(error).toMatchObject({ code: 'no_image' });
    expect(error?.message).toContain('I cannot draw real people.');
  });

  it('that was filtered is a refusal', () => {
    expect(thrown(() => whole({ content: '' }, drawing, 'content_filter'))?.code).toBe('content_policy');
  });

  it('in words alone is welcome where the model may choose not to draw', () => {
    const free = chatJob({ order: { count: 1 }, image: { required: false } });
    expect(whole({ content: 'No need.' }, free).parts).toEqual([{ type: 'text', text: 'No need.' }]);
  });

  it('that fails half-way fails the stream', () => {
    const error = { code: 502, message: 'Provider returned error', metadata: { provider_name: 'Google' } };
    const failed = thrown(() => streamed(chunk({ content: 'Look' }), chunk({}, 'error', { error })));
    expect(failed).toMatchObject({ code: 'upstream_error', facts: { upstreamStatus: 502 } });
  });
});
