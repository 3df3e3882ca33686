import type { MediaPart, Part, SoundPart } from './request.ts';
import type { Choice, Finish, Response, SoundPiece, StreamEvent, Usage } from './response.ts';

/** What is known of a part when it begins: of reasoning its id and whether it is hidden, of text whether it is a refusal. */
type PartFacts = { readonly id?: string; readonly redacted?: boolean; readonly refusal?: boolean };

interface ToolCallPiece {
  readonly id?: string;
  readonly name?: string;
  readonly text: string;
  readonly begins: boolean;
  readonly signature?: string;
}

/** Keeps count of parts for a provider's stream decoder: say what came, get the events with their starts, ends and indexes. */
export class StreamBuilder {
  #index = -1;
  #open: Part['type'] | undefined;
  #signature: string | undefined;
  #refuses = false;

  text(kind: 'text' | 'reasoning', text: string, signature?: string, facts: PartFacts = {}): StreamEvent[] {
    const events = this.#enter(kind, facts);
    if (text !== '') events.push({ type: 'text-delta', index: this.#index, text });
    if (signature !== undefined) this.#signature = signature;
    return events;
  }

  /** A preview of the picture that is being drawn. */
  preview(preview: number, part: MediaPart): StreamEvent[] {
    const events = this.#enter('media');
    events.push({ type: 'media-partial', index: this.#index, preview, part });
    return events;
  }

  /** A finished picture. */
  media(part: MediaPart): StreamEvent[] {
    const events = this.#enter('media');
    events.push({ type: 'media-end', index: this.#index, part });
    return [...events, ...this.close()];
  }

  /** A piece of what is spoken. */
  sound(piece: SoundPiece): StreamEvent[] {
    const events = this.#enter('sound');
    events.push({ type: 'sound-delta', index: this.#index, ...piece });
    return events;
  }

  /** A piece of a tool call; a new `id` begins a new call. */
  toolCall(call: ToolCallPiece): StreamEvent[] {
    const { begins, signature, ...delta } = call;
    const events = begins ? [...this.close(), ...this.#enter('tool-call')] : this.#enter('tool-call');
    events.push({ type: 'input-delta', index: this.#index, ...delta });
    if (signature !== undefined) this.#signature = signature;
    return events;
  }

  /** Ends the part that is open, if any. */
  close(): StreamEvent[] {
    if (this.#open === undefined) return [];
    const signature = this.#signature;
    this.#open = undefined;
    this.#signature = undefined;
    return [{ type: 'part-end', index: this.#index, ...(signature === undefined ? {} : { signature }) }];
  }

  end(finish: Finish, usage?: Usage, extensions?: Response['extensions'], spent: Spent = {}): StreamEvent[] {
    const told = { ...(usage && { usage }), ...spentOf(spent), ...(extensions && { extensions }) };
    return [...this.close(), { type: 'response-end', finish, ...told }];
  }

  #enter(kind: Part['type'], facts: PartFacts = {}): StreamEvent[] {
    const refuses = facts.refusal === true;
    if (this.#open === kind && this.#refuses === refuses) return [];
    const events = this.close();
    this.#open = kind;
    this.#refuses = refuses;
    this.#index += 1;
    events.push({ type: 'part-start', index: this.#index, kind, ...facts });
    return events;
  }
}

/** The events a whole response would have come as. */
export function unfold(response: Response): StreamEvent[] {
  const builder = new StreamBuilder();
  const { id, model, finish, usage, extensions, others = [] } = response;
  const events: StreamEvent[] = [{ type: 'response-start', id, model }];
  const choices = [response, ...others];
  for (const [choice, { parts }] of choices.entries()) {
    const told = unfoldParts(parts, builder);
    events.push(...told.map((event) => ofChoice(event, choice)), ...builder.close());
  }
  for (const warning of response.warnings) events.push({ type: 'warning', warning });
  if (others.length > 0) {
    events.push(
      ...choices.map((each, choice): StreamEvent => ({ type: 'choice-end', choice, ...endOf(each) })),
    );
  }
  return [...events, ...builder.end(finish, usage, extensions, spentOf(response))];
}

const endOf = ({ finish, extensions }: Choice) => ({ finish, extensions });

const ofChoice = (event: StreamEvent, choice: number): StreamEvent =>
  event.type === 'part-start' && choice > 0 ? { ...event, choice } : event;

function unfoldParts(parts: readonly Part[], builder: StreamBuilder): StreamEvent[] {
  const events: StreamEvent[] = [];
  for (const part of parts) {
    if (part.type === 'text' || part.type === 'reasoning') {
      events.push(...builder.close(), ...builder.text(part.type, part.text, part.signature, factsOf(part)));
    } else if (part.type === 'media') {
      events.push(...builder.media(part));
    } else if (part.type === 'sound') {
      events.push(...builder.close(), ...piecesOf(part).flatMap((piece) => builder.sound(piece)));
    } else if (part.type === 'tool-call') {
      const { id, name, arguments: text, signature } = part;
      const signed = signature === undefined ? {} : { signature };
      events.push(...builder.toolCall({ id, name, text, begins: true, ...signed }));
    }
  }
  return events;
}

function piecesOf({ pieces, mediaType, transcript, id, expires }: SoundPart): SoundPiece[] {
  const facts = { ...(id !== undefined && { id }), ...(expires !== undefined && { expires }) };
  return [{ mediaType, ...facts, transcript }, ...pieces.map((payload) => ({ mediaType, payload }))];
}

/** The response that a finished sequence of events adds up to; previews are left out. Throws the stream's own error. */
export function collect(events: Iterable<StreamEvent>): Response {
  const parts: Part[] = [];
  const owners: number[] = [];
  const ends: Omit<Choice, 'parts'>[] = [];
  const warnings: Response['warnings'][number][] = [];
  let head = { id: '', model: '' };
  for (const event of events) {
    if (event.type === 'response-start') head = { id: event.id, model: event.model };
    else if (event.type === 'warning') warnings.push(event.warning);
    else if (event.type === 'error') throw event.error;
    else if (event.type === 'choice-end')
      ends[event.choice] = { finish: event.finish, extensions: event.extensions ?? {} };
    else if (event.type === 'response-end') {
      const { finish, usage, extensions = {} } = event;
      // Of a picture whose call failed there is a beginning and nothing more.
      const partsOf = (choice: number) =>
        parts.filter((part, index) => part !== undefined && (owners[index] ?? 0) === choice);
      const others = ends.slice(1).map((end, at) => ({ parts: partsOf(at + 1), ...end }));
      return {
        ...head,
        parts: partsOf(0),
        finish,
        ...(others.length > 0 && { others }),
        ...(usage && { usage }),
        ...spentOf(event),
        warnings,
        extensions,
      };
    } else {
      if (event.type === 'part-start') owners[event.index] = event.choice ?? 0;
      collectPart(parts, event);
    }
  }
  throw new TypeError('the events stop before response-end');
}

/** What is known about the bill besides the totals. */
type Spent = Pick<Response, 'drawing' | 'cost'>;

const spentOf = ({ drawing, cost }: Spent): Spent => ({
  ...(drawing && { drawing }),
  ...(cost && { cost }),
});

const factsOf = ({ id, redacted, refusal }: PartFacts): PartFacts => ({
  ...(id !== undefined && { id }),
  ...(redacted !== undefined && { redacted }),
  ...(refusal !== undefined && { refusal }),
});

type PartEvent = Extract<StreamEvent, { readonly index: number }>;

function collectPart(parts: Part[], event: PartEvent): void {
  const part = parts[event.index];
  switch (event.type) {
    case 'part-start':
      if (event.kind === 'text') parts[event.index] = { type: 'text', text: '', ...factsOf(event) };
      if (event.kind === 'reasoning') parts[event.index] = { type: 'reasoning', text: '', ...factsOf(event) };
      if (event.kind === 'tool-call')
        parts[event.index] = { type: 'tool-call', id: '', name: '', arguments: '' };
      if (event.kind === 'sound')
        parts[event.index] = { type: 'sound', pieces: [], mediaType: '', transcript: '' };
      break;
    case 'text-delta':
      if (part?.type === 'text' || part?.type === 'reasoning') {
        parts[event.index] = { ...part, text: part.text + event.text };
      }
      break;
    case 'input-delta':
      if (part?.type === 'tool-call') {
        const { id = part.id, name = part.name } = event;
        parts[event.index] = { ...part, id, name, arguments: part.arguments + event.text };
      }
      break;
    case 'media-end':
      parts[event.index] = event.part;
      break;
    case 'sound-delta':
      if (part?.type === 'sound') parts[event.index] = withPiece(part, event);
      break;
    case 'part-end':
      if (part && event.signature !== undefined && part.type !== 'tool-result') {
        parts[event.index] = { ...part, signature: event.signature };
      }
      break;
    case 'media-partial':
      break;
  }
}

const withPiece = (
  part: SoundPart,
  { payload, transcript, mediaType, id, expires }: SoundPiece,
): SoundPart => ({
  ...part,
  mediaType,
  pieces: payload ? [...part.pieces, payload] : part.pieces,
  transcript: part.transcript + (transcript ?? ''),
  ...(id !== undefined && { id }),
  ...(expires !== undefined && { expires }),
});
