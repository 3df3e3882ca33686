import { describe, expect, it } from 'vitest';
import { chatJob, userTurn } from '../../../test/contract/jobs.ts';
import { BytesPayload } from '../../contract/payload.ts';
import type {
  FilePart,
  MediaPart,
  Message,
  Part,
  ToolCallPart,
  ToolResultPart,
} from '../../contract/request.ts';
import { asArray, member } from '../../contract/tree.ts';
import { encodeContents } from './contents.ts';

const THIRD = { foldSystem: false, signedPictures: true, signedCalls: true, takesLinks: false };
const SECOND = { ...THIRD, signedPictures: false, signedCalls: false };

const encode = (messages: readonly Message[], rules = THIRD) =>
  encodeContents(chatJob({ messages }).request, rules);
const model = (...parts: Part[]): Message => ({ role: 'assistant', parts });
const tool = (...parts: Part[]): Message => ({ role: 'tool', parts });
const text = (words: string): Part => ({ type: 'text', text: words });
const call = (id: string, more: Partial<ToolCallPart> = {}): ToolCallPart => ({
  type: 'tool-call',
  id,
  name: `do_${id}`,
  arguments: '{"n":1}',
  ...more,
});
const result = (id: string, ...parts: Part[]): ToolResultPart => ({ type: 'tool-result', id, parts });
const png: MediaPart = {
  type: 'media',
  media: { from: 'inline', payload: new BytesPayload(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')) },
};
const functionCall = (id: string) => ({ id, name: `do_${id}`, args: { n: 1 } });

describe('a conversation on Gemini', () => {
  it('answers parallel calls in one turn, each with the name of its tool', () => {
    const { contents, warnings } = encode([
      userTurn(text('Go')),
      model(text('Both.'), call('a', { signature: 'sig' }), call('b')),
      tool(result('a', text('first'))),
      tool({ ...result('b', text('broken')), failed: true }),
      userTurn(text('And?')),
    ]);
    expect(warnings).toEqual([]);
    expect(contents).toEqual([
      { role: 'user', parts: [{ text: 'Go' }] },
      {
        role: 'model',
        parts: [
          { text: 'Both.' },
          { functionCall: functionCall('a'), thoughtSignature: 'sig' },
          { functionCall: functionCall('b') },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'a', name: 'do_a', response: { output: 'first' } } },
          { functionResponse: { id: 'b', name: 'do_b', response: { error: 'broken' } } },
          { text: 'And?' },
        ],
      },
    ]);
  });

  it('stands in for the signature of calls that another model made, once a turn, on Gemini 3', () => {
    const turns = [userTurn(text('Go')), model(call('a'), call('b')), tool(result('a'), result('b'))];
    const signatures = (rules: typeof THIRD) =>
      asArray(encode(turns, rules).contents[1]?.parts).map((part) => member(part, 'thoughtSignature'));
    expect(signatures(THIRD)).toEqual(['skip_thought_signature_validator', undefined]);
    expect(signatures(SECOND)).toEqual([undefined, undefined]);
  });

  it.each([
    ['{"temp":20}', { temp: 20 }],
    ['[1,2]', { output: '[1,2]' }],
    ['sunny', { output: 'sunny' }],
    ['', { output: '' }],
    ['{"$ref":"#/a"}', { output: '{"$ref":"#/a"}' }],
  ])('gives the result %j as %j', (words, response) => {
    const { contents } = encode([model(call('a')), tool(result('a', text(words)))]);
    expect(contents[1]).toMatchObject({ parts: [{ functionResponse: { response } }] });
  });

  it('puts pictures of results inside on Gemini 3, beside before', () => {
    const turns = [model(call('a')), tool(result('a', text('see'), png))];
    const inside = { functionResponse: { parts: [{ inlineData: { mimeType: 'image/png' } }] } };
    expect(encode(turns).contents[1]?.parts).toMatchObject([inside]);
    const beside = encode(turns, SECOND).contents[1]?.parts;
    expect(beside).toMatchObject([
      { functionResponse: { name: 'do_a' } },
      { inlineData: { mimeType: 'image/png' } },
    ]);
    expect(JSON.stringify(beside)).not.toContain('"parts"');
  });

  it('sends documents and sounds inline, and by name only what lies with Google', () => {
    const file = (mediaType: string, media: FilePart['media']): FilePart => ({
      type: 'file',
      mediaType,
      media,
    });
    const payload = new BytesPayload(Buffer.from('%PDF'));
    const googles = 'https://generativelanguage.googleapis.com/v1beta/files/abc';
    const { contents, warnings } = encode([
      userTurn(
        file('application/pdf', { from: 'inline', payload }),
        file('video/mp4', { from: 'url', url: googles }),
        file('application/pdf', { from: 'url', url: 'https://example.com/a.pdf' }),
      ),
    ]);
    expect(contents[0]?.parts).toMatchObject([
      { inlineData: { mimeType: 'application/pdf' } },
      { fileData: { fileUri: googles, mimeType: 'video/mp4' } },
    ]);
    expect(warnings).toMatchObject([{ kind: 'ignored', field: 'messages[0]' }]);
  });

  it('gives signed thoughts back and leaves out the others', () => {
    const thought: Part = { type: 'reasoning', text: 'Hm' };
    const { contents } = encode([
      userTurn(text('Go')),
      model(thought, { ...thought, signature: 'sig' }, text('Yes')),
    ]);
    expect(contents[1]?.parts).toEqual([
      { text: 'Hm', thought: true, thoughtSignature: 'sig' },
      { text: 'Yes' },
    ]);
  });

  it('quotes arguments that are no JSON object', () => {
    const { contents } = encode([model(call('a', { arguments: '{"n":' })), tool(result('a'))]);
    expect(contents[0]).toMatchObject({ parts: [{ functionCall: { args: { arguments: '{"n":' } } }] });
  });
});
