import { randomUUID } from 'node:crypto';
import type { Frame } from '../../contract/dialect.ts';
import { unusableAnswer } from '../../contract/error.ts';
import type { Fold } from '../../contract/fold.ts';
import { parseBase64 } from '../../contract/inline.ts';
import type { MediaPart } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { isSamples, SPEECH } from '../../contract/sound.ts';
import { StreamBuilder } from '../../contract/stream.ts';
import {
  asArray,
  asString,
  isObject,
  member,
  SplicedString,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';
import { errorIn } from './errors.ts';
import { failureOf, finishOf, promptRefused } from './refusal.ts';
import { decodeUsage } from './usage.ts';

export interface AnswerRules {
  /** What to call the model where the upstream does not say. */
  readonly model: string;
  /** An answer without a picture is a failure. */
  readonly pictureRequired: boolean;
  /** The client wants to hear the answer. */
  readonly hears?: boolean;
  /** Show thought summaries as reasoning. Off where thoughts may hold draft pictures. */
  readonly showThoughts: boolean;
}

/** Members of a candidate that are no facts beside its content. */
const OF_THE_CONTENT: ReadonlySet<string> = new Set(['content', 'index', 'finishReason', 'finishMessage']);

/**
 * Reads `GenerateContentResponse` objects: the chunks of a stream, or the single one of a whole answer.
 * The stream has no terminal event: it is complete when some chunk named a `finishReason`.
 */
export class AnswerFold implements Fold<Frame, StreamEvent> {
  readonly #rules: AnswerRules;
  readonly #builder = new StreamBuilder();
  #started = false;
  #finish: string | undefined;
  #finishMessage: string | undefined;
  /** The last that was told; each chunk repeats it, grown by a little. */
  #usage: TreeObject | undefined;
  #facts: TreeObject = {};
  #pictures = 0;
  #calls = 0;
  #sounds = 0;
  #text = '';
  readonly #unknown = new Set<string>();

  constructor(rules: AnswerRules) {
    this.#rules = rules;
  }

  push(frame: Frame): readonly StreamEvent[] {
    if ('done' in frame) return [];
    const chunk = frame.data;
    const error = errorIn(chunk);
    if (error) throw error;
    const usage = member(chunk, 'usageMetadata');
    if (isObject(usage)) this.#usage = usage;
    const candidate = asArray(member(chunk, 'candidates'))[0];
    if (candidate === undefined) refusePrompt(member(chunk, 'promptFeedback'));
    this.#note(candidate);
    const events = this.#start(chunk);
    const parts = asArray(member(member(candidate, 'content'), 'parts'));
    // Nearly all chunks: what is made for one part is the answer.
    if (events.length === 0 && parts.length === 1) return this.#part(parts[0] ?? null);
    return [...events, ...parts.flatMap((part) => this.#part(part))];
  }

  end(): readonly StreamEvent[] {
    const reason = this.#finish;
    if (reason === undefined) {
      throw unusableAnswer('Gemini ended its answer before it was complete.');
    }
    const failure = failureOf({
      reason,
      message: this.#finishMessage,
      text: this.#text,
      pictures: this.#pictures,
      said: this.#calls + this.#sounds,
      pictureRequired: this.#rules.pictureRequired,
    });
    if (failure) throw failure;
    const extensions = Object.keys(this.#facts).length > 0 ? { gemini: this.#facts } : undefined;
    return this.#builder.end(finishOf(reason, this.#calls > 0), decodeUsage(this.#usage), extensions);
  }

  #start(chunk: Tree): StreamEvent[] {
    if (this.#started) return [];
    this.#started = true;
    const id = asString(member(chunk, 'responseId')) ?? '';
    return [
      { type: 'response-start', id, model: asString(member(chunk, 'modelVersion')) ?? this.#rules.model },
    ];
  }

  /** Keeps what is said beside the content: how it ended, what it rests on (`groundingMetadata` and the like). */
  #note(candidate: Tree | undefined): void {
    if (!isObject(candidate)) return;
    this.#finish = asString(candidate.finishReason) ?? this.#finish;
    this.#finishMessage = asString(candidate.finishMessage) ?? this.#finishMessage;
    for (const name of Object.keys(candidate)) {
      if (!OF_THE_CONTENT.has(name)) this.#facts = { ...this.#facts, [name]: candidate[name] };
    }
  }

  #part(part: Tree): StreamEvent[] {
    const signature = asString(member(part, 'thoughtSignature'));
    const text = asString(member(part, 'text'));
    // quirk(gemini): thoughts may hold draft pictures, which are neither results nor billed — gemini-images.md §4, seen 2026-11
    if (member(part, 'thought') === true) return this.#thought(text, signature);
    const call = member(part, 'functionCall');
    if (isObject(call)) return this.#call(call, signature);
    const inline = member(part, 'inlineData');
    if (isObject(inline)) return this.#inline(inline, signature);
    if (text === undefined) return this.#other(part);
    if (text === '' && signature === undefined) return [];
    this.#text += text;
    return this.#builder.text('text', text, signature);
  }

  #thought(text: string | undefined, signature: string | undefined): StreamEvent[] {
    return this.#rules.showThoughts && text !== undefined
      ? this.#builder.text('reasoning', text, signature)
      : [];
  }

  /** quirk(gemini): ids may be missing, and a nameless empty call only ends the one before — recorded answers, seen 2026-11 */
  #call({ id, name, args }: TreeObject, signature: string | undefined): StreamEvent[] {
    if (asString(name) === undefined && args === undefined) return [];
    if (typeof name !== 'string') {
      throw unusableAnswer('Gemini called a tool without naming it.');
    }
    this.#calls += 1;
    const given = asString(id) || `call_${randomUUID()}`;
    const text = JSON.stringify(args ?? {});
    const mark = signature === undefined ? {} : { signature };
    return this.#builder.toolCall({ id: given, name, text, begins: true, ...mark });
  }

  #inline({ data, mimeType }: TreeObject, signature: string | undefined): StreamEvent[] {
    const declared = asString(mimeType) ?? 'image/png';
    if (this.#rules.hears && declared.startsWith('audio/')) return this.#sound(data, declared);
    if (!declared.startsWith('image/')) return this.#unsaid(declared);
    const image = typeof data === 'string' || data instanceof SplicedString ? parseBase64(data) : undefined;
    if (!image) throw unusableAnswer('Gemini sent a picture that cannot be read.');
    this.#pictures += 1;
    const part: MediaPart = {
      type: 'media',
      media: { from: 'inline', payload: image.payload },
      ...(signature !== undefined && { signature }),
    };
    return this.#builder.media(part);
  }

  #sound(data: Tree | undefined, declared: string): StreamEvent[] {
    const sound = typeof data === 'string' || data instanceof SplicedString ? parseBase64(data) : undefined;
    if (!sound) throw unusableAnswer('Gemini sent sound that cannot be read.');
    this.#sounds += 1;
    return this.#builder.sound({ mediaType: canonical(declared), payload: sound.payload });
  }

  #other(part: Tree): StreamEvent[] {
    const kinds = isObject(part) ? Object.keys(part) : [];
    return kinds.filter((kind) => kind !== 'thoughtSignature').flatMap((kind) => this.#unsaid(kind));
  }

  /** A piece that no other format has a place for, such as `executableCode`. */
  #unsaid(kind: string): StreamEvent[] {
    if (this.#unknown.has(kind)) return [];
    this.#unknown.add(kind);
    const detail = `Gemini's answer also holds ${kind}, which only its own format can show.`;
    return [{ type: 'warning', warning: { kind: 'ignored', field: 'model', detail } }];
  }
}

/** quirk(gemini): `audio/L16;codec=pcm;rate=24000` are samples in little endian, whatever L16 means elsewhere. — ai.google.dev speech generation, seen 2026-11 */
function canonical(declared: string): string {
  if (!isSamples(declared)) return declared;
  const rate = /rate=(\d+)/.exec(declared)?.[1];
  return rate === undefined ? SPEECH : `audio/pcm;rate=${rate}`;
}

function refusePrompt(feedback: Tree | undefined): void {
  const reason = asString(member(feedback, 'blockReason'));
  if (reason !== undefined) throw promptRefused(reason, asString(member(feedback, 'blockReasonMessage')));
}
