import { invalid } from '../../contract/error.ts';
import { parseBase64 } from '../../contract/inline.ts';
import type { FilePart, MediaPart, Part, ToolResultPart } from '../../contract/request.ts';
import { isObject, SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { defined } from '../../lib/defined.ts';
import type { Calls } from './calls.ts';
import { jsonText, listOf, objectAt, others, pick, textAt } from './members.ts';
import { type Mark, unwrapSignature } from './signature.ts';
import type { Warn } from './warn.ts';

/** What a part may hold besides its content. */
const BESIDE = ['thought', 'thoughtSignature', 'text'];
type Reader = (value: TreeObject, at: string, reading: Reading) => Part[];

/** What readers of parts share. */
export interface Reading {
  readonly calls: Calls;
  readonly warn: Warn;
}

const READERS: { readonly [kind: string]: Reader } = {
  inlineData: (value, at) => [inlinePart(value, at)],
  fileData: (value, at) => [filePart(value, at)],
  functionCall: readCall,
  functionResponse: (value, at, reading) => [readResult(value, at, reading)],
  executableCode: (value, at, { warn }) => {
    warn('adjusted', at, 'Code that Google ran itself is shown to the model as text.');
    return [{ type: 'text', text: `\`\`\`\n${textAt(pick(value, 'code'), at) ?? ''}\n\`\`\`` }];
  },
  codeExecutionResult: (value, at, { warn }) => {
    warn('adjusted', at, 'The output of code that Google ran itself is shown to the model as text.');
    return [{ type: 'text', text: textAt(pick(value, 'output'), at) ?? '' }];
  },
};

/** Reads one part of a turn. */
export function decodePart(tree: Tree, at: string, reading: Reading): Part[] {
  if (typeof tree === 'string' || tree instanceof SplicedString) return readText({ text: tree }, at);
  if (!isObject(tree)) throw invalid(at, `${at} must be a part such as {"text": …}.`);
  const mark = markOf(tree, at);
  const found = Object.entries(others(tree, BESIDE));
  const kinds = found.filter(([name]) => Object.hasOwn(READERS, name));
  for (const [name] of found) {
    if (!Object.hasOwn(READERS, name))
      reading.warn('ignored', `${at}.${name}`, 'This gateway cannot pass it on.');
  }
  const [kind] = kinds;
  if (!kind) return readText(tree, at).map((part) => marked(part, mark));
  // Drafts among the thoughts are neither question nor answer.
  if (pick(tree, 'thought') === true) return [];
  const [name, value] = kind;
  const parts = READERS[name]?.(objectAt(value, `${at}.${name}`), `${at}.${name}`, reading) ?? [];
  return parts.map((part) => marked(part, mark));
}

function markOf(tree: TreeObject, at: string): Mark | undefined {
  const value = textAt(pick(tree, 'thoughtSignature'), `${at}.thoughtSignature`);
  return value === undefined || value === '' ? undefined : unwrapSignature(value);
}

function marked(part: Part, mark: Mark | undefined): Part {
  if (!mark || part.type === 'tool-result') return part;
  return part.type === 'reasoning' ? { ...part, ...mark } : { ...part, signature: mark.signature };
}

function readText(tree: TreeObject, at: string): Part[] {
  const text = textAt(tree.text ?? undefined, `${at}.text`) ?? '';
  const isSigned = pick(tree, 'thoughtSignature') !== undefined;
  if (text === '' && !isSigned) return [];
  return [{ type: pick(tree, 'thought') === true ? 'reasoning' : 'text', text }];
}

function inlinePart(value: TreeObject, at: string): MediaPart | FilePart {
  const mediaType = textAt(pick(value, 'mimeType'), `${at}.mimeType`)?.toLowerCase() ?? '';
  const data = value.data;
  const inline = typeof data === 'string' || data instanceof SplicedString ? parseBase64(data) : undefined;
  if (!inline) throw invalid(`${at}.data`, `${at}.data must be base64.`);
  const { payload } = inline;
  if (mediaType !== '' && !mediaType.startsWith('image/')) {
    const name = textAt(pick(value, 'displayName'), `${at}.displayName`);
    const media = { from: 'inline', payload } as const;
    return { type: 'file', media, mediaType, ...defined({ name }), field: `${at}.data` };
  }
  const declared = mediaType === '' ? {} : { declared: mediaType };
  return { type: 'media', media: { from: 'inline', payload, ...declared }, field: `${at}.data` };
}

/** Only Google can open what lies in its own stores. */
const GOOGLE_ONLY = /^gs:|^https:\/\/(generativelanguage\.googleapis\.com|www\.youtube\.com|youtu\.be)\//;

function filePart(value: TreeObject, at: string): MediaPart | FilePart {
  const url = textAt(pick(value, 'fileUri'), `${at}.fileUri`);
  if (url === undefined) throw invalid(`${at}.fileUri`, `${at}.fileUri is missing.`);
  const mediaType = textAt(pick(value, 'mimeType'), `${at}.mimeType`) ?? '';
  const media = { from: 'url', url } as const;
  const field = `${at}.fileUri`;
  return mediaType.startsWith('image/') && !GOOGLE_ONLY.test(url)
    ? { type: 'media', media, field }
    : { type: 'file', media, mediaType, field };
}

function readCall(value: TreeObject, at: string, { calls }: Reading): Part[] {
  const name = textAt(pick(value, 'name'), `${at}.name`);
  if (name === undefined) throw invalid(`${at}.name`, `${at}.name is missing.`);
  const id = calls.add(name, textAt(pick(value, 'id'), `${at}.id`));
  return [{ type: 'tool-call', id, name, arguments: jsonText(pick(value, 'args') ?? {}, `${at}.args`) }];
}

function readResult(value: TreeObject, at: string, reading: Reading): ToolResultPart {
  const name = textAt(pick(value, 'name'), `${at}.name`) ?? '';
  const id = reading.calls.answer(name, textAt(pick(value, 'id'), `${at}.id`));
  const response = objectAt(pick(value, 'response'), `${at}.response`);
  const { text, failed } = resultText(response, name, `${at}.response`);
  const more = listOf(pick(value, 'parts')).flatMap((part, index) =>
    decodePart(part, `${at}.parts[${index}]`, reading),
  );
  return {
    type: 'tool-result',
    id,
    ...(name !== '' && { name }),
    parts: [...(text === '' ? [] : [{ type: 'text', text } as const]), ...more],
    ...(failed && { failed }),
  };
}

/** Names under which clients wrap a result that is no object: Google's own, the AI SDK's. */
const WRAPPERS = ['output', 'error', 'result', 'content'];

/** Alone under such a name, or beside the function's name, stands the result itself; anything else is the result. */
function resultText(
  response: TreeObject,
  name: string,
  at: string,
): { readonly text: string; readonly failed: boolean } {
  const entries = Object.entries(response).filter(([key, value]) => key !== 'name' || value !== name);
  const [entry, ...more] = entries;
  if (!entry) return { text: '', failed: false };
  const [key, value = null] = entry;
  if (more.length > 0 || !WRAPPERS.includes(key)) return { text: jsonText(response, at), failed: false };
  return { text: typeof value === 'string' ? value : jsonText(value, at), failed: key === 'error' };
}
