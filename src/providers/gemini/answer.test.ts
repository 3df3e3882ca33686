import { describe, expect, it } from 'vitest';
import { BytesPayload } from '../../contract/payload.ts';
import { collect } from '../../contract/stream.ts';
import { SplicedString, type Tree } from '../../contract/tree.ts';
import { AnswerFold, type AnswerRules } from './answer.ts';

const TALK: AnswerRules = { model: 'gemini-x', pictureRequired: false, showThoughts: true };
const DRAW: AnswerRules = { model: 'gemini-x', pictureRequired: true, showThoughts: false };

const chunk = (parts: readonly Tree[], more: { [key: string]: Tree } = {}): Tree => ({
  candidates: [{ content: { role: 'model', parts }, ...more }],
});
const STOP = chunk([{ text: '' }], { finishReason: 'STOP' });

function read(rules: AnswerRules, ...chunks: Tree[]) {
  const fold = new AnswerFold(rules);
  const events = chunks.flatMap((data) => fold.push({ data }));
  return collect([...events, ...fold.end()]);
}

const failure = (rules: AnswerRules, ...chunks: Tree[]) => {
  try {
    read(rules, ...chunks);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('Gemini answers', () => {
  it('joins text pieces and keeps the signature that comes with the last', () => {
    const answer = read(
      TALK,
      chunk([{ text: 'Hel' }]),
      chunk([{ text: 'lo' }]),
      chunk([{ text: '', thoughtSignature: 'sig' }], { finishReason: 'STOP' }),
    );
    expect(answer.parts).toEqual([{ type: 'text', text: 'Hello', signature: 'sig' }]);
  });

  it('takes a picture out of the stream without reading it', () => {
    const payload = new BytesPayload(new Uint8Array([1, 2, 3]));
    const part = {
      inlineData: { mimeType: 'image/png', data: SplicedString.of('', payload) },
      thoughtSignature: 's',
    };
    const answer = read(DRAW, chunk([part]), STOP);
    expect(answer.parts).toEqual([{ type: 'media', media: { from: 'inline', payload }, signature: 's' }]);
  });

  it('shows thoughts as reasoning in chat and hides them where drafts may be among them', () => {
    const chunks = [chunk([{ text: 'Hm', thought: true }, { text: 'Yes' }]), STOP];
    expect(read(TALK, ...chunks).parts.map((part) => part.type)).toEqual(['reasoning', 'text']);
    const drawing = { ...DRAW, pictureRequired: false };
    expect(read(drawing, ...chunks).parts.map((part) => part.type)).toEqual(['text']);
  });

  it('takes the last usage and counts thoughts as output', () => {
    const early = { usageMetadata: { promptTokenCount: 6, candidatesTokenCount: 1 } };
    const late = {
      usageMetadata: {
        promptTokenCount: 264,
        candidatesTokenCount: 1125,
        thoughtsTokenCount: 120,
        promptTokensDetails: [
          { modality: 'TEXT', tokenCount: 6 },
          { modality: 'IMAGE', tokenCount: 258 },
        ],
        candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1120 }],
      },
    };
    const answer = read(
      TALK,
      { ...(chunk([{ text: 'Hi' }]) as object), ...early },
      { ...(STOP as object), ...late },
    );
    expect(answer.usage).toEqual({
      inputTokens: 264,
      inputImageTokens: 258,
      outputTokens: 1245,
      outputImageTokens: 1120,
      reasoningTokens: 120,
    });
  });

  it('reads calls with their signature, and names the end for what it is', () => {
    const call = (id: string) => ({ functionCall: { id, name: 'ls', args: { path: id } } });
    const answer = read(TALK, chunk([{ ...call('a'), thoughtSignature: 's' }]), chunk([call('b')]), STOP);
    const part = { type: 'tool-call', name: 'ls' };
    expect(answer).toMatchObject({
      finish: 'tool-calls',
      parts: [
        { ...part, id: 'a', arguments: '{"path":"a"}', signature: 's' },
        { ...part, id: 'b', arguments: '{"path":"b"}' },
      ],
    });
    expect(answer.parts[1]).not.toHaveProperty('signature');
  });

  it('gives calls without ids different ones, and passes over the empty end of a call', () => {
    const call = { functionCall: { name: 'now' } };
    const { parts } = read(TALK, chunk([call, call, { functionCall: {} }]), STOP);
    const ids = parts.map((part) => (part.type === 'tool-call' ? part.id : ''));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((id) => /^[\w-]+$/.test(id))).toBe(true);
    expect(parts).toMatchObject([{ arguments: '{}' }, { arguments: '{}' }]);
  });

  it('keeps what the answer rests on', () => {
    const answer = read(
      TALK,
      chunk([{ text: 'Hi' }], { groundingMetadata: { webSearchQueries: ['x'] } }),
      STOP,
    );
    expect(answer.extensions.gemini).toEqual({ groundingMetadata: { webSearchQueries: ['x'] } });
  });

  it('says which pieces no other format can show, each once', () => {
    const code = { executableCode: { language: 'PYTHON', code: '1' } };
    const sound = { inlineData: { mimeType: 'audio/wav', data: 'AAAA' } };
    const answer = read(TALK, chunk([code, code, { text: 'Hi' }, sound]), STOP);
    expect(answer.warnings.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('executableCode'),
      expect.stringContaining('audio/wav'),
    ]);
  });

  it('fails a stream that stops before a finish reason', () => {
    const broken = failure(TALK, chunk([{ text: 'Hel' }]));
    expect(broken).toMatchObject({ code: 'upstream_error', facts: { outcomeUnknown: true } });
  });

  it('fails on an error in the middle of a stream', () => {
    const error = { error: { code: 503, status: 'UNAVAILABLE', message: 'overloaded' } };
    expect(failure(TALK, chunk([{ text: 'Hel' }]), error)).toMatchObject({ code: 'upstream_unavailable' });
  });

  it.each([
    ['SAFETY', 'content_policy', undefined],
    ['IMAGE_PROHIBITED_CONTENT', 'content_policy', undefined],
    ['IMAGE_RECITATION', 'content_policy', undefined],
    ['NO_IMAGE', 'no_image', 'same-target'],
    ['IMAGE_OTHER', 'no_image', 'same-target'],
    ['MAX_TOKENS', 'no_image', undefined],
    ['MISSING_THOUGHT_SIGNATURE', 'upstream_error', 'next-target'],
  ])('takes an empty %s answer for %s', (finishReason, code, retry) => {
    const error = failure(DRAW, { candidates: [{ finishReason, finishMessage: 'Because.', index: 0 }] });
    expect(error).toMatchObject({ code, facts: { upstreamCode: finishReason } });
    expect((error as { facts: { retry?: string } }).facts.retry).toBe(retry);
  });

  it('keeps text that was cut off by a filter and says so', () => {
    const answer = read(TALK, chunk([{ text: 'Once upon' }], { finishReason: 'SAFETY' }));
    expect(answer).toMatchObject({ finish: 'content-filter', parts: [{ text: 'Once upon' }] });
  });

  it('names the reason of a blocked prompt', () => {
    const blocked = { promptFeedback: { blockReason: 'BLOCKLIST', blockReasonMessage: 'A listed word.' } };
    expect(failure(DRAW, blocked)).toMatchObject({
      code: 'content_policy',
      message: 'Gemini refused the prompt (BLOCKLIST): A listed word.',
    });
  });
});
