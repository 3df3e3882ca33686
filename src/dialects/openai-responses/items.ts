import { invalid } from '../../contract/error.ts';
import type { MediaRef } from '../../contract/image.ts';
import { parseBase64 } from '../../contract/inline.ts';
import type { Message, Part } from '../../contract/request.ts';
import { asString, type SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { parse } from '../../wire/schema.ts';
import { decodeContent, type Warn } from './content.ts';
import { flatName } from './flat-name.ts';
import { openMark } from './marks.ts';
import {
  ADDITIONAL_TOOLS,
  CALL_OUTPUT,
  CUSTOM_CALL,
  DRAWING,
  FUNCTION_CALL,
  MESSAGE,
  REASONING,
  REFERENCE,
  SEARCH_CALL,
  SEARCH_OUTPUT,
} from './schema.ts';
import { foundText, SEARCH } from './tool-search.ts';
import { type PlacedTool, placedTools } from './tools.ts';
import { Transcript } from './transcript.ts';

/** An item and its path in the client's request. */
export interface Placed {
  readonly item: TreeObject;
  readonly at: string;
}

interface Reading {
  readonly transcript: Transcript;
  readonly recalled: ReadonlyMap<string, Tree>;
  readonly warn: Warn;
}
type Reader = (placed: Placed, reading: Reading) => void;

/**
 * Reads items into turns: what the model said, thought, called and drew in a row is one turn of the assistant.
 * @param recalled items the request names by id
 */
export function decodeItems(
  items: readonly Placed[],
  recalled: ReadonlyMap<string, Tree>,
  warn: Warn,
): Message[] {
  const reading = { transcript: new Transcript(), recalled, warn };
  for (const placed of items) decodeItem(placed, reading);
  return reading.transcript.messages;
}

/** Tools that stand among the items: those that Codex sends there for newer models, and those that a search has found. */
export const toolsAmong = (items: readonly Placed[]): PlacedTool[] =>
  items.flatMap(({ item, at }) =>
    item.type === 'additional_tools' || item.type === 'tool_search_output'
      ? placedTools(parse(ADDITIONAL_TOOLS, item, at).tools, `${at}.tools`)
      : [],
  );

const READERS: { readonly [type: string]: Reader } = {
  message: readMessage,
  reasoning: readReasoning,
  function_call: readFunctionCall,
  custom_tool_call: readCustomCall,
  function_call_output: readOutput,
  custom_tool_call_output: readOutput,
  tool_search_call: readSearch,
  tool_search_output: readFound,
  image_generation_call: readDrawing,
  item_reference: readReference,
  // Read by toolsAmong().
  additional_tools: () => {},
};

function decodeItem(placed: Placed, reading: Reading): void {
  const { item, at } = placed;
  const type = typeOf(item);
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (read) {
    read(placed, reading);
    return;
  }
  const detail = `Items of the type ${type.slice(0, 60)} mean nothing to other models and were left out.`;
  reading.warn({ kind: 'ignored', field: at, detail });
}

/** Messages may leave their type out; so may, in the AI SDK, references. */
export const typeOf = (item: TreeObject): string =>
  asString(item.type) ?? (item.role === undefined && item.id !== undefined ? 'item_reference' : 'message');

const ROLES = { user: 'user', assistant: 'assistant', system: 'system', developer: 'system' } as const;

function readMessage({ item, at }: Placed, { transcript, warn }: Reading): void {
  const { role, content } = parse(MESSAGE, item, at);
  transcript.add(ROLES[role], decodeContent(content, `${at}.content`, warn));
}

/** An empty summary says that the thinking is hidden; one of an empty text only that there is nothing to show. */
function readReasoning({ item, at }: Placed, { transcript }: Reading): void {
  const { id, summary, content, encrypted_content: encrypted } = parse(REASONING, item, at);
  const mark = encrypted ? openMark(encrypted) : undefined;
  if (mark !== undefined) {
    transcript.mark(mark);
    return;
  }
  const shown = summary?.length ? summary : (content ?? []);
  transcript.add('assistant', [
    {
      type: 'reasoning',
      text: shown.map(({ text }) => text).join('\n\n'),
      ...(id && { id }),
      ...(encrypted && { signature: encrypted }),
      ...(encrypted && shown.length === 0 && { redacted: true }),
    },
  ]);
}

function readFunctionCall({ item, at }: Placed, { transcript }: Reading): void {
  const { call_id: id, name, namespace, arguments: text } = parse(FUNCTION_CALL, item, at);
  transcript.call({ type: 'tool-call', id, name: flatName(namespace, name), arguments: text });
}

function readCustomCall({ item, at }: Placed, { transcript }: Reading): void {
  const { call_id: id, name, namespace, input } = parse(CUSTOM_CALL, item, at);
  const text = JSON.stringify({ input });
  transcript.call({ type: 'tool-call', id, name: flatName(namespace, name), arguments: text });
}

function readOutput({ item, at }: Placed, { transcript, warn }: Reading): void {
  const { call_id: id, output } = parse(CALL_OUTPUT, item, at);
  transcript.result(id, decodeContent(output as string | readonly TreeObject[], `${at}.output`, warn));
}

function readSearch({ item, at }: Placed, { transcript, warn }: Reading): void {
  const { call_id: id, arguments: given } = parse(SEARCH_CALL, item, at);
  if (id) transcript.call({ type: 'tool-call', id, name: SEARCH, arguments: JSON.stringify(given) });
  else warn({ kind: 'ignored', field: at, detail: 'A search that OpenAI ran itself was left out.' });
}

/** What OpenAI found itself needs no answer; its tools are offered all the same. */
function readFound({ item, at }: Placed, { transcript }: Reading): void {
  const { call_id: id, tools } = parse(SEARCH_OUTPUT, item, at);
  if (id) transcript.result(id, [{ type: 'text', text: foundText(tools) }]);
}

function readDrawing({ item, at }: Placed, { transcript, recalled }: Reading): void {
  const { id, result } = parse(DRAWING, item, at);
  if (result) {
    transcript.add('assistant', [picture(inline(result, `${at}.result`), `${at}.result`)]);
    return;
  }
  // A drawing that failed has neither picture nor anything to say.
  if (item.status === 'failed') return;
  const kept = recalled.get(id ?? '');
  const resultOfKept = kept && parse(DRAWING, kept, at).result;
  const ref = resultOfKept ? inline(resultOfKept, `${at}.id`) : keptPicture(id ?? '', `${at}.id`);
  transcript.add('assistant', [picture(ref, `${at}.id`)]);
}

const picture = (media: MediaRef, field: string): Part => ({ type: 'media', media, field });

function inline(result: string | SplicedString, field: string): MediaRef {
  const found = parseBase64(result);
  if (!found) throw invalid(field, `"${field}" must be the picture in base64.`);
  return { from: 'inline', payload: found.payload };
}

/** Other formats of this gateway name their pictures `img_…` or `ig_…`. */
function keptPicture(id: string, field: string): MediaRef {
  if (/^(img|ig)_[A-Za-z0-9]+$/.test(id)) return { from: 'stored', id: id.replace(/^ig_/, 'img_') };
  throw unknownItem(id, field);
}

function readReference({ item, at }: Placed, reading: Reading): void {
  const { id } = parse(REFERENCE, item, at);
  const kept = reading.recalled.get(id) as TreeObject | undefined;
  if (kept) decodeItem({ item: kept, at }, reading);
  else reading.transcript.add('assistant', [picture(keptPicture(id, `${at}.id`), `${at}.id`)]);
}

const unknownItem = (id: string, field: string) =>
  invalid(
    field,
    `Item with id "${id.slice(0, 80)}" not found. Items are kept only with "store": true; send the item itself instead.`,
  );
