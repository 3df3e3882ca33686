import type { ReasoningPart } from '../../contract/request.ts';
import { asArray, asNumber, asString, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { FORMAT, isMark } from './marks.ts';

/**
 * The thinking in an assistant turn that a client sends back: OpenRouter's `reasoning_details` where they are, else
 * `reasoning_content` or `reasoning`.
 */
export function decodeReasoning(turn: TreeObject): ReasoningPart[] {
  const details = asArray(turn.reasoning_details).filter((detail) => !isMark(detail));
  const parts = sealed(joined(details).flatMap(readDetail));
  const shown = asString(turn.reasoning_content) || asString(turn.reasoning) || '';
  if (shown === '' || parts.some(({ text }) => text !== '')) return parts;
  return [{ type: 'reasoning', text: shown }, ...parts];
}

/** Clients that only collect keep the pieces of a stream; those of one index are one text. */
function joined(details: readonly Tree[]): TreeObject[] {
  const all: TreeObject[] = [];
  for (const detail of details.filter(isObject)) {
    const last = all.at(-1);
    if (last && continues(last, detail)) {
      const text = (asString(last.text) ?? '') + (asString(detail.text) ?? '');
      all[all.length - 1] = { ...last, text, signature: detail.signature ?? last.signature };
    } else all.push(detail);
  }
  return all;
}

const continues = (last: TreeObject, next: TreeObject): boolean =>
  last.type === 'reasoning.text' &&
  next.type === 'reasoning.text' &&
  asNumber(next.index) !== undefined &&
  last.index === next.index;

/** An encrypted detail with the id of the summary before it seals that one. */
function sealed(parts: readonly ReasoningPart[]): ReasoningPart[] {
  const all: ReasoningPart[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    const seals = part.redacted && part.id !== undefined && last?.id === part.id && !last.signature;
    if (seals && part.signature !== undefined) {
      const details = [...(last.details ?? []), ...(part.details ?? [])];
      const seal = { signature: part.signature, ...(details.length > 0 && { details }) };
      all[all.length - 1] = { ...last, ...seal };
    } else all.push(part);
  }
  return all;
}

function readDetail(detail: TreeObject): ReasoningPart[] {
  const id = asString(detail.id);
  // Those of the gateway's own making hold nothing that is not read here.
  const named = {
    ...(id !== undefined && { id }),
    ...(detail.format !== FORMAT && { details: [detail] }),
  };
  switch (detail.type) {
    case 'reasoning.text': {
      const signature = asString(detail.signature);
      const text = asString(detail.text) ?? '';
      if (text === '' && signature === undefined) return [];
      return [{ type: 'reasoning', text, ...named, ...(signature !== undefined && { signature }) }];
    }
    case 'reasoning.summary':
      return [{ type: 'reasoning', text: asString(detail.summary) ?? '', ...named }];
    case 'reasoning.encrypted': {
      const signature = asString(detail.data);
      return signature === undefined
        ? []
        : [{ type: 'reasoning', text: '', redacted: true, signature, ...named }];
    }
    default:
      return [];
  }
}

/** One thought as OpenRouter's clients read it; `index` counts the thoughts of the message. */
export function reasoningDetail(part: Omit<ReasoningPart, 'type'>, index: number): TreeObject {
  const facts = { ...(part.id !== undefined && { id: part.id }), format: FORMAT, index };
  if (part.redacted) return { type: 'reasoning.encrypted', data: part.signature ?? '', ...facts };
  const { signature, text } = part;
  return { type: 'reasoning.text', text, ...(signature !== undefined && { signature }), ...facts };
}
