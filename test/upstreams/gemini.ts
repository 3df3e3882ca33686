import { SAMPLES } from './chat-reply.ts';
import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import type { GeminiBody, GeminiPart } from './gemini-body.ts';
import { draws, type GeminiModel, modelNamed } from './gemini-models.ts';
import { GoogleRefusal } from './gemini-refusal.ts';
import { checkBody, readPicture } from './gemini-rules.ts';
import { countTokens, embed } from './gemini-tasks.ts';
import { thoughtOf } from './gemini-thinking.ts';
import { callsFor } from './gemini-tools.ts';
import { makePicture } from './picture.ts';

const KEY = 'gm-test';
const ROUTE = /^\/v1beta\/models\/([^/:]+):(\w+)(?:\?(alt=sse))?$/;

/** Tokens below which no picture comes out, whatever is asked. */
const LEAST_TOKENS = 1300;

/** What one call answers, before it is cut into chunks. */
interface Outcome {
  readonly parts: readonly GeminiPart[];
  readonly finishReason: string;
  readonly imageTokens?: number;
  /** Of the text; comes in the last chunk of a stream. */
  readonly signature?: string;
}

/**
 * The Gemini API under `/v1beta`, strict about every name. Key: `gm-test`. In the last user turn "forbidden" is blocked,
 * "refuse politely" is answered in words alone and `call get_weather(Paris)` calls that tool. Gemini 3 signs what it says, and
 * its pictures come after a draft among the thoughts.
 */
export function startGemini(): Promise<Fake> {
  const issued = new Map<string, string>();
  return startFake(async (call) => {
    try {
      return await answer(call, issued);
    } catch (error) {
      return refused(error);
    }
  });
}

export function refused(error: unknown): FakeReply {
  if (!(error instanceof GoogleRefusal)) throw error;
  const { code, message, status, details } = error;
  const extra = details.length > 0 ? { details } : {};
  return { status: code, json: { error: { code, message, status, ...extra } } };
}

async function answer(call: FakeCall, issued: Map<string, string>): Promise<FakeReply> {
  if (call.headers['x-goog-api-key'] !== KEY) throw invalidKey();
  return answerGemini(call, issued);
}

