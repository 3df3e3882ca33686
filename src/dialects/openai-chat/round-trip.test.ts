import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatContext, END, keptPart, parsed, START } from '../../../test/dialects/openai-answers.ts';
import type { Message, Part, ReasoningPart } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import { unfold } from '../../contract/stream.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { decodeChat } from './decode.ts';
import { encodeChat } from './encode.ts';
import { ChatStream } from './stream.ts';

const responseOf = (parts: readonly Part[]): Response => ({
  ...{ id: 'up_1', model: 'up', parts, finish: 'stop' as const, warnings: [], extensions: {} },
});

interface Answer {
  readonly choices: readonly { readonly message?: TreeObject; readonly delta?: TreeObject }[];
}

/** What a client that echoes the message has us read on its next turn. */
function readBack(message: TreeObject | undefined): readonly Part[] {
  const tree: Tree = { model: 'm', messages: [message ?? null] };
  const { messages } = decodeChat({ path: '', params: {}, headers: {}, body: { kind: 'json', tree } });
  return (messages[0] as Message).parts;
}

async function echoed(parts: readonly Part[]): Promise<readonly Part[]> {
  const { tree } = encodeChat(responseOf(parts), chatContext());
  return readBack((await parsed<Answer>(tree)).choices[0]?.message);
}

/** The same through a stream, by a client that appends whatever comes. */
async function echoedStream(parts: readonly Part[]): Promise<readonly Part[]> {
  const fold = new ChatStream(chatContext());
  const details: Tree[] = [];
  const calls: TreeObject[] = [];
  const message: { [name: string]: Tree } = { role: 'assistant', content: '' };
  for (const frame of unfold(responseOf(parts)).flatMap((event) => fold.push(event))) {
    const { delta } = 'data' in frame ? ((await parsed<Answer>(frame.data)).choices[0] ?? {}) : {};
    message.content = `${message.content}${delta?.content ?? ''}`;
    details.push(...((delta?.reasoning_details ?? []) as Tree[]));
    for (const call of (delta?.tool_calls ?? []) as TreeObject[]) collect(calls, call);
  }
  return readBack({ ...message, reasoning_details: details, tool_calls: calls });
}

function collect(calls: TreeObject[], piece: TreeObject): void {
  const at = Number(piece.index);
  const before = calls[at];
  const text = (call: TreeObject | undefined) => (call?.function as TreeObject | undefined)?.arguments ?? '';
  calls[at] = {
    ...{ ...piece, ...before },
    function: { ...(piece.function as TreeObject), ...(before?.function as TreeObject) },
  };
  calls[at] = {
    ...calls[at],
    function: { ...(calls[at].function as TreeObject), arguments: `${text(before)}${text(piece)}` },
  };
}

const CALL = { type: 'tool-call', id: 'c1', name: 'f', arguments: '{"a":1}' } as const;
const THOUGHT: ReasoningPart = { type: 'reasoning', text: 'Hm, well.' };

const CASES: readonly (readonly [name: string, parts: readonly Part[]])[] = [
  ['a thought without a seal', [THOUGHT, { type: 'text', text: 'Hi' }]],
  ['a sealed thought with the provider’s id', [{ ...THOUGHT, signature: 's', id: 'rs_1' }, CALL]],
  ['two thoughts', [{ ...THOUGHT, signature: 's' }, { ...THOUGHT, signature: 't' }, CALL]],
  ['a hidden thought', [{ type: 'reasoning', text: '', redacted: true, signature: 'x', id: 'rs_2' }, CALL]],
  ['a thought that is nothing but its seal', [{ type: 'reasoning', text: '', signature: 'x' }, CALL]],
  [
    'marks of texts and calls',
    [
      { type: 'text', text: 'Hi', signature: 'a' },
      { ...CALL, signature: 'b' },
    ],
  ],
  ['calls side by side', [CALL, { ...CALL, id: 'c2', signature: 'only the second' }]],
];

describe('an answer that the client sends back', () => {
  it.each(CASES)('still has %s', async (_name, parts) => {
    expect(await echoed(parts)).toEqual(parts);
    expect(await echoedStream(parts)).toEqual(parts);
  });

  it('survives any signature', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (seal, mark) => {
        const parts = [
          { ...THOUGHT, signature: seal },
          { ...CALL, signature: mark },
        ];
        expect(await echoed(parts)).toEqual(parts);
        expect(await echoedStream(parts)).toEqual(parts);
      }),
      { numRuns: 50 },
    );
  });

  it('still has the marks of its pictures', async () => {
    const parts = [keptPart('a'), { ...keptPart('b'), signature: 'of b' }];
    expect((await echoed(parts)).map((part) => (part.type === 'media' ? part.signature : ''))).toEqual([
      undefined,
      'of b',
    ]);
  });

  it('of a version before has its marks under another format and a shorter id', () => {
    const mark = { type: 'reasoning.encrypted', format: 'axonhub-signature-v1', id: 'text-0', data: 's' };
    expect(readBack({ role: 'assistant', content: 'Hi', reasoning_details: [mark] })).toEqual([
      { type: 'text', text: 'Hi', signature: 's' },
    ]);
  });

  it('has ids that differ from those of other messages, because clients drop repetitions', async () => {
    const { tree } = encodeChat(responseOf([{ ...CALL, signature: 's' }]), chatContext());
    expect((await parsed<Answer>(tree)).choices[0]?.message?.reasoning_details).toMatchObject([
      { id: 'tool-call-0@req_1', format: 'unknown' },
    ]);
  });
});

