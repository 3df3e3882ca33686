import { describe, expect, it } from 'vitest';
import { chatJob, userTurn } from '../../../test/contract/jobs.ts';
import { targetOf } from '../../../test/contract/perform.ts';
import { BytesPayload } from '../../contract/payload.ts';
import type { ChatRequest, FilePart, Message, TextFormat } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { chat } from './chat.ts';
import { anthropic } from './index.ts';

/** The body that would be sent, and the warnings. */
function encode(model: string, request: Partial<ChatRequest>) {
  const job = chatJob({ model, request });
  const { call, warnings } = chat.encode(job, targetOf(anthropic, job, { baseUrl: '', key: '' }));
  const body = call.body?.kind === 'json' ? (call.body.tree as TreeObject) : {};
  return { body, warnings, headers: call.headers };
}

const say = (role: Message['role'], text: string): Message => ({ role, parts: [{ type: 'text', text }] });

describe('system turns inside the conversation', () => {
  const messages = [say('system', 'Base.'), say('user', 'Hi'), say('system', 'New rule.')];

  it('stay where they are on models that take them', () => {
    const { body, warnings } = encode('claude-opus-5-5', { messages });
    expect(body).toMatchObject({
      system: [{ text: 'Base.' }],
      messages: [{ role: 'user' }, { role: 'system' }],
    });
    expect(warnings).toEqual([]);
  });

  it('become a part of the user turn on others, with a warning', () => {
    const { body, warnings } = encode('claude-sonnet-4-6', { messages });
    expect(body.messages).toMatchObject([
      { role: 'user', content: [{ text: 'Hi' }, { text: '<system>\nNew rule.\n</system>' }] },
    ]);
    expect(warnings).toMatchObject([{ kind: 'adjusted', field: 'messages' }]);
  });

  it('become a part of the user turn where another user turn follows', () => {
    const { body } = encode('claude-opus-5-5', { messages: [...messages, say('user', 'Go')] });
    expect(body.messages).toMatchObject([{ role: 'user', content: [{}, {}, { text: 'Go' }] }]);
  });

  it('are all there is to answer when nobody else has spoken', () => {
    const { body } = encode('claude-opus-5-5', { messages: [say('system', 'Tell a joke.')] });
    expect(body.messages).toMatchObject([
      { role: 'user', content: [{ text: '<system>\nTell a joke.\n</system>' }] },
    ]);
  });
});

describe('files', () => {
  const file = (mediaType: string, bytes: string): FilePart => ({
    type: 'file',
    media: { from: 'inline', payload: new BytesPayload(Buffer.from(bytes)) },
    mediaType,
    name: 'notes',
    field: 'messages[0].content[0].file',
  });

  it('go as documents: PDF with its bytes, text as it reads', () => {
    const messages = [userTurn(file('application/pdf', '%PDF'), file('text/markdown', '# Hi'))];
    expect(encode('claude-opus-5-5', { messages }).body.messages).toMatchObject([
      {
        content: [
          { type: 'document', title: 'notes', source: { type: 'base64', media_type: 'application/pdf' } },
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: '# Hi' } },
        ],
      },
    ]);
  });

  it('of other kinds are refused by name', () => {
    const messages = [userTurn(file('audio/wav', 'RIFF'))];
    expect(() => encode('claude-opus-5-5', { messages })).toThrow('messages[0].content[0].file is audio/wav');
  });
});

describe('the form of the answer', () => {
  const schema = { type: 'object', properties: { a: { type: 'object', properties: {} } }, required: ['a'] };
  const format: TextFormat = { kind: 'json-schema', name: 'answer', schema };

  it('is a schema, closed as Anthropic wants it', () => {
    const { body, warnings } = encode('claude-sonnet-4-5', { output: { format } });
    expect(body.output_config).toEqual({
      format: {
        type: 'json_schema',
        schema: {
          ...schema,
          properties: { a: { type: 'object', properties: {}, additionalProperties: false } },
          additionalProperties: false,
        },
      },
    });
    expect(warnings).toEqual([]);
  });

  it.each<[string, TextFormat]>([
    ['claude-opus-5-5', { kind: 'json-object' }],
    ['claude-opus-4-1', format],
  ])('is asked for in words of %s', (model, wished) => {
    const { body, warnings } = encode(model, { output: { format: wished } });
    expect(body.system).toMatchObject([{ text: expect.stringContaining('JSON') }]);
    expect(warnings).toMatchObject([{ kind: 'hinted', field: 'response_format' }]);
  });
});

describe("fields of Anthropic's own format", () => {
  it('go on as they came, betas as a header, and those of other formats are reported', () => {
    const own = {
      context_management: { edits: [] },
      anthropic_beta: ['a', 'b'],
      output_config: { effort: 'max' },
    };
    const { body, headers, warnings } = encode('claude-opus-5-5', {
      extensions: { anthropic: own, 'openai-chat': { logprobs: true } },
    });
    expect(body).toMatchObject({ context_management: { edits: [] }, output_config: { effort: 'max' } });
    expect(body.anthropic_beta).toBeUndefined();
    expect(headers).toMatchObject({ 'anthropic-beta': 'a,b' });
    expect(warnings.map(({ field }) => field)).toEqual(['logprobs']);
  });
});
