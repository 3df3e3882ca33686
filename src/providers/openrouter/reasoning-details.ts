import type { Message } from '../../contract/request.ts';
import {
  asArray,
  asString,
  isObject,
  SplicedString,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';

/** Tells our signatures from those of other providers, when a conversation moves from one to another. */
const MARK = 'openrouter:';

/**
 * Gathers `reasoning_details`, which hold what the model behind OpenRouter must see again on the next turn (such as
 * Gemini's thought signatures). They travel with the answer's parts as their signature.
 */
export class ReasoningDetails {
  readonly #details: TreeObject[] = [];
  #isNew = false;

  push(details: Tree | undefined): void {
    for (const detail of asArray(details)) {
      const plain = isObject(detail) ? withoutSplices(detail) : undefined;
      if (plain) this.#add(plain);
    }
  }

  /** All that came so far: a picture is found again by itself, so it carries everything. */
  signature(): string | undefined {
    this.#isNew = false;
    return this.#details.length === 0 ? undefined : MARK + JSON.stringify(this.#details);
  }

  /** The same, unless nothing came since the last signature. */
  newSignature(): string | undefined {
    return this.#isNew ? this.signature() : undefined;
  }

  /**
   * quirk(openrouter): a thought comes in pieces of one index, the last of them its signature without text, which are to be sent
   * back as one — AI SDK provider 3.1, seen 2026-11
   */
  #add(detail: TreeObject): void {
    this.#isNew = true;
    const last = this.#details.at(-1);
    const key = detail.type === 'reasoning.summary' ? 'summary' : 'text';
    const { [key]: before } = last ?? {};
    const { [key]: piece = '' } = detail;
    const joins = last?.type === detail.type && last?.index === detail.index;
    if (joins && typeof before === 'string' && typeof piece === 'string') {
      this.#details[this.#details.length - 1] = { ...last, ...detail, [key]: before + piece };
    } else this.#details.push(detail);
  }
}

/** The member that gives an assistant turn its `reasoning_details` back; the last signature is the fullest. */
export function echoedDetails({ parts }: Message): TreeObject {
  const signature = parts
    .map((part) => (part.type === 'tool-result' ? undefined : part.signature))
    .findLast((mark) => mark?.startsWith(MARK));
  const details = signature ? parse(signature.slice(MARK.length)) : (asTheyCame(parts) ?? unsigned(parts));
  return details ? { reasoning_details: details } : {};
}

/** Those of an answer that was passed on to the client as it was. */
function asTheyCame(parts: Message['parts']): Tree | undefined {
  const thoughts = parts.filter((part) => part.type === 'reasoning');
  const isSigned = thoughts.some(({ signature, details }) => signature !== undefined && details);
  return isSigned ? thoughts.flatMap(({ details = [] }) => details) : undefined;
}

/** Thoughts that nobody has sealed, as most open models have them. */
function unsigned(parts: Message['parts']): Tree | undefined {
  const thoughts = parts.flatMap((part) =>
    part.type === 'reasoning' && part.signature === undefined && part.text !== '' ? [part.text] : [],
  );
  if (thoughts.length === 0) return undefined;
  return thoughts.map((text, index) => ({ type: 'reasoning.text', text, format: 'unknown', index }));
}

/** Undefined where a member is too big to be held in memory. */
function withoutSplices(detail: TreeObject): TreeObject | undefined {
  const entries = Object.entries(detail).map(
    ([key, value]) => [key, value instanceof SplicedString ? asString(value) : value] as const,
  );
  const lost = entries.some(([key, value]) => value === undefined && detail[key] !== undefined);
  return lost ? undefined : Object.fromEntries(entries);
}

/** What came back from a client may be anything. */
function parse(text: string): Tree | undefined {
  try {
    const details: unknown = JSON.parse(text);
    return Array.isArray(details) ? (details as Tree) : undefined;
  } catch {
    return undefined;
  }
}