describe('thinking of others that a client sends', () => {
  const reasoning = (turn: TreeObject) => readBack({ role: 'assistant', content: '', ...turn });

  it('is read under either name', () => {
    expect(reasoning({ reasoning_content: 'Hm.' })).toEqual([{ type: 'reasoning', text: 'Hm.' }]);
    expect(reasoning({ reasoning: 'Hm.' })).toEqual([{ type: 'reasoning', text: 'Hm.' }]);
  });

  it('is a summary with its seal, in the details of the Responses API', () => {
    const details = [
      { type: 'reasoning.summary', summary: 'Hm.', id: 'rs_1', format: 'openai-responses-v1', index: 0 },
      { type: 'reasoning.encrypted', data: 'sealed', id: 'rs_1', format: 'openai-responses-v1', index: 0 },
    ];
    expect(reasoning({ reasoning: 'Hm.', reasoning_details: details })).toEqual([
      { type: 'reasoning', text: 'Hm.', id: 'rs_1', signature: 'sealed', details },
    ]);
  });

  it('has Google’s mark of a call beside the call', () => {
    const google = { thought_signature: 'sig' };
    const call = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } };
    expect(reasoning({ tool_calls: [{ ...call, extra_content: { google } }] })).toMatchObject([
      { type: 'tool-call', signature: 'sig' },
    ]);
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (details) => {
        expect(() => reasoning({ reasoning_details: details as Tree })).not.toThrow();
      }),
    );
  });
});

describe('calls in a stream', () => {
  const deltas = async (...events: Parameters<ChatStream['push']>[0][]) => {
    const fold = new ChatStream(chatContext());
    const frames = [START, ...events, END].flatMap((event) => fold.push(event));
    const seen = frames.map(async (frame) =>
      'data' in frame ? (await parsed<Answer>(frame.data)).choices[0]?.delta?.tool_calls : undefined,
    );
    return (await Promise.all(seen)).filter((calls) => calls !== undefined);
  };

  it('are told piece by piece, the id once', async () => {
    const piece = { type: 'input-delta', index: 0 } as const;
    const calls = await deltas(
      { type: 'part-start', index: 0, kind: 'tool-call' },
      { ...piece, id: 'c1', name: 'f', text: '' },
      { ...piece, id: 'c1', text: '{"a":' },
      { ...piece, text: '1}' },
      { type: 'part-end', index: 0 },
    );
    expect(calls).toEqual([
      [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '' } }],
      [{ index: 0, function: { arguments: '{"a":' } }],
      [{ index: 0, function: { arguments: '1}' } }],
    ]);
  });

  it('that come whole carry their mark', async () => {
    const calls = await deltas(
      { type: 'part-start', index: 0, kind: 'tool-call' },
      { type: 'input-delta', index: 0, id: 'c1', name: 'f', text: '{}' },
      { type: 'part-end', index: 0, signature: 's' },
    );
    expect(calls).toMatchObject([[{ extra_content: { google: { thought_signature: 's' } } }]]);
  });
});

describe('a client from before there were tools', () => {
  it('is answered with function_call', async () => {
    const context = chatContext({}, { extensions: { client: { legacyFunctions: true } } });
    const { tree } = encodeChat({ ...responseOf([CALL]), finish: 'tool-calls' }, context);
    expect(tree).toMatchObject({
      choices: [{ finish_reason: 'function_call', message: { function_call: { name: 'f' } } }],
    });
    const fold = new ChatStream(context);
    const frames = unfold({ ...responseOf([CALL]), finish: 'tool-calls' }).flatMap((each) => fold.push(each));
    expect(frames).toContainEqual({
      data: expect.objectContaining({
        choices: [expect.objectContaining({ delta: { function_call: { name: 'f', arguments: '{"a":1}' } } })],
      }),
    });
  });
});

describe('what only this format has', () => {
  it('comes from an upstream of the same format and goes to the client', () => {
    const facts = {
      service_tier: 'flex',
      message: { annotations: [1] },
      choice: { logprobs: { content: [] } },
    };
    const response = { ...responseOf([{ type: 'text', text: 'Hi' }]), extensions: { 'openai-chat': facts } };
    expect(encodeChat(response, chatContext()).tree).toMatchObject({
      service_tier: 'flex',
      choices: [{ message: { content: 'Hi', annotations: [1] }, logprobs: { content: [] } }],
    });
  });

  it('is a refusal in a place of its own', () => {
    const refusal = { type: 'text', text: 'No.', refusal: true } as const;
    const response = { ...responseOf([refusal]), finish: 'content-filter' as const };
    expect(encodeChat(response, chatContext()).tree).toMatchObject({
      choices: [{ message: { content: null, refusal: 'No.' }, finish_reason: 'stop' }],
    });
  });
});
