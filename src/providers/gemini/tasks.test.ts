import { describe, expect, it } from 'vitest';
import type { Target } from '../../contract/provider.ts';
import type { TaskJob, TaskName } from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { gemini } from './index.ts';

const MODEL = 'gemini-embedding-001';
const target: Target = { channel: 'c', baseUrl: 'http://up', model: MODEL, card: gemini.card(MODEL) };

function job(task: TaskName, body: TreeObject): TaskJob {
  const request = {
    operation: 'task',
    task,
    model: 'mine',
    body,
    stream: false,
    extensions: {},
    warnings: [],
  } as const;
  return { operation: 'task', request, stream: false };
}
const encode = (task: 'embeddings' | 'gemini-count-tokens', body: TreeObject) =>
  gemini.tasks?.[task]?.encode(job(task, body), target);
const decode = (task: 'embeddings' | 'gemini-count-tokens', body: TreeObject, tree: Tree) =>
  gemini.tasks?.[task]?.decode({ status: 200, headers: {}, tree }, job(task, body), target);

describe('embeddings on Gemini', () => {
  const answer = { embeddings: [{ values: [0.5, -1] }, { values: [1, 0] }] };

  it('asks for all texts in one call', () => {
    const model = `models/${MODEL}`;
    const request = (text: string) => ({ model, content: { parts: [{ text }] }, outputDimensionality: 2 });
    expect(
      encode('embeddings', { model: 'mine', input: ['a', 'b'], dimensions: 2, user: 'me' }),
    ).toMatchObject({
      call: {
        path: `/models/${MODEL}:batchEmbedContents`,
        body: { tree: { requests: [request('a'), request('b')] } },
      },
      warnings: [{ kind: 'ignored', field: 'user' }],
    });
  });

  it("answers in OpenAI's shape, as numbers or base64", () => {
    expect(decode('embeddings', { input: ['a', 'b'] }, answer)?.extensions.task).toMatchObject({
      object: 'list',
      model: 'mine',
      data: [
        { object: 'embedding', index: 0, embedding: [0.5, -1] },
        { index: 1, embedding: [1, 0] },
      ],
    });
    const compact = decode(
      'embeddings',
      { input: 'a', encoding_format: 'base64' },
      { embeddings: [{ values: [0.5, -1] }] },
    );
    const base64 = Buffer.from(new Float32Array([0.5, -1]).buffer).toString('base64');
    expect(compact?.extensions.task).toMatchObject({ data: [{ embedding: base64 }] });
  });

  it.each([
    ['tokens', [[1, 2, 3]]],
    ['nothing', undefined],
    ['too many texts', Array.from({ length: 101 }, () => 'a')],
  ])('refuses %s', (_, input) => {
    const body = input === undefined ? {} : { input };
    expect(() => encode('embeddings', body)).toThrow(
      expect.objectContaining({ code: 'invalid_request', facts: { field: 'input' } }),
    );
  });

  it('fails where no vector came', () => {
    expect(() => decode('embeddings', { input: 'a' }, { embeddings: [] })).toThrow('without embeddings');
  });
});

describe('models that embed', () => {
  it.each([MODEL, 'models/gemini-embedding-2', 'text-embedding-004'])('%s neither talks nor draws', (id) => {
    const card = gemini.card(id);
    expect(card.id).toBe(id.replace('models/', ''));
    expect(card).not.toHaveProperty('chat');
  });
});

describe('token counts on Gemini', () => {
  it('hands the body on, with its model where it names one', () => {
    const contents = [{ parts: [{ text: 'Hi' }] }];
    expect(encode('gemini-count-tokens', { contents })).toMatchObject({
      call: { path: `/models/${MODEL}:countTokens`, body: { tree: { contents } } },
    });
    const asked = { model: 'models/mine', contents };
    for (const name of ['generateContentRequest', 'generate_content_request']) {
      expect(encode('gemini-count-tokens', { [name]: asked })).toMatchObject({
        call: { body: { tree: { generateContentRequest: { model: `models/${MODEL}`, contents } } } },
      });
    }
  });

  it('gives the answer as it came', () => {
    const counted = { totalTokens: 7 };
    expect(decode('gemini-count-tokens', {}, counted)?.extensions.task).toEqual(counted);
  });
});
