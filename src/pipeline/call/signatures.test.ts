import { describe, expect, it } from 'vitest';
import { BytesPayload } from '../../contract/payload.ts';
import type { ChatRequest, Part } from '../../contract/request.ts';
import { untagSignatures } from './signatures.ts';

const known = new Set(['anthropic', 'gemini', 'openai']);
const thought = (signature?: string): Part => ({
  type: 'reasoning',
  text: 'Hm.',
  ...(signature !== undefined && { signature }),
});
const call = (signature: string): Part => ({
  type: 'tool-call',
  id: 'c1',
  name: 'f',
  arguments: '{}',
  signature,
});

function read(parts: readonly Part[], provider: string, readsBare: boolean): readonly Part[] {
  const request: ChatRequest = {
    operation: 'chat',
    model: 'm',
    stream: false,
    messages: [{ role: 'assistant', parts }],
    output: {},
    sampling: {},
    extensions: {},
    warnings: [],
  };
  return untagSignatures(request, { provider, known, readsBare }).messages[0]?.parts ?? [];
}

describe('a signature with the name of its provider', () => {
  it('comes back to that provider without the name, and to no other', () => {
    const parts = [thought('gemini~abc'), call('gemini~def')];
    expect(read(parts, 'gemini', false)).toMatchObject([{ signature: 'abc' }, { signature: 'def' }]);
    expect(read(parts, 'anthropic', true)).toEqual([
      thought(),
      expect.not.objectContaining({ signature: expect.anything() }),
    ]);
  });

  it('takes hidden thinking along', () => {
    const hidden: Part = { type: 'reasoning', text: '', redacted: true, signature: 'anthropic~abc' };
    expect(read([hidden], 'gemini', false)).toEqual([]);
  });
});

describe('a signature without a name', () => {
  const hidden: Part = { type: 'reasoning', text: '', redacted: true, signature: 'EmwK' };

  it('is that of a provider of the client’s format', () => {
    const parts = [thought('Ev=='), hidden, call('x~y')];
    expect(read(parts, 'anthropic', true)).toEqual(parts);
  });

  it('stays behind where the conversation has moved to a provider of another format', () => {
    const details = [{ type: 'reasoning.text', text: 'Hm.', signature: 'Ev==' }];
    const signed = { ...thought('Ev=='), details } as Part;
    expect(read([signed, hidden, call('Ev==')], 'gemini', false)).toEqual([
      thought(),
      { type: 'tool-call', id: 'c1', name: 'f', arguments: '{}' },
    ]);
  });

  it('stays on pictures, which the gateway keeps with their signature', () => {
    const payload = new BytesPayload(Buffer.from('x'));
    const picture: Part = { type: 'media', media: { from: 'inline', payload }, signature: 'abc' };
    expect(read([picture], 'gemini', false)).toEqual([picture]);
  });
});
