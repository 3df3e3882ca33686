import { inspectPicture } from './picture.ts';

/** A chat completions request, as far as the pretend model reads it. */
export interface ChatBody extends Record<string, unknown> {
  readonly model: string;
  readonly messages: readonly Turn[];
  readonly stream?: boolean;
  readonly n?: number;
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly tools?: readonly { readonly type: string; readonly function?: Offered }[];
  readonly tool_choice?: unknown;
  readonly parallel_tool_calls?: boolean;
  readonly response_format?: { readonly type: string; readonly json_schema?: { readonly schema: Schema } };
}

export interface Turn extends Record<string, unknown> {
  readonly role: string;
  readonly content?: string | readonly ContentPart[] | null;
  readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly arguments: string } }[];
  readonly tool_call_id?: string;
}

export interface ContentPart {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: string | { readonly url: string };
}

interface Schema {
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
  readonly required?: readonly string[];
}

interface Offered {
  readonly name: string;
  readonly parameters?: Schema;
}

interface Called {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** What the model has to say. */
export interface Said {
  readonly thought: string;
  readonly text: string;
  readonly calls: readonly Called[];
  /** Said in place of an answer. */
  readonly refusal?: string;
  /** Said aloud: the words are its transcript. */
  readonly aloud?: boolean;
}

/**
 * Says what it was shown. A function is called for each city of "weather in Rome and Oslo", or by name with its first parameter
 * where `call NAME(word)` is said, and what it answered is repeated; where JSON is wanted, the answer is an object of the schema's members.
 */
export async function think(body: ChatBody): Promise<Said> {
  const thought = 'I think so.';
  const calls = [...callsOf(body), ...namedCalls(body)];
  if (calls.length > 0) return { thought, text: '', calls };
  const sizes = await pictureSizes(body.messages);
  const results = resultsAtEnd(body.messages);
  const said = [
    ...(results.length > 0 ? [`The tools said: ${results.join(', ')}.`] : []),
    ...(sizes.length > 0 ? [`I see ${sizes.length} pictures: ${sizes.join(', ')}.`] : []),
  ];
  const json = jsonFor(body);
  return { thought, text: json ?? (said.join(' ') || 'Hello to you.'), calls: [] };
}

/** Everything said in the conversation. */
export const textsOf = (messages: readonly Turn[]): string =>
  messages
    .flatMap(partsOf)
    .map(({ text }) => text ?? '')
    .join(' ');

export const partsOf = ({ content }: Turn): readonly ContentPart[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []);

function callsOf({ messages, tools, tool_choice, parallel_tool_calls }: ChatBody): Called[] {
  const offered = (tools ?? []).flatMap((tool) => tool.function?.name ?? []);
  const named = (tool_choice as { readonly function?: { readonly name: string } } | undefined)?.function;
  const name = named?.name ?? offered[0];
  const asked = partsOf(messages.at(-1) ?? { role: '' }).at(-1)?.text ?? '';
  const cities = /weather in (\w+)(?: and (\w+))?/i.exec(asked);
  if (!name || !cities || tool_choice === 'none' || messages.at(-1)?.role !== 'user') return [];
  const places = cities.slice(1).flatMap((city) => city ?? []);
  const wanted = parallel_tool_calls === false ? places.slice(0, 1) : places;
  return wanted.map((city, at) => ({ id: `call_${at}`, name, arguments: JSON.stringify({ city }) }));
}

const NAMED_CALL = /call ([\w.:-]+)\(([^)]*)\)/g;

/** `call Read(/a.txt)`: the word goes into the function's first parameter. */
function namedCalls({ messages, tools = [], tool_choice }: ChatBody): Called[] {
  const latest = messages.slice(messages.findLastIndex(({ role }) => role === 'assistant') + 1);
  if (tool_choice === 'none' || latest.some(({ role }) => role === 'tool')) return [];
  const said = textsOf(latest.filter(({ role }) => role === 'user'));
  return [...said.matchAll(NAMED_CALL)].flatMap(([, name, word], at) => {
    const offered = tools.find((tool) => tool.function?.name === name)?.function;
    const { required = [], properties = {} } = offered?.parameters ?? {};
    const [parameter = 'input'] = [...required, ...Object.keys(properties)];
    if (!offered) return [];
    return [{ id: `call_${at}`, name: offered.name, arguments: JSON.stringify({ [parameter]: word }) }];
  });
}

/** The results the model has not spoken of yet. */
function resultsAtEnd(messages: readonly Turn[]): string[] {
  const after = messages.slice(messages.findLastIndex(({ role }) => role === 'assistant') + 1);
  return after.filter(({ role }) => role === 'tool').map((turn) => textsOf([turn]));
}

async function pictureSizes(messages: readonly Turn[]): Promise<string[]> {
  const sizes: string[] = [];
  for (const { image_url } of messages.flatMap(partsOf)) {
    const url = typeof image_url === 'string' ? image_url : image_url?.url;
    if (url) sizes.push(await sizeOf(url));
  }
  return sizes;
}

async function sizeOf(url: string): Promise<string> {
  const base64 = /^data:[\w/.+-]+;base64,(.*)$/s.exec(url)?.[1];
  if (base64 === undefined) return 'a link';
  const { width, height } = await inspectPicture(Buffer.from(base64, 'base64'));
  return `${width}x${height}`;
}

const VALUES: Readonly<Record<string, unknown>> = { number: 7, integer: 7, boolean: true, array: [] };

function jsonFor({ response_format: format }: ChatBody): string | undefined {
  if (!format || format.type === 'text') return undefined;
  const properties = Object.entries(format.json_schema?.schema.properties ?? { answer: {} });
  return JSON.stringify(
    Object.fromEntries(properties.map(([name, { type = 'string' }]) => [name, VALUES[type] ?? name])),
  );
}

/** What is wrong with the order of the turns, as every upstream that speaks this format sees it. */
export function disorder(messages: readonly Turn[]): string | undefined {
  let open: string[] = [];
  for (const [at, turn] of messages.entries()) {
    if (turn.role === 'tool') {
      if (!open.includes(turn.tool_call_id ?? '')) return `messages[${at}] answers no call before it`;
      open = open.filter((id) => id !== turn.tool_call_id);
      continue;
    }
    if (open.length > 0) return `messages[${at}] comes before the answers to ${open.join(', ')}`;
    for (const call of turn.tool_calls ?? []) {
      if (!isJson(call.function.arguments)) return `messages[${at}] has arguments that are no JSON`;
      open.push(call.id);
    }
  }
  return open.length > 0 ? `nothing answers ${open.join(', ')}` : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
