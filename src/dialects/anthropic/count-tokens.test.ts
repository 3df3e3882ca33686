import { describe, expect, it } from 'vitest';
import { BytesPayload } from '../../contract/payload.ts';
import { SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { decodeCount } from './count-tokens.ts';

const estimate = (body: TreeObject) => {
  const request = decodeCount({ path: '', params: {}, headers: {}, body: { kind: 'json', tree: body } });
  return request.estimate?.().input_tokens as number;
};
const ask = (content: Tree): TreeObject => ({ model: 'm', messages: [{ role: 'user', content }] });

describe('the estimate of tokens', () => {
  it('grows with the text by a quarter of its length', () => {
    expect(estimate(ask('x'.repeat(4000))) - estimate(ask(''))).toBe(1000);
  });

  it('counts tools', () => {
    const tools = [{ name: 'ls', description: 'y'.repeat(400), input_schema: {} }];
    expect(estimate({ ...ask('Hi'), tools }) - estimate(ask('Hi'))).toBeGreaterThanOrEqual(100);
  });

  it('counts a picture by what it shows, not by its bytes', () => {
    const data = SplicedString.of('', new BytesPayload(Buffer.alloc(3_000_000)));
    const source = { type: 'base64', media_type: 'image/png', data };
    const tokens = estimate(ask([{ type: 'image', source }]));
    expect(tokens).toBeGreaterThan(1_600);
    expect(tokens).toBeLessThan(1_700);
  });
});
