import type { Message, Part, ToolCallPart } from '../../contract/request.ts';

interface Turn {
  readonly role: Message['role'];
  readonly parts: Part[];
}

/** Puts items, which stand in a flat list, together to turns. */
export class Transcript {
  readonly #turns: Turn[] = [];
  readonly #called = new Map<string, string>();

  get messages(): Message[] {
    return this.#turns;
  }

  /** What an assistant says in several items, or several tools answer, is one turn; messages of others stay apart. */
  add(role: Message['role'], parts: readonly Part[]): void {
    const last = this.#turns.at(-1);
    if (last?.role === role && (role === 'assistant' || role === 'tool')) {
      for (const part of parts) last.parts.push(part);
    } else this.#turns.push({ role, parts: [...parts] });
  }

  call(part: ToolCallPart): void {
    this.#called.set(part.id, part.name);
    this.add('assistant', [part]);
  }

  result(id: string, parts: readonly Part[]): void {
    const name = this.#called.get(id);
    this.add('tool', [{ type: 'tool-result', id, parts, ...(name !== undefined && { name }) }]);
  }

  /** Signs the part that was read last. */
  mark(signature: string): void {
    const parts = this.#turns.at(-1)?.parts;
    const last = parts?.at(-1);
    if (parts && last) parts[parts.length - 1] = { ...last, signature };
  }
}
