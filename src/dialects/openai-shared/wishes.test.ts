import { describe, expect, it } from 'vitest';
import type { Tree } from '../../contract/tree.ts';
import { decodeWishes, mergeWishes } from './wishes.ts';

const wishes = (name: string, value: Tree) => decodeWishes({ [name]: value }, '').wishes;

describe('an image parameter', () => {
  it.each([
    ['size', '1024x768', { size: { width: 1024, height: 768 } }],
    ['size', '1024*768', { size: { width: 1024, height: 768 } }],
    ['size', 'auto', { size: 'auto' }],
    ['size', '2k', { tier: '2K' }],
    ['image_size', '1.5K', { tier: '1.5K' }],
    ['resolution', '512', { tier: '512' }],
    ['size', '16:9', { aspectRatio: '16:9' }],
    ['aspect_ratio', '4:3', { aspectRatio: '4:3' }],
    ['aspect_ratio', 'auto', { size: 'auto' }],
    ['output_format', 'jpg', { format: 'jpeg' }],
    ['quality', 'hd', { quality: 'hd' }],
    ['response_format', 'url', { delivery: 'url' }],
    ['delivery', 'inline', { delivery: 'inline' }],
    ['response_format', 'b64_json', { delivery: 'inline' }],
    ['output_compression', 0, { compression: 0 }],
    ['seed', -1, { seed: -1 }],
    ['strict', true, { strict: true }],
  ] as const)('%s %j is read', (name, value, expected) => {
    expect(wishes(name, value)).toEqual(expected);
  });

  it.each([
    ['size', 'huge'],
    ['size', '0x100'],
    ['size', '99999x1'],
    ['size', 1024],
    ['aspect_ratio', '16/0'],
    ['quality', 'best'],
    ['background', 'pink'],
    ['output_format', 'tiff'],
    ['output_compression', 101],
    ['output_compression', '80'],
    ['n', 0],
    ['n', 11],
    ['n', 1.5],
    ['partial_images', -1],
    ['watermark', 'yes'],
    ['moderation', 'none'],
    ['input_fidelity', 'medium'],
    ['response_format', 'file'],
    ['style', 7],
  ] as const)('%s %j is refused by the client’s own name', (name, value) => {
    expect(() => decodeWishes({ [name]: value }, 'tools[0]')).toThrow(
      expect.objectContaining({ code: 'invalid_request', facts: { field: `tools[0].${name}` } }),
    );
  });

  it('that nobody knows is handed back, a null is nothing', () => {
    const { wishes: known, rest } = decodeWishes({ brightness: 3, constructor: 'x', size: null }, '');
    expect(known).toEqual({});
    expect(rest).toEqual({ brightness: 3, constructor: 'x' });
  });

  it('given twice counts as it was given last', () => {
    const merged = mergeWishes(
      decodeWishes({ quality: 'low', n: 2 }, ''),
      decodeWishes({ quality: 'high' }, 'config'),
    );
    expect(merged).toEqual({
      wishes: { quality: 'high', count: 2 },
      fields: { quality: 'config.quality', count: 'n' },
    });
  });
});
