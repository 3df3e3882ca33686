import { describe, expect, it } from 'vitest';
import { BytesPayload } from '../contract/payload.ts';
import type { ChatImageOutput, ChatRequest, ImageRequest, MediaPart, Message } from '../contract/request.ts';
import { chatToImage, imageToChat } from './bridge.ts';

const picture = (name: string): MediaPart => ({
  type: 'media',
  media: { from: 'inline', payload: new BytesPayload(Buffer.from(name)) },
  field: name,
});
const says = (role: Message['role'], text: string, ...pictures: MediaPart[]): Message => ({
  role,
  parts: [{ type: 'text', text }, ...pictures],
});
const OUTPUT: ChatImageOutput = {
  wishes: { count: 2 },
  fields: { count: 'n' },
  text: true,
  viaTool: false,
  required: true,
};
const chat = (messages: Message[], more: Partial<ChatRequest> = {}): ChatRequest => ({
  operation: 'chat',
  model: 'painter',
  messages,
  output: { image: OUTPUT },
  sampling: {},
  stream: true,
  extensions: {},
  warnings: [],
  ...more,
});
const bridged = (messages: Message[], more: Partial<ChatRequest> = {}) =>
  chatToImage(chat(messages, more), OUTPUT);

describe('a chat asked of a model that only draws', () => {
  it('becomes a generation from the last user turn', () => {
    expect(bridged([says('user', 'a kite')])).toMatchObject({
      task: 'generate',
      prompt: 'a kite',
      inputs: [],
      wishes: { count: 2 },
      fields: { count: 'n' },
      stream: true,
      warnings: [],
    });
  });

  it('puts system words in front', () => {
    expect(bridged([says('system', 'Watercolours.'), says('user', 'a kite')]).prompt).toBe(
      'Watercolours.\n\na kite',
    );
  });

  it('edits the pictures of the last user turn', () => {
    const { task, inputs, fields } = bridged([says('user', 'add a hat', picture('a'), picture('b'))]);
    expect([task, inputs.length, fields.inputs]).toEqual(['edit', 2, 'a']);
  });

  it('edits the latest picture of the conversation, and says that earlier words are left out', () => {
    const drawn = says('assistant', 'Here.', picture('drawn'));
    const { task, prompt, fields, warnings } = bridged([
      says('user', 'a kite'),
      drawn,
      says('user', 'make it blue'),
    ]);
    expect([task, prompt, fields.inputs]).toEqual(['edit', 'make it blue', 'drawn']);
    expect(warnings).toMatchObject([{ kind: 'adjusted', field: 'messages' }]);
  });

  it('puts a conversation without pictures into the prompt, and says so', () => {
    const turns = [says('user', 'let us draw'), says('assistant', 'What?'), says('user', 'a kite')];
    const { prompt, warnings } = bridged(turns);
    expect(prompt).toBe('Conversation so far:\nuser: let us draw\nassistant: What?\n\nNow draw: a kite');
    expect(warnings).toMatchObject([{ kind: 'adjusted', field: 'messages' }]);
  });

  it('names everything that has no effect', () => {
    const { warnings } = bridged([says('user', 'a kite')], {
      sampling: { temperature: 1, seed: 7 },
      output: { maxTokens: 5, format: { kind: 'json-object' }, image: OUTPUT },
      tools: [{ type: 'function', name: 'look' }],
      reasoning: { effort: 'high' },
    });
    expect(warnings.map(({ field }) => field)).toEqual([
      'temperature',
      'max_tokens',
      'response_format',
      'tools',
      'reasoning',
    ]);
  });

  it.each([
    ['no user message', [says('system', 'x')]],
    ['no words', [says('user', ' ')]],
  ])('is refused with %s', (_name, messages) => {
    expect(() => bridged(messages)).toThrow(
      expect.objectContaining({ code: 'invalid_request', facts: { field: 'messages' } }),
    );
  });
});

it('an image request asked of a model that draws inside chat becomes one user turn, pictures first', () => {
  const request: ImageRequest = {
    operation: 'image',
    task: 'edit',
    model: 'painter',
    prompt: 'add a hat',
    inputs: [picture('a').media],
    mask: picture('m').media,
    wishes: { count: 1 },
    fields: { inputs: 'image', mask: 'mask' },
    stream: false,
    extensions: {},
    warnings: [],
  };
  const { messages, output } = imageToChat(request);
  expect(messages).toMatchObject([
    { role: 'user', parts: [{ type: 'media', field: 'image' }, { text: 'add a hat' }] },
  ]);
  expect(output.image).toMatchObject({
    required: true,
    text: false,
    mask: { from: 'inline' },
    wishes: { count: 1 },
  });
});
