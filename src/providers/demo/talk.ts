import type { Payload } from '../../contract/payload.ts';
import type { Procedure, ProcedureIo, Target } from '../../contract/provider.ts';
import type { ChatJob, ChatRequest, Message } from '../../contract/request.ts';
import type { Finish, StreamEvent, Usage } from '../../contract/response.ts';
import { StreamBuilder } from '../../contract/stream.ts';
import { countTiles, countWords, TOKENS_PER_INPUT } from './counting.ts';
import { type Commission, drawAll, drawingWarnings, sizeOf } from './draw.ts';
import { gather } from './gather.ts';
import { ignoredBy, refuseForbidden } from './house-rules.ts';

export interface Pauses {
  /** Milliseconds before each step of a streamed drawing. */
  readonly drawingMs: number;
  /** Milliseconds before each streamed word. */
  readonly wordMs: number;
}

/** Says what it is and what it was told; draws where a picture is asked for. */
export function talkProcedure(pauses: Pauses): Procedure<ChatJob> {
  const stream = (job: ChatJob, target: Target, io: ProcedureIo) => answer(job, target, io, pauses);
  return {
    kind: 'procedure',
    stream,
    run: (job, target, io) => gather(stream(job, target, io)),
  };
}

async function* answer(
  job: ChatJob,
  target: Target,
  io: ProcedureIo,
  pauses: Pauses,
): AsyncGenerator<StreamEvent> {
  const { request } = job;
  const prompt = lastPrompt(request.messages);
  refuseForbidden(prompt);
  const pause = async (ms: number): Promise<void> => (job.stream ? io.wait(ms) : undefined);
  const commission = commissionOf(job, prompt);
  yield { type: 'response-start', id: `demo-${crypto.randomUUID()}`, model: target.model };
  for (const warning of warningsOf(request, commission)) yield { type: 'warning', warning };
  const builder = new StreamBuilder();
  const { words, finish } = limit(speech(request, prompt, commission), request.output.maxTokens);
  for (const word of words) {
    await pause(pauses.wordMs);
    yield* builder.text('text', word);
  }
  if (commission) yield* drawAll(commission, builder, io, () => pause(pauses.drawingMs));
  yield* builder.end(finish, usageOf(request, words.length, commission));
}

function commissionOf(job: ChatJob, prompt: string): Commission | undefined {
  const { order, mask, request } = job;
  return order && { prompt, order, inputs: picturesToEdit(request.messages), ...(mask && { mask }) };
}

function warningsOf(request: ChatRequest, commission: Commission | undefined) {
  const field = request.output.image?.fields.background ?? 'background';
  return [...ignoredBy(request), ...(commission ? drawingWarnings(commission, field) : [])];
}

function speech(request: ChatRequest, prompt: string, commission: Commission | undefined): string {
  if (commission) {
    if (request.output.image?.text === false) return '';
    return 'Here is your picture. No AI is involved: the AxonHub demo only draws the words you wrote.';
  }
  const shown = request.messages.filter(({ role }) => role !== 'assistant').flatMap(picturesOf).length;
  const seen = shown === 0 ? '' : ` You showed me ${shown} picture${shown === 1 ? '' : 's'}.`;
  return `I am the demo built into AxonHub; no AI is involved, I only repeat what I am told. You said: “${prompt}”.${seen}`;
}

/** The text in pieces of one word each, at most as many as the client allows. */
function limit(text: string, most = Number.POSITIVE_INFINITY): { words: string[]; finish: Finish } {
  const words = text.match(/\S+\s*/g) ?? [];
  return words.length <= most
    ? { words, finish: 'stop' }
    : { words: words.slice(0, Math.max(0, most)), finish: 'length' };
}

const textOf = (message: Message): string =>
  message.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');

const picturesOf = (message: Message): Payload[] =>
  message.parts.flatMap((part) =>
    part.type === 'media' && part.media.from === 'inline' ? [part.media.payload] : [],
  );

const lastPrompt = (messages: readonly Message[]): string => {
  const last = messages.findLast(({ role }) => role === 'user');
  return last ? textOf(last) : '';
};

/** The newest pictures of the conversation, whoever showed them: “make it blue” edits what was just drawn. */
function picturesToEdit(messages: readonly Message[]): Payload[] {
  const last = messages.findLast((message) => picturesOf(message).length > 0);
  return last ? picturesOf(last) : [];
}

function usageOf(request: ChatRequest, words: number, commission: Commission | undefined): Usage {
  const inputImageTokens = request.messages.flatMap(picturesOf).length * TOKENS_PER_INPUT;
  const inputTokens = countWords(request.messages.map(textOf).join(' ')) + inputImageTokens;
  if (!commission) return { inputTokens, inputImageTokens, outputTokens: words };
  const { order } = commission;
  const outputImageTokens = order.count * countTiles(sizeOf(order));
  const outputTokens = words + outputImageTokens;
  return { inputTokens, inputImageTokens, outputTokens, outputImageTokens, images: order.count };
}
