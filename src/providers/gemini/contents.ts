import type { ChatRequest, Message, Warning } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { type PartRules, type Placed, placePart, type Role } from './parts.ts';

export interface Contents {
  readonly contents: readonly TreeObject[];
  readonly systemInstruction?: TreeObject;
  readonly warnings: readonly Warning[];
}

export interface ContentRules {
  /** Put system text at the head of the first user turn instead of into `systemInstruction`. */
  readonly foldSystem: boolean;
  /** Pictures of the model's own turns must carry its signature. */
  readonly signedPictures: boolean;
  /** The model's calls must carry its signature, and results hold pictures inside: Gemini 3. */
  readonly signedCalls: boolean;
  /** Files may be named by any link. */
  readonly takesLinks: boolean;
}

/** The conversation in Gemini's words: turns of `user` and `model`, equal neighbours joined. */
export function encodeContents(request: ChatRequest, rules: ContentRules): Contents {
  const warnings: Warning[] = [];
  const { messages } = request;
  const { signedCalls, ...shared } = rules;
  const partRules = { ...shared, nestedResults: signedCalls, names: namesOf(messages), warnings };
  const placed = messages.flatMap((message, index) => placeMessage(message, `messages[${index}]`, partRules));
  const instruction = messages
    .filter((message) => message.role === 'system')
    .map(textOf)
    .filter(Boolean)
    .map((text): TreeObject => ({ text }));
  const fold = instruction.length > 0 && (rules.foldSystem || placed.length === 0);
  const folded = fold ? instruction.map((part): Placed => ({ role: 'user', part })) : [];
  const contents = joinTurns([...folded, ...placed]).map(signedCalls ? withCallSignature : asTurn);
  return instruction.length > 0 && !fold
    ? { contents, systemInstruction: { parts: instruction }, warnings }
    : { contents, warnings };
}

const textOf = (message: Message): string =>
  message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n');

/** A result says which call it answers; Gemini wants to hear the tool's name again. */
function namesOf(messages: readonly Message[]): ReadonlyMap<string, string> {
  const calls = messages.flatMap(({ parts }) => parts.filter((part) => part.type === 'tool-call'));
  return new Map(calls.map(({ id, name }) => [id, name]));
}

function placeMessage(message: Message, field: string, rules: PartRules): Placed[] {
  if (message.role === 'system') return [];
  const role = message.role === 'assistant' ? 'model' : 'user';
  return message.parts.flatMap((part) => placePart(part, role, field, rules));
}

interface Turn {
  readonly role: Role;
  readonly parts: readonly TreeObject[];
}

function joinTurns(placed: readonly Placed[]): Turn[] {
  const turns: { role: Role; parts: TreeObject[] }[] = [];
  for (const { role, part } of placed) {
    const last = turns.at(-1);
    if (last?.role === role) last.parts.push(part);
    else turns.push({ role, parts: [part] });
  }
  return turns;
}

const asTurn = ({ role, parts }: Turn): TreeObject => ({ role, parts });

/**
 * quirk(gemini): Gemini 3 refuses a turn whose first function call has no signature; where another model made the call this
 * word stands in for it — ai.google.dev/gemini-api/docs/thought-signatures (FAQ), npm @ai-sdk/google 4.0.121, seen 2026-11
 */
const NO_SIGNATURE = 'skip_thought_signature_validator';

function withCallSignature({ role, parts }: Turn): TreeObject {
  const calls = parts.filter(({ functionCall }) => functionCall !== undefined);
  const [first] = calls;
  const isSigned = calls.some(({ thoughtSignature }) => thoughtSignature !== undefined);
  if (!first || isSigned) return { role, parts };
  return {
    role,
    parts: parts.map((part) => (part === first ? { ...part, thoughtSignature: NO_SIGNATURE } : part)),
  };
}