/** Gemini's answer to a call below `/v1beta`, wherever it is served. `issued` are the signatures that were given out. */
export async function answerGemini(call: FakeCall, issued: Map<string, string>): Promise<FakeReply> {
  const [, id = '', method, sse] = ROUTE.exec(decodeURIComponent(call.path)) ?? [];
  if (call.method === 'POST' && method === 'batchEmbedContents') return embed(id, call.json);
  const model = call.method === 'POST' ? modelNamed(id) : undefined;
  if (!model || !['generateContent', 'streamGenerateContent', 'countTokens'].includes(method ?? '')) {
    const message = `models/${id} is not found for API version v1beta, or is not supported for generateContent.`;
    throw new GoogleRefusal(404, 'NOT_FOUND', message);
  }
  if (method === 'countTokens') return countTokens(id, call.json);
  const body = (call.json ?? {}) as GeminiBody;
  await checkBody(body, model, issued);
  const chunks = await chunksOf(body, model, id, issued);
  if (method === 'generateContent') return { json: joined(chunks) };
  return sse === undefined
    ? { json: chunks }
    : { sse: chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`) };
}

const invalidKey = () =>
  new GoogleRefusal(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'API_KEY_INVALID',
      domain: 'googleapis.com',
    },
  ]);

interface Chunk {
  readonly candidates?: readonly {
    readonly content?: { readonly role: 'model'; readonly parts: readonly GeminiPart[] };
    readonly finishReason?: string;
    readonly index: number;
  }[];
  readonly usageMetadata?: object;
  readonly [key: string]: unknown;
}

/** One chunk for each part, then one with the end and the usage. */
async function chunksOf(
  body: GeminiBody,
  model: GeminiModel,
  id: string,
  issued: Map<string, string>,
): Promise<Chunk[]> {
  const head = { modelVersion: id, responseId: 'resp-1' };
  const prompt = textOf(body.contents.findLast(({ role }) => role === 'user')?.parts ?? []);
  if (/forbidden/i.test(prompt)) {
    const usageMetadata = { promptTokenCount: 12, totalTokenCount: 12 };
    return [{ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata, ...head }];
  }
  const { parts, finishReason, imageTokens, signature } = await respond(body, model, prompt, issued);
  const chunk = (part: GeminiPart, more: object = {}): Chunk => ({
    candidates: [{ content: { role: 'model', parts: [part] }, index: 0, ...more }],
    ...head,
  });
  return [
    ...parts.flatMap(inPieces).map((part) => chunk(part)),
    {
      ...chunk({ text: '', ...(signature && { thoughtSignature: signature }) }, { finishReason }),
      usageMetadata: usageOf(body, imageTokens),
    },
  ];
}

/** Text comes in pieces, a picture always whole. */
const inPieces = (part: GeminiPart): GeminiPart[] =>
  part.text === undefined ? [part] : (part.text.match(/.{1,8}/gs) ?? []).map((text) => ({ ...part, text }));

/** The whole answer: the chunks' parts under one candidate, neighbouring texts joined. */
function joined(chunks: readonly Chunk[]): Chunk {
  const last = chunks.at(-1) ?? {};
  const [end] = last.candidates ?? [];
  if (!end) return last;
  const parts: GeminiPart[] = [];
  for (const part of chunks.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? [])) {
    const before = parts.at(-1);
    const continues =
      before?.text !== undefined && part.text !== undefined && before.thought === part.thought;
    if (continues) parts.splice(-1, 1, { ...before, text: `${before.text}${part.text}` });
    else if (part.text !== '') parts.push(part);
    if (part.text === '' && part.thoughtSignature && before)
      parts.splice(-1, 1, { ...before, ...part, text: before.text ?? '' });
  }
  const { content: _, ...rest } = end;
  const content = { role: 'model' as const, parts };
  return { ...last, candidates: [parts.length > 0 ? { content, ...rest } : rest] };
}

const SPOKEN = [SAMPLES.subarray(0, 16), SAMPLES.subarray(16)].map(
  (samples): GeminiPart => ({
    inlineData: { mimeType: 'audio/L16;codec=pcm;rate=24000', data: samples.toString('base64') },
  }),
);

async function respond(
  body: GeminiBody,
  model: GeminiModel,
  prompt: string,
  issued: Map<string, string>,
): Promise<Outcome> {
  const { responseModalities, maxOutputTokens = 32_768 } = body.generationConfig ?? {};
  const wantsPicture = draws(model) && (responseModalities?.includes('IMAGE') ?? true);
  if (model.speaks) return { parts: SPOKEN, finishReason: 'STOP' };
  if (!wantsPicture) return talk(body, model, prompt, issued);
  if (/refuse politely/i.test(prompt)) {
    return { parts: [{ text: 'I would rather not draw that.' }], finishReason: 'STOP' };
  }
  if (maxOutputTokens < LEAST_TOKENS) return { parts: [], finishReason: 'MAX_TOKENS' };
  const words = responseModalities?.includes('TEXT') === false ? [] : [{ text: 'Here is your picture.' }];
  const picture = await draw(body, model, prompt, issued);
  return { parts: [...picture.thoughts, ...words, picture.result], finishReason: 'STOP', imageTokens: 1120 };
}

/** Calls tools where it is told to, else says what it heard. */
async function talk(
  body: GeminiBody,
  model: GeminiModel,
  prompt: string,
  issued: Map<string, string>,
): Promise<Outcome> {
  const sign = (what: string): string => {
    const signature = Buffer.from(`signature ${issued.size} of ${what}`).toString('base64');
    issued.set(signature, what);
    return signature;
  };
  const thought = thoughtOf(body.generationConfig?.thinkingConfig);
  const signCall = model.signs ? (name: string) => sign(`call ${name}`) : undefined;
  const calls = callsFor(body, prompt, signCall);
  if (calls.length > 0) return { parts: [...thought, ...calls], finishReason: 'STOP' };
  const text = await retell(body, prompt);
  return {
    parts: [...thought, { text: inForm(body, text) }],
    finishReason: 'STOP',
    ...(model.signs && !draws(model) && { signature: sign('text') }),
  };
}

/** JSON where it was asked for: every property of the schema holds what was heard. */
function inForm({ generationConfig }: GeminiBody, text: string): string {
  const { responseMimeType, responseJsonSchema } = generationConfig ?? {};
  if (responseMimeType !== 'application/json') return text;
  const names = Object.keys(responseJsonSchema?.properties ?? { heard: {} });
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, text])));
}

/** Answers what it heard last and the size of each picture it was shown. */
async function retell({ contents, systemInstruction }: GeminiBody, prompt: string): Promise<string> {
  const parts = contents.flatMap((content) => content.parts);
  const nested = parts.flatMap(({ functionResponse }) => functionResponse?.parts ?? []);
  const shown = [...parts, ...nested].filter(({ inlineData }) => inlineData);
  const seen = await Promise.all(shown.map(describe));
  const told = systemInstruction ? ` Told: ${textOf(systemInstruction.parts)}.` : '';
  const results =
    contents.at(-1)?.parts.flatMap(({ functionResponse: result }) => (result ? [result] : [])) ?? [];
  const tools = results.map(({ name, response }) => ` ${name} said ${JSON.stringify(response)}.`).join('');
  return `Heard: ${prompt}.${told}${tools} Seen: ${seen.join(', ')}.`;
}

async function describe(part: GeminiPart): Promise<string> {
  const type = part.inlineData?.mimeType ?? '';
  if (!type.startsWith('image/')) return type;
  const { width, height } = await readPicture(part);
  return `${width}x${height}`;
}

async function draw(body: GeminiBody, model: GeminiModel, prompt: string, issued: Map<string, string>) {
  const shown = body.contents.findLast(({ parts }) => parts.some(({ inlineData }) => inlineData));
  const first = shown?.parts.find(({ inlineData }) => inlineData);
  const input = first && (await readPicture(first));
  const size = pixels(body, model, input);
  const label = `${prompt} ${body.generationConfig?.seed ?? ''}`;
  const result = await jpeg({ ...size, label, ...(input && { from: input.bytes }) });
  if (!model.signs) return { thoughts: [], result };
  const thoughtSignature = Buffer.from(`signature ${issued.size} of ${label}`).toString('base64');
  issued.set(thoughtSignature, 'picture');
  const draft = await jpeg({ ...size, label: `draft of ${label}` });
  const thoughts = [
    { text: 'Let me think about the light.', thought: true },
    { ...draft, thought: true },
  ];
  return { thoughts, result: { ...result, thoughtSignature } };
}

async function jpeg(options: {
  width: number;
  height: number;
  label: string;
  from?: Buffer;
}): Promise<GeminiPart> {
  const bytes = await makePicture({ ...options, format: 'jpeg' });
  return { inlineData: { mimeType: 'image/jpeg', data: bytes.toString('base64') } };
}

interface Pixels {
  readonly width: number;
  readonly height: number;
}

/** The table's pixels; without a ratio those nearest to the input's shape, else a square. */
function pixels(body: GeminiBody, model: GeminiModel, input: Pixels | undefined): Pixels {
  const { aspectRatio, imageSize } = body.generationConfig?.imageConfig ?? {};
  const sizes = Object.entries(model.ratios).map(([ratio, text]) => {
    const [width = 0, height = 0] = text.split('x').map(Number);
    return { ratio, width, height };
  });
  const shape = input ? Math.log(input.width / input.height) : 0;
  const distance = ({ width, height }: Pixels): number => Math.abs(Math.log(width / height) - shape);
  const nearest = sizes.toSorted((a, b) => distance(a) - distance(b))[0];
  const { width, height } = sizes.find(({ ratio }) => ratio === aspectRatio) ??
    nearest ?? { width: 0, height: 0 };
  const scale = model.tiers[imageSize ?? '1K'] ?? 1;
  return { width: width * scale, height: height * scale };
}

function usageOf({ contents }: GeminiBody, imageTokens: number | undefined) {
  const pictures = contents.flatMap(({ parts }) => parts).filter(({ inlineData }) => inlineData).length * 258;
  const promptTokenCount = 6 + pictures;
  const candidatesTokenCount = 5 + (imageTokens ?? 0);
  const promptTokensDetails = [
    { modality: 'TEXT', tokenCount: 6 },
    ...(pictures > 0 ? [{ modality: 'IMAGE', tokenCount: pictures }] : []),
  ];
  return {
    promptTokenCount,
    candidatesTokenCount,
    ...(imageTokens !== undefined && {
      thoughtsTokenCount: 120,
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: imageTokens }],
    }),
    totalTokenCount: promptTokenCount + candidatesTokenCount + (imageTokens === undefined ? 0 : 120),
    promptTokensDetails,
  };
}

const textOf = (parts: readonly GeminiPart[]): string =>
  parts.flatMap(({ text }) => (text === undefined ? [] : [text])).join('\n');
