import { unusableAnswer } from '../../contract/error.ts';
import type { Finish, StreamEvent } from '../../contract/response.ts';
import type { StreamBuilder } from '../../contract/stream.ts';
import { asNumber, asString, isObject, member, type Tree } from '../../contract/tree.ts';

interface Piece {
  readonly index: number | undefined;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly text: string;
  readonly signature: string | undefined;
}

/** Puts the pieces of tool calls together. */
export class ToolCalls {
  readonly #builder: StreamBuilder;
  /** The answer's id, from which calls that come without one get theirs. */
  answerId = '';
  #current: Piece | undefined;
  readonly #closed = new Set<number>();
  #count = 0;
  #hasArguments = true;

  constructor(builder: StreamBuilder) {
    this.#builder = builder;
  }

  /** An element of `tool_calls`. */
  push(call: Tree): StreamEvent[] {
    const piece = readPiece(call);
    if (!this.#begins(piece)) return this.#write(piece, false);
    const { index } = this.#current ?? {};
    if (index !== undefined) this.#closed.add(index);
    // Pieces of calls come one call after the other; nothing else can be told apart once a call was passed on.
    if (piece.id === undefined && piece.index !== undefined && this.#closed.has(piece.index)) {
      throw unusableAnswer('The upstream mixed the pieces of several tool calls.');
    }
    const before = this.end();
    this.#count += 1;
    this.#current = piece;
    const id = piece.id ?? `call_${this.answerId}_${this.#count}`.replace(/[^\w-]/g, '');
    return [...before, ...this.#write({ ...piece, id }, true)];
  }

  /** The form from before there were tools. */
  legacy(call: Tree | undefined): StreamEvent[] {
    return isObject(call) ? this.push({ index: 0, function: call }) : [];
  }

  /** quirk(relays): some say "stop" although they call. — recorded answers, seen 2026-11 */
  finish(finish: Finish): Finish {
    return finish === 'stop' && this.#count > 0 ? 'tool-calls' : finish;
  }

  /** quirk(relays): a function without parameters is called with no arguments at all, which is no JSON. — recorded answers, seen 2026-11 */
  end(): StreamEvent[] {
    if (this.#hasArguments) return [];
    this.#hasArguments = true;
    return this.#builder.toolCall({ text: '{}', begins: false });
  }

  /**
   * quirk(relays): Mistral sends no index, others count from 1, some repeat the id in every piece, some give all calls one index:
   * a call begins where the index is another than before, or the id. — recorded answers, seen 2026-11
   */
  #begins({ index, id, name }: Piece): boolean {
    const current = this.#current;
    if (!current) return true;
    const isOtherId = id !== undefined && id !== current.id;
    return index === undefined ? isOtherId : index !== current.index || (isOtherId && name !== undefined);
  }

  #write({ id, name, text, signature }: Piece, begins: boolean): StreamEvent[] {
    if (begins) this.#hasArguments = text !== '';
    else if (text !== '') this.#hasArguments = true;
    return this.#builder.toolCall({
      ...(id !== undefined && begins && { id }),
      ...(name !== undefined && (begins || this.#current?.name === undefined) && { name }),
      ...(signature !== undefined && { signature }),
      text,
      begins,
    });
  }
}

function readPiece(call: Tree): Piece {
  const described = member(call, 'function') ?? member(call, 'custom');
  const args = member(described, 'arguments') ?? member(described, 'input');
  return {
    index: asNumber(member(call, 'index')),
    id: asString(member(call, 'id')) || undefined,
    name: asString(member(described, 'name')) || undefined,
    // quirk(ollama): arguments as the object that the text stands for. — recorded answers, seen 2026-11
    text: isObject(args) ? JSON.stringify(args) : (asString(args) ?? ''),
    signature: asString(member(member(member(call, 'extra_content'), 'google'), 'thought_signature')),
  };
}
