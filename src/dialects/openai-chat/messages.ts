import { invalid } from '../../contract/error.ts';
import type { Message, Part, ToolCallPart } from '../../contract/request.ts';
import {
  asArray,
  asString,
  isObject,
  member,
  SplicedString,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';
import { requiredText } from '../openai-shared/fields.ts';
import { decodeContent, imagePart } from './content.ts';
import { withMarks } from './marks.ts';
import { decodeReasoning } from './reasoning-parts.ts';
import type { Warn } from './warn.ts';

const ROLES: { readonly [role: string]: Message['role'] } = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
  function: 'tool',
};

/** Reads `messages`, with pictures in every form clients send or echo them. */
export function decodeMessages(tree: Tree | undefined, warn: Warn): Message[] {
  if (!Array.isArray(tree)) throw invalid('messages', 'messages must be an array of messages.');
  if (tree.length === 0) throw invalid('messages', 'messages is empty; send at least one message.');
  return tree.map((each: Tree, index) => decodeMessage(each, `messages[${index}]`, warn));
}

function decodeMessage(tree: Tree, at: string, warn: Warn): Message {
  if (!isObject(tree)) throw invalid(at, `${at} must be an object with role and content.`);
  const name = requiredText(tree.role, `${at}.role`);
  const role = Object.hasOwn(ROLES, name) ? ROLES[name] : undefined;
  if (!role) throw invalid(`${at}.role`, `${at}.role must be one of: ${Object.keys(ROLES).join(', ')}.`);
  reportUnread(tree, role, warn);
  const content = cached(tree, decodeContent(tree.content, `${at}.content`, role === 'assistant'));
  if (role === 'tool') return { role, parts: [toolResult(tree, content, at)] };
  if (role !== 'assistant') return { role, parts: content };
  return { role, parts: assistantParts(tree, [...content, ...spokenPart(tree, content, warn)], at) };
}

/** `cache_control` of a whole message is that of its last part. */
function cached({ cache_control: cache }: TreeObject, parts: Part[]): Part[] {
  const last = parts.at(-1);
  return isObject(cache) && last ? [...parts.slice(0, -1), { ...last, cache }] : parts;
}

const READ = ['role', 'content', 'cache_control'];
const READ_BY_ROLE: { readonly [role in Message['role']]: readonly string[] } = {
  system: READ,
  user: READ,
  tool: [...READ, 'tool_call_id', 'name'],
  assistant: [
    ...READ,
    ...['tool_calls', 'images', 'reasoning', 'reasoning_content', 'reasoning_details'],
    // Answers hold these, and clients echo them; what they say stands in the content too.
    ...['refusal', 'annotations', 'audio'],
  ],
};

/** Other members reach only an upstream of this format that gets the request as it is. */
function reportUnread(tree: TreeObject, role: Message['role'], warn: Warn): void {
  for (const [name, value] of Object.entries(tree)) {
    const isEmpty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
    if (isEmpty || READ_BY_ROLE[role].includes(name)) continue;
    const detail = `${name} of ${role} messages cannot be passed on to this model.`;
    warn({ kind: 'ignored', field: `messages.${name}`, detail });
  }
}

function toolResult(tree: TreeObject, parts: Part[], at: string): Part {
  const name = asString(tree.name);
  const id = requiredText(tree.tool_call_id ?? tree.name, `${at}.tool_call_id`);
  return { type: 'tool-result', id, parts, ...(name !== undefined && { name }) };
}

function assistantParts(tree: TreeObject, content: Part[], at: string): Part[] {
  const inContent = content.some((part) => part.type === 'media');
  // A client that echoes our default shape sends each picture twice: as a content part and in `images`.
  const images = inContent ? [] : asArray(tree.images);
  const parts = [
    ...decodeReasoning(tree),
    ...content,
    ...refusalPart(tree),
    ...images.map((image, index) => echoedImage(image, `${at}.images[${index}]`)),
    ...asArray(tree.tool_calls).flatMap((call, index) => toolCall(call, `${at}.tool_calls[${index}]`)),
  ];
  return withMarks(parts, asArray(tree.reasoning_details));
}

/** What the model said in place of an answer. */
function refusalPart({ refusal }: TreeObject): Part[] {
  const text = asString(refusal) ?? '';
  return text === '' ? [] : [{ type: 'text', text, refusal: true }];
}

/** What the model spoke, in its words; the sound itself is kept by the provider that made it, under an id. */
function spokenPart({ audio }: TreeObject, content: readonly Part[], warn: Warn): Part[] {
  if (!isObject(audio) || content.length > 0) return [];
  const text = asString(audio.transcript) ?? '';
  const field = 'messages.audio';
  if (text === '') {
    warn({
      kind: 'ignored',
      field,
      detail: 'Sound of an earlier answer is kept by the provider that made it.',
    });
    return [];
  }
  warn({ kind: 'adjusted', field, detail: 'Of a spoken answer the model is told the words, not the sound.' });
  return [{ type: 'text', text }];
}

function echoedImage(tree: Tree, at: string): Part {
  if (typeof tree === 'string' || tree instanceof SplicedString) return imagePart({ image_url: tree }, at);
  if (!isObject(tree)) throw invalid(at, `${at} must be {"type":"image_url","image_url":{"url":…}}.`);
  return imagePart(tree.image_url === undefined ? { image_url: tree.url } : tree, at);
}

/** Our own `image_generation` entries only point at pictures that stand elsewhere in the message. */
function toolCall(tree: Tree, at: string): ToolCallPart[] {
  if (!isObject(tree) || tree.type === 'image_generation') return [];
  const id = requiredText(tree.id, `${at}.id`);
  if (tree.type === 'custom') {
    const input = asString(member(tree.custom, 'input')) ?? '';
    const name = requiredText(member(tree.custom, 'name'), `${at}.custom.name`);
    return [{ type: 'tool-call', id, name, arguments: JSON.stringify({ input }) }];
  }
  const name = requiredText(member(tree.function, 'name'), `${at}.function.name`);
  const signature = thoughtSignature(tree);
  return [
    {
      type: 'tool-call',
      id,
      name,
      arguments: argumentsText(member(tree.function, 'arguments')),
      ...(signature !== undefined && { signature }),
    },
  ];
}

/** Some clients send the object that the text stands for. */
const argumentsText = (tree: Tree | undefined): string =>
  isObject(tree) ? JSON.stringify(tree) : (asString(tree) ?? '');

/** Where Google's own OpenAI format has the mark of a call; @ai-sdk/openai-compatible 3.0 echoes it — seen 2026-11 */
const thoughtSignature = (call: TreeObject): string | undefined =>
  asString(member(member(call.extra_content, 'google'), 'thought_signature'));
