import type { ChatRequest, Message, Part } from '../contract/request.ts';
import type { StreamEvent } from '../contract/response.ts';
import { type Answer, eachEvent } from './answer.ts';

/**
 * Providers mark parts with opaque signatures that must come back unchanged, and refuse each other's. On their way to a
 * client each is tagged with its provider (`gemini~…`); on the way back the tag is taken off, or the whole signature where
 * the conversation has moved to another provider. Untagged ones (the client talked to the provider directly before) pass.
 */
const TAG = /^([a-z][a-z0-9-]*)~/;

export const tagSignatures = (provider: string, answer: Answer<StreamEvent>): Answer<StreamEvent> =>
  eachEvent(answer, (event, out) => {
    if (event.type === 'part-end' && event.signature !== undefined) {
      out.push({ ...event, signature: `${provider}~${event.signature}` });
    } else if (event.type === 'media-end' && event.part.signature !== undefined) {
      out.push({ ...event, part: { ...event.part, signature: `${provider}~${event.part.signature}` } });
    } else {
      out.push(event);
    }
  });

/** @param known ids of all providers: what looks like a tag but names none is part of the signature */
export function untagSignatures(
  request: ChatRequest,
  provider: string,
  known: ReadonlySet<string>,
): ChatRequest {
  const untag = (part: Part): Part[] => {
    const inner = part.type === 'tool-result' ? { ...part, parts: part.parts.flatMap(untag) } : part;
    const owner = ownerOf(inner.signature, known);
    if (owner === undefined) return [inner];
    const { signature, ...rest } = inner;
    if (owner === provider) return [{ ...inner, signature: (signature ?? '').slice(owner.length + 1) }];
    // Hidden thinking of another provider says nothing to this one.
    return rest.type === 'reasoning' && rest.redacted ? [] : [rest];
  };
  const messages = request.messages.map(
    (message): Message => ({ ...message, parts: message.parts.flatMap(untag) }),
  );
  return { ...request, messages };
}

export const isTagged = (signature: string | undefined, known: ReadonlySet<string>): boolean =>
  ownerOf(signature, known) !== undefined;

function ownerOf(signature: string | undefined, known: ReadonlySet<string>): string | undefined {
  const owner = TAG.exec(signature ?? '')?.[1];
  return owner !== undefined && known.has(owner) ? owner : undefined;
}
