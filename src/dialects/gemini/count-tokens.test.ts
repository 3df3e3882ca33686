import { describe, expect, it } from 'vitest';
import type { TaskRequest } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { decodeGemini } from './decode.ts';

function count(body: TreeObject): TaskRequest {
  const query = { path: '', params: { '*': 'm:countTokens' }, headers: {} };
  return decodeGemini({ ...query, body: { kind: 'json', tree: body } }) as TaskRequest;
}
const contents = (text: string) => [{ role: 'user', parts: [{ text }] }];

describe('counting tokens in Gemini words', () => {
  it('hands the body on as it is', () => {
    const body = { contents: contents('Hi') };
    expect(count(body)).toMatchObject({ operation: 'task', task: 'gemini-count-tokens', model: 'm', body });
  });

  it('estimates by length, instructions and tools included', () => {
    const total = (body: TreeObject) => Number(count(body).estimate?.().totalTokens);
    const long = 'word '.repeat(100);
    expect(total({ contents: contents(long) })).toBeGreaterThan(100);
    const asked = { contents: contents(long), systemInstruction: { parts: [{ text: long }] } };
    expect(total({ generateContentRequest: asked })).toBeGreaterThan(200);
  });

  it('counts a picture by itself, not by its bytes', () => {
    const picture = { inlineData: { mimeType: 'image/png', data: 'A'.repeat(100_000) } };
    const { totalTokens, promptTokensDetails } =
      count({ contents: [{ parts: [picture] }] }).estimate?.() ?? {};
    expect(totalTokens).toBeLessThan(300);
    expect(promptTokensDetails).toContainEqual({ modality: 'IMAGE', tokenCount: 258 });
  });
});
