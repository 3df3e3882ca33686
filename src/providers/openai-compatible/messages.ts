import type { MediaPart, Message, Part, ToolCallPart, ToolResultPart } from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import type { Carrier } from './carrier.ts';
import { encodeContent } from './content-parts.ts';
import { echoedReasoning } from './echo.ts';

export { pictureUrl } from './content-parts.ts';

/** Turns as chat completions want them. */
export function encodeMessages(messages: readonly Message[], carrier: Carrier): Tree[] {
  const turns = new Turns(carrier);
  for (const message of messages) turns.add(message);
  return turns.finish();
}

export const isMedia = (part: Part): part is MediaPart => part.type === 'media';

export const textOf = (parts: readonly Part[]): string =>
  parts
    .filter((part) => part.type === 'text')
    .map((part) => part.text)
    .join('');

const isResult = (part: Part): part is ToolResultPart => part.type === 'tool-result';

/**
 * quirk(openai): assistant turns and tool turns take no pictures and no files, so what the model drew and what a tool found goes
 * into the user turn that follows. — npm openai 7.57 types, seen 2026-11
 */
class Turns {
  readonly #carrier: Carrier;
  readonly #encoded: TreeObject[] = [];
  /** For the next user turn. */
  #waiting: Part[] = [];

  constructor(carrier: Carrier) {
    this.#carrier = carrier;
  }

  add({ role, parts }: Message): void {
    if (role === 'system') this.#system(parts);
    else if (role === 'assistant') this.#assistant(parts);
    else {
      for (const result of parts.filter(isResult)) this.#result(result);
      const said = parts.filter((part) => !isResult(part));
      if (role === 'user' && (said.length > 0 || parts.length === 0)) this.#user(said);
      else for (const part of said) this.#waiting.push(part);
    }
  }

  finish(): TreeObject[] {
    this.#flush();
    return this.#encoded;
  }

  #flush(): void {
    if (this.#waiting.length > 0) this.#user([]);
  }

  #user(parts: readonly Part[]): void {
    this.#push({ role: 'user', content: encodeContent([...this.#waiting, ...parts], this.#carrier) });
    this.#waiting = [];
  }

  /** A later one becomes a user's turn where the upstream insists on system turns coming first. */
  #system(parts: readonly Part[]): void {
    const isLate = this.#carrier.options.systemFirst && this.#encoded.some(({ role }) => role !== 'system');
    if (!isLate) {
      this.#push({ role: 'system', content: encodeContent(parts, this.#carrier) });
      return;
    }
    const detail =
      'The upstream takes system messages at the beginning only; a later one became a user message.';
    this.#carrier.warn({ kind: 'adjusted', field: 'messages', detail });
    this.#user(parts);
  }

  /** A turn that was nothing but pictures disappears, unless the upstream has more to be told about it. */
  #assistant(parts: readonly Part[]): void {
    this.#flush();
    const { options } = this.#carrier;
    const text = textOf(parts);
    const calls = parts.filter((part) => part.type === 'tool-call');
    const extras = options.assistantExtras?.({ role: 'assistant', parts }) ?? {};
    const echo = echoedReasoning(parts, options.echo);
    const isSilent = text === '' && calls.length === 0 && Object.keys({ ...extras, ...echo }).length === 0;
    const shown = parts.filter((part) => part.type === 'media' || part.type === 'file');
    this.#waiting.push(...shown);
    if (isSilent && shown.length > 0) return;
    this.#push({
      role: 'assistant',
      content: text === '' && calls.length > 0 ? null : text,
      ...(calls.length > 0 && { tool_calls: calls.map((call) => encodeCall(call, options)) }),
      ...echo,
      ...extras,
    });
  }

  #result({ id, parts, failed }: ToolResultPart): void {
    const others = parts.filter((part) => part.type !== 'text');
    const pointer = others.length === 0 ? [] : [`[${describe(others)} in the next user message]`];
    const said = [textOf(parts), ...pointer].filter((text) => text !== '').join('\n');
    this.#push({ role: 'tool', tool_call_id: id, content: failed ? `Error: ${said}` : said });
    if (others.length === 0) return;
    const heading: Part = { type: 'text', text: `${describe(others)} of the tool call ${id}:` };
    this.#waiting.push(heading, ...others);
  }

  #push(turn: TreeObject): void {
    this.#encoded.push(turn);
  }
}

const describe = (parts: readonly Part[]): string =>
  parts.every(isMedia) ? (parts.length === 1 ? 'The picture' : `The ${parts.length} pictures`) : 'The files';

const encodeCall = (call: ToolCallPart, { callMarks }: Carrier['options']): TreeObject => ({
  id: call.id,
  type: 'function',
  function: { name: call.name, arguments: call.arguments === '' ? '{}' : call.arguments },
  ...(callMarks &&
    call.signature !== undefined && { extra_content: { google: { thought_signature: call.signature } } }),
});
