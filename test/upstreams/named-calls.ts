interface Item {
  readonly type?: string;
  readonly role?: string;
  readonly content?: unknown;
  readonly tools?: unknown;
}

interface Tool {
  readonly type: string;
  readonly name?: string;
  readonly parameters?: { readonly properties?: object };
  readonly tools?: readonly Tool[];
}

interface Offered extends Tool {
  readonly namespace?: string;
}

/** A call in OpenAI's Responses format. */
export interface Called {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly args: object;
  /** What goes to a tool that takes free text. */
  readonly custom?: string;
}

const NAMED_CALL = /call ([\w.:-]+)\(([^)]*)\)/g;

/** `call exec_command(ls)` in what the user said last: the word goes into the first parameter of the tool, wherever it is offered. */
export function namedCalls(body: { readonly input: readonly Item[]; readonly tools?: unknown }): Called[] {
  const latest = body.input.slice(body.input.findLastIndex(({ role }) => role === 'assistant') + 1);
  const said = JSON.stringify(latest.filter(({ role }) => role === 'user').map(({ content }) => content));
  const among = body.input.filter(({ type }) => type === 'additional_tools').flatMap(({ tools }) => tools);
  const offered = [body.tools, ...among].flat().flatMap((tool) => (tool ? flat(tool as Tool) : []));
  return [...said.matchAll(NAMED_CALL)].flatMap(([, name = '', word = '']) => {
    const tool = offered.find((each) => [each.name, `${each.namespace}__${each.name}`].includes(name));
    return tool ? [called(tool, word)] : [];
  });
}

const flat = (tool: Tool): Offered[] =>
  tool.type === 'namespace'
    ? (tool.tools ?? []).map((inner) => ({ ...inner, namespace: tool.name ?? '' }))
    : [tool];

function called({ type, name = '', namespace, parameters }: Offered, word: string): Called {
  if (type === 'custom') return { name, namespace, args: {}, custom: word };
  const [parameter = 'input'] = Object.keys(parameters?.properties ?? {});
  return { name, namespace, args: { [parameter]: word } };
}
