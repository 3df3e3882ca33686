import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { noisePicture } from '../test/memory/noise-picture.ts';

/** What the upstream answers. */
export type Format = 'openai' | 'gemini';

export const EVENTS = 100;

const text = 'All good things that the gateway carries come in small pieces. '.repeat(10);

/** About 1 KB. */
export const CHAT_REPLY = Buffer.from(
  JSON.stringify({
    id: 'chatcmpl-bench',
    object: 'chat.completion',
    created: 1,
    model: 'gpt-5.1',
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 200, completion_tokens: 150, total_tokens: 350 },
  }),
);

const openAiChunk = (delta: object, finish: string | null, usage?: object) =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-bench',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-5.1',
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...usage,
  })}\n\n`;

const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index} `);

const OPENAI_EVENTS = Buffer.from(
  [
    openAiChunk({ role: 'assistant', content: '' }, null),
    ...words(EVENTS - 2).map((content) => openAiChunk({ content }, null)),
    openAiChunk({}, 'stop', { usage: { prompt_tokens: 200, completion_tokens: 98, total_tokens: 298 } }),
    'data: [DONE]\n\n',
  ].join(''),
);

const geminiChunk = (word: string, more: object = {}) =>
  `data: ${JSON.stringify({
    candidates: [{ content: { parts: [{ text: word }], role: 'model' }, index: 0, ...more }],
    usageMetadata: { promptTokenCount: 200, candidatesTokenCount: 98, totalTokenCount: 298 },
    modelVersion: 'gemini-3-pro',
    responseId: 'bench',
  })}\r\n\r\n`;

const GEMINI_EVENTS = Buffer.from(
  [...words(EVENTS - 1).map((word) => geminiChunk(word)), geminiChunk('end', { finishReason: 'STOP' })].join(
    '',
  ),
);

/** A whole stream of `EVENTS` events. */
export const eventsFor = (format: Format): Buffer => (format === 'openai' ? OPENAI_EVENTS : GEMINI_EVENTS);

/** A picture as base64: 2 and 8 MiB of noise, or (0) a few kilobytes in one colour. */
async function base64Of(mebibytes: 0 | 2 | 8): Promise<Buffer> {
  if (mebibytes > 0) {
    const edge = mebibytes === 2 ? 832 : 1664;
    return Buffer.from((await noisePicture(edge, edge)).toString('base64'));
  }
  const create = { width: 1024, height: 1024, channels: 3 as const, background: '#336699' };
  return Buffer.from((await sharp({ create }).png().toBuffer()).toString('base64'));
}

const PICTURES = { 0: await base64Of(0), 2: await base64Of(2), 8: await base64Of(8) };

const WRAPPED: { readonly [format in Format]: readonly [before: Buffer, after: Buffer] } = {
  openai: wrapped({ created: 1, data: [{ b64_json: '@' }], usage: imageUsage() }),
  gemini: wrapped({
    candidates: [
      {
        content: { role: 'model', parts: [{ inlineData: { mimeType: 'image/png', data: '@' } }] },
        finishReason: 'STOP',
        index: 0,
      },
    ],
    usageMetadata: { promptTokenCount: 20, candidatesTokenCount: 1290, totalTokenCount: 1310 },
  }),
};

function wrapped(reply: object): [Buffer, Buffer] {
  const [before = '', after = ''] = JSON.stringify(reply).split('@');
  return [Buffer.from(before), Buffer.from(after)];
}

function imageUsage() {
  return {
    input_tokens: 20,
    output_tokens: 4160,
    total_tokens: 4180,
    input_tokens_details: { text_tokens: 20, image_tokens: 0 },
  };
}

const VARIED = 32;

/** The answer in pieces; some bytes in the middle of the picture differ every time. */
export function pictureReply(format: Format, mebibytes: 0 | 2 | 8): readonly Buffer[] {
  const [before, after] = WRAPPED[format];
  const base64 = PICTURES[mebibytes];
  if (mebibytes === 0) return [before, base64, after];
  const middle = (base64.length >> 3) << 2;
  const varied = Buffer.from(randomBytes((VARIED / 4) * 3).toString('base64'));
  return [before, base64.subarray(0, middle), varied, base64.subarray(middle + VARIED), after];
}
