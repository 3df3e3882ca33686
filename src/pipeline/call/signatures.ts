import type { ChatRequest, Message, Part } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { type Answer, eachEvent } from '../answer.ts';

/**
 * Providers mark parts with opaque signatures that must come back unchanged, and refuse each other's. On their way to a
 * client each is tagged with its provider (`gemini~…`); on the way back the tag is taken off, or the whole signature where
 * the conversation has moved to another provider. Bare ones come from answers that were passed on as they were, or from the
 * provider itself: they are those of whoever speaks the client's format.
 */
const TAG = /^([a-z][a-z0-9-]*)~/;

export const tagSignatures = (provider: string, answer: Answer<StreamEvent>): Answer<StreamEvent> =>
  eachEvent(answer, (event, pass) => {
    if (event.type === 'part-end' && event.signature !== undefined) {
      pass({ ...event, signature: `${provider}~${event.signature}` });
    } else if (event.type === 'media-end' && event.part.signature !== undefined) {
      pass({ ...event, part: { ...event.part, signature: `${provider}~${event.part.signature}` } });
    } else {
      pass(event);
    }
  });

/** Who is to read a request's signatures. */
export interface Reader {
  /** The provider's id. */
  readonly provider: string;
  /** Ids of all providers: what looks like a tag but names none is part of the signature. */
  readonly known: ReadonlySet<string>;
  /** Bare signatures are the provider's own. */
  readonly readsBare: boolean;
}

export function untagSignatures(request: ChatRequest, { provider, known, readsBare }: Reader): ChatRequest {
  const untag = (part: Part): Part[] => {
    const inner = part.type === 'tool-result' ? { ...part, parts: part.parts.flatMap(untag) } : part;
    const { signature } = inner;
    const owner = ownerOf(signature, known);
    if (owner === provider) return [{ ...inner, signature: (signature ?? '').slice(owner.length + 1) }];
    // A kept picture has its signature from the gateway's own store, whoever sends it.
    const isOwn = owner === undefined && (readsBare || inner.type === 'media');
    if (isOwn || signature === undefined) return [inner];
    return withoutMark(inner);
  };
  const messages = request.messages.map(
    (message): Message => ({ ...message, parts: message.parts.flatMap(untag) }),
  );
  return { ...request, messages };
}

/** Hidden thinking of another provider says nothing to this one. */
function withoutMark(part: Part): Part[] {
  if (part.type !== 'reasoning') {
    const { signature: _, ...rest } = part;
    return [rest];
  }
  const { signature: _, details: __, ...rest } = part;
  return rest.redacted ? [] : [rest];
}

export const isTagged = (signature: string | undefined, known: ReadonlySet<string>): boolean =>
  ownerOf(signature, known) !== undefined;

function ownerOf(signature: string | undefined, known: ReadonlySet<string>): string | undefined {
  const owner = TAG.exec(signature ?? '')?.[1];
  return owner !== undefined && known.has(owner) ? owner : undefined;
}
