import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../contract/error.ts';
import type { ChatRequest } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { decodeGemini } from './decode.ts';
import { wrapSignature } from './signature.ts';

const HELLO = { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] };
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').toString('base64');

function decode(body: TreeObject, action = 'generateContent'): ChatRequest {
  const query = { path: '', headers: {}, params: { '*': `some/model:${action}` } };
  return decodeGemini({ ...query, body: { kind: 'json', tree: body } }) as ChatRequest;
}

function refusal(body: TreeObject): GatewayError {
  try {
    decode(body);
  } catch (error) {
    if (error instanceof GatewayError) return error;
  }
  throw new TypeError('it was not refused');
}

const turn = (role: string, ...parts: TreeObject[]): TreeObject => ({ role, parts });
const parts = (...all: TreeObject[]) => decode({ contents: [turn('user', ...all)] }).messages[0]?.parts;

describe('a Gemini request', () => {
  it('takes model and streaming from the path', () => {
    expect(decode(HELLO)).toMatchObject({ model: 'some/model', stream: false });
    expect(decode(HELLO, 'streamGenerateContent')).toMatchObject({ stream: true });
  });

  it.each([
    ['a list', { parts: [{ text: 'Be brief' }] }],
    ['a single part', { parts: { text: 'Be brief' } }],
    ['a part', { text: 'Be brief' }],
    ['a string', 'Be brief'],
  ])('reads a system instruction written as %s', (_, systemInstruction) => {
    const expected = { role: 'system', parts: [{ type: 'text', text: 'Be brief' }] };
    expect(decode({ ...HELLO, systemInstruction }).messages[0]).toEqual(expected);
    expect(decode({ ...HELLO, system_instruction: systemInstruction }).messages[0]).toEqual(expected);
  });

  it.each([
    ['camel', { inlineData: { mimeType: 'image/png', data: PNG } }],
    ['snake', { inline_data: { mime_type: 'image/png', data: PNG } }],
  ])('reads pictures in %s case', (_, part) => {
    expect(parts(part)).toMatchObject([{ type: 'media', media: { from: 'inline', declared: 'image/png' } }]);
  });

  it('takes what is no picture for a file', () => {
    const pdf = { inlineData: { mimeType: 'application/pdf', data: 'JVBERg==', displayName: 'a.pdf' } };
    expect(parts(pdf)).toMatchObject([{ type: 'file', mediaType: 'application/pdf', name: 'a.pdf' }]);
  });

  it("fetches pictures by link, but not from Google's own stores", () => {
    const uri = 'https://generativelanguage.googleapis.com/v1beta/files/abc';
    const file = (fileUri: string) => ({ fileData: { fileUri, mimeType: 'image/png' } });
    expect(parts(file('https://example.com/a.png'), file(uri))).toMatchObject([
      { type: 'media', media: { from: 'url', url: 'https://example.com/a.png' } },
      { type: 'file', media: { from: 'url', url: uri }, mediaType: 'image/png' },
    ]);
  });

  it('makes turns of their own of results, and finds their calls by id', () => {
    const { messages } = decode({
      contents: [
        turn(
          'model',
          { functionCall: { id: 'a', name: 'ls', args: { path: '/' } } },
          { functionCall: { id: 'b', name: 'ls' } },
        ),
        turn(
          'user',
          { functionResponse: { id: 'b', name: 'ls', response: { output: 'second' } } },
          { functionResponse: { id: 'a', name: 'ls', response: { error: 'broken' } } },
          { text: 'Go on' },
        ),
      ],
    });
    expect(messages).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'tool-call', id: 'a', name: 'ls', arguments: '{"path":"/"}' },
          { type: 'tool-call', id: 'b', name: 'ls', arguments: '{}' },
        ],
      },
      {
        role: 'tool',
        parts: [
          { type: 'tool-result', id: 'b', name: 'ls', parts: [{ type: 'text', text: 'second' }] },
          {
            type: 'tool-result',
            id: 'a',
            name: 'ls',
            parts: [{ type: 'text', text: 'broken' }],
            failed: true,
          },
        ],
      },
      { role: 'user', parts: [{ type: 'text', text: 'Go on' }] },
    ]);
  });

  it('gives calls without ids some, and their results the same by name and order', () => {
    const call = (name: string) => ({ functionCall: { name } });
    const result = (name: string) => ({ function_response: { name, response: {} } });
    const { messages } = decode({
      contents: [
        turn('model', call('ls'), call('cat'), call('ls')),
        turn('function', result('cat'), result('ls'), result('ls')),
      ],
    });
    const ids = messages.map((message) =>
      message.parts.flatMap((part) =>
        part.type === 'tool-call' || part.type === 'tool-result' ? [part.id] : [],
      ),
    );
    const [[first, second, third] = [], results] = ids;
    expect(new Set(ids[0]).size).toBe(3);
    expect(results).toEqual([second, first, third]);
  });

  it.each([
    ['an object', { temp: 20, unit: 'C' }, '{"temp":20,"unit":"C"}'],
    ["the AI SDK's wrapper", { name: 'ls', content: 'sunny' }, 'sunny'],
    ["the AI SDK's object", { name: 'ls', content: { hour: 12 } }, '{"hour":12}'],
    ['nothing', {}, ''],
  ])('reads a result that is %s', (_, response, text) => {
    const [part] = parts({ functionResponse: { name: 'ls', response } }) ?? [];
    expect(part).toMatchObject({ parts: text === '' ? [] : [{ type: 'text', text }] });
  });

  it('finds pictures inside of results', () => {
    const inner = { inlineData: { mimeType: 'image/png', data: PNG } };
    const [part] =
      parts({ functionResponse: { name: 'shot', response: { output: 'ok' }, parts: [inner] } }) ?? [];
    expect(part).toMatchObject({ parts: [{ type: 'text' }, { type: 'media' }] });
  });

  it('puts signatures back on their parts, also those that came in an empty text', () => {
    const foreign = wrapSignature({ signature: 'anthropic~sig', redacted: true });
    const { messages } = decode({
      contents: [
        turn(
          'model',
          { text: '', thought: true, thoughtSignature: foreign },
          { text: 'Hi' },
          { text: '', thought_signature: 'QUJD' },
          { functionCall: { id: 'a', name: 'ls' }, thoughtSignature: 'REVG' },
        ),
      ],
    });
    expect(messages[0]?.parts).toMatchObject([
      { type: 'reasoning', text: '', signature: 'anthropic~sig', redacted: true },
      { type: 'text', text: 'Hi', signature: 'QUJD' },
      { type: 'tool-call', signature: 'REVG' },
    ]);
  });

  it('says what it cannot pass on', () => {
    const { warnings, messages } = decode({
      contents: [
        turn(
          'model',
          { executableCode: { language: 'PYTHON', code: 'print(1)' } },
          { text: 'Done', videoMetadata: {} },
        ),
      ],
    });
    expect(warnings).toMatchObject([
      { kind: 'adjusted', field: 'contents[0].parts[0].executableCode' },
      { kind: 'ignored', field: 'contents[0].parts[1].videoMetadata' },
    ]);
    expect(messages[0]?.parts).toMatchObject([
      { text: expect.stringContaining('print(1)') },
      { text: 'Done' },
    ]);
  });

  it.each([
    [{}, 'contents'],
    [{ contents: [] }, 'contents'],
    [{ contents: [turn('robot', { text: 'x' })] }, 'contents[0].role'],
    [
      { contents: [turn('user', { inlineData: { mimeType: 'image/png', data: '!' } })] },
      'contents[0].parts[0].inlineData.data',
    ],
    [{ contents: [turn('model', { functionCall: {} })] }, 'contents[0].parts[0].functionCall.name'],
    [{ ...HELLO, generationConfig: { temperature: 'hot' } }, 'generationConfig.temperature'],
    [{ ...HELLO, generationConfig: [] }, 'generationConfig'],
  ])('refuses %j, naming the field', (body, field) => {
    expect(refusal(body as TreeObject)).toMatchObject({ code: 'invalid_request', facts: { field } });
  });

  it('sends what only Google knows on under its path', () => {
    const { extensions } = decode({
      ...HELLO,
      safetySettings: [{ category: 'X', threshold: 'OFF' }],
      cached_content: 'cachedContents/1',
      generationConfig: { media_resolution: 'LOW', responseModalities: ['VIDEO'] },
      toolConfig: { retrievalConfig: { languageCode: 'de' } },
    });
    expect(extensions.gemini).toEqual({
      safetySettings: [{ category: 'X', threshold: 'OFF' }],
      cachedContent: 'cachedContents/1',
      'generationConfig.mediaResolution': 'LOW',
      'generationConfig.responseModalities': ['VIDEO'],
      'toolConfig.retrievalConfig': { languageCode: 'de' },
    });
  });

  it('wishes for sound by its modality; more than a voice is a matter of Google alone', () => {
    const speaking = (speechConfig: TreeObject) =>
      decode({ ...HELLO, generationConfig: { response_modalities: ['audio'], speechConfig } });
    const voice_config = { prebuilt_voice_config: { voice_name: 'Kore' } };
    const plain = speaking({ voice_config });
    expect(plain.output.sound).toEqual({ text: false, voice: 'Kore' });
    expect(plain.extensions.gemini).toEqual({});
    const german = speaking({ voice_config, languageCode: 'de' });
    expect(german.extensions.gemini).toEqual({
      'generationConfig.speechConfig': { voice_config, languageCode: 'de' },
    });
  });
});
