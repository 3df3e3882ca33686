import type { MediaPart, Message, Part, Warning } from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { isMedia } from '../openai-compatible/messages.ts';
import { encodePart } from './blocks.ts';
import type { Generation } from './generation.ts';

export interface EncodedMessages {
  readonly system: readonly TreeObject[];
  readonly messages: readonly Turn[];
  readonly warnings: readonly Warning[];
}

export interface Turn {
  readonly [key: string]: Tree;
  readonly role: 'user' | 'assistant' | 'system';
  readonly content: readonly TreeObject[];
}

/**
 * Turns as the Messages API wants them: leading system text apart, tool results in the user turn behind the calls,
 * pictures of assistant turns in the user turn that follows.
 */
export function encodeMessages(messages: readonly Message[], generation: Generation): EncodedMessages {
  const first = Math.max(
    0,
    messages.findIndex(({ role }) => role !== 'system'),
  );
  const turns = new Turns(generation);
  for (const [index, message] of messages.entries()) {
    if (index >= first) turns.add(message, messages[index + 1]);
  }
  const system = messages.slice(0, first).flatMap(({ parts }) => parts.flatMap(encodePart));
  return { system, ...turns.end() };
}

class Turns {
  readonly #generation: Generation;
  readonly #turns: Turn[] = [];
  readonly #warnings: Warning[] = [];
  #drawn: readonly MediaPart[] = [];

  constructor(generation: Generation) {
    this.#generation = generation;
  }

  add({ role, parts }: Message, next: Message | undefined): void {
    if (role === 'tool') this.#push('user', parts);
    else if (role === 'system') this.#system(parts, next);
    else if (role === 'user') this.#user(parts);
    else {
      this.#push(
        role,
        parts.filter((part) => !isMedia(part)),
      );
      this.#drawn = [...this.#drawn, ...parts.filter(isMedia)];
    }
  }

  end(): { messages: readonly Turn[]; warnings: readonly Warning[] } {
    if (this.#drawn.length > 0) this.#user([]);
    return { messages: this.#turns, warnings: this.#warnings };
  }

  #user(parts: readonly Part[]): void {
    this.#push('user', [...this.#drawn, ...parts]);
    this.#drawn = [];
  }

  /** quirk(anthropic): a system turn stands behind a user turn and before an assistant's, if any. — platform.claude.com, what's new in Claude 4.8, seen 2026-11 */
  #system(parts: readonly Part[], next: Message | undefined): void {
    const fits = this.#turns.at(-1)?.role === 'user' && (next === undefined || next.role === 'assistant');
    if (this.#generation.systemTurns && fits) {
      this.#push('system', parts);
      return;
    }
    this.#warnings.push({
      kind: 'adjusted',
      field: 'messages',
      detail: "A system message inside the conversation became a part of the user's turn.",
    });
    const said = parts.flatMap((part): Part[] =>
      part.type === 'text' ? [{ ...part, text: `<system>\n${part.text}\n</system>` }] : [part],
    );
    this.#push('user', said);
  }

  /** quirk(anthropic): results of parallel calls must stand in one turn, so turns of one role are joined; an empty one is refused. — Messages API reference, seen 2026-11 */
  #push(role: Turn['role'], parts: readonly Part[]): void {
    const content = parts.flatMap(encodePart);
    if (content.length === 0) return;
    const before = this.#turns.at(-1);
    if (before?.role !== role) this.#turns.push({ role, content });
    else this.#turns[this.#turns.length - 1] = { role, content: [...before.content, ...content] };
  }
}
