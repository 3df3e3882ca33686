import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { GatewayError } from '../contract/error.ts';
import { BytesPayload, type Payload } from '../contract/payload.ts';
import { SplicedString, type Tree } from '../contract/tree.ts';
import { longString, parse, text } from './schema.ts';

const HELD = new BytesPayload(Buffer.from('picture'));
const SPOOLED: Payload = { size: 7, head: HELD.head, read: () => HELD.read() };

/** Field and message of the refusal. */
function refusal(schema: z.ZodType, tree: Tree | undefined, at?: string): [string | undefined, string] {
  try {
    parse(schema, tree, at);
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'invalid_request')
      return [error.facts.field, error.message];
    throw error;
  }
  throw new TypeError('accepted');
}

const Part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: text() }),
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: longString() }) }),
]);
const Tool = z.strictObject({
  size: z.union([z.literal('auto'), z.string().regex(/^\d+x\d+$/)]).optional(),
  quality: z.enum(['low', 'high']).optional(),
  output_compression: z.number().min(0).max(100).optional(),
  partial_images: z.int().optional(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).optional(),
});
const Body = z.object({
  model: z.string().min(1),
  messages: z.array(z.object({ content: z.union([text(), z.array(Part)]) })).optional(),
  tools: z.array(z.object({ image_generation: Tool })).optional(),
});

const tool = (image_generation: Tree): Tree => ({ model: 'm', tools: [{ image_generation }] });
const message = (content: Tree): Tree => ({ model: 'm', messages: [{ content }] });

describe('parse', () => {
  it('gives what the schema reads', () => {
    expect(parse(Body, tool({ quality: 'low' }))).toEqual(tool({ quality: 'low' }));
  });

  const field = 'tools[0].image_generation';
  it.each<[string, Tree | undefined, string | undefined, string]>([
    ['a missing field', {}, 'model', '"model" is required.'],
    ['an empty string', { model: '' }, 'model', '"model" must not be empty.'],
    ['another type', { model: 1 }, 'model', '"model" must be a string.'],
    ['no object', [], undefined, 'The body must be an object.'],
    ['nothing', undefined, undefined, 'The body must be an object.'],
    [
      'another value',
      tool({ quality: 'best' }),
      `${field}.quality`,
      `"${field}.quality" must be one of "low", "high".`,
    ],
    [
      'a number over the limit',
      tool({ output_compression: 101 }),
      `${field}.output_compression`,
      `"${field}.output_compression" must be at most 100.`,
    ],
    [
      'a fraction',
      tool({ partial_images: 1.5 }),
      `${field}.partial_images`,
      `"${field}.partial_images" must be a whole number.`,
    ],
    ['an unknown field', tool({ colour: 1 }), `${field}.colour`, `"${field}.colour" is not a known field.`],
    [
      'none of two types',
      tool({ stop: 1 }),
      `${field}.stop`,
      `"${field}.stop" must be a string or an array.`,
    ],
    ['no alternative', tool({ size: 'big' }), `${field}.size`, `"${field}.size" must match /^\\d+x\\d+$/.`],
    [
      'an unknown kind of part',
      message([{ type: 'video' }]),
      'messages[0].content[0].type',
      '"messages[0].content[0].type" must be one of "text", "image_url".',
    ],
    [
      'a fault deep inside an alternative',
      message([
        { type: 'text', text: 'a' },
        { type: 'image_url', image_url: {} },
      ]),
      'messages[0].content[1].image_url.url',
      '"messages[0].content[1].image_url.url" is required.',
    ],
  ])('names the field and what may stand there: %s', (_case, tree, path, words) => {
    expect(refusal(Body, tree)).toEqual([path, words]);
  });

  it('puts the path of the tree before the field', () => {
    expect(refusal(Tool, { size: 1 }, 'tools[2].image_generation')[0]).toBe('tools[2].image_generation.size');
    expect(refusal(z.array(z.string()), [1], 'stop')[0]).toBe('stop[0]');
    expect(refusal(z.string(), 1, 'prompt')).toEqual(['prompt', '"prompt" must be a string.']);
  });
});

describe('strings that may be spliced', () => {
  it('longString takes both kinds as they are', () => {
    const spliced = SplicedString.of('data:image/png;base64,', SPOOLED);
    expect(parse(longString(), spliced)).toBe(spliced);
    expect(parse(longString(), 'short')).toBe('short');
    expect(refusal(longString(), 1, 'url')).toEqual(['url', '"url" must be a string.']);
  });

  it('text puts a spliced string together again, or says that it is too long', () => {
    expect(parse(text(), SplicedString.of('a ', HELD))).toBe(
      `a ${Buffer.from('picture').toString('base64')}`,
    );
    expect(refusal(text(), SplicedString.of('a ', SPOOLED), 'prompt')).toEqual([
      'prompt',
      '"prompt" is too long for a text.',
    ]);
  });
});
