import { keepPrivate } from '../answers/private-blob.ts';
import type { Ingredient } from '../answers/recipe.ts';
import type { Frame, Query } from '../contract/dialect.ts';
import type { Payload } from '../contract/payload.ts';
import type { Call, Reply } from '../contract/provider.ts';
import type { Tree } from '../contract/tree.ts';
import type { Blobs, BodyFacts, BodyPolicy, BodyRow, ExchangeSpool } from '../storage/ports.ts';
import { writeJson } from '../wire/json-write.ts';
import { writeFrames } from '../wire/sse.ts';
import type { Piece } from '../wire/wire-body.ts';
import { mediaTypeOf, treeOf } from './body-tree.ts';
import { ContentWriter } from './content.ts';

/** Whose bodies they are. */
export interface TranscriptFacts {
  readonly requestId: string;
  readonly project: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly policy: Exclude<BodyPolicy, 'off'>;
}

/** A request that leaves for an upstream. */
export interface OutgoingCall {
  /** Position of the attempt. */
  readonly attempt: number;
  readonly call: Call;
  /** Where it goes, without its query. */
  readonly url: string;
  /** What must not be written down, wherever it turns up. */
  readonly secrets: readonly string[];
}

/** Calls of one request of which bodies are kept; jobs may ask for their result again and again. */
const MOST_CALLS = 32;

type Named = Pick<BodyFacts, 'name' | 'side' | 'direction' | 'attempt' | 'call'>;

/**
 * What the two sides of one exchange said to each other. Nothing is written, and next to nothing copied, before `close`: whole
 * bodies are only remembered.
 */
export class Transcript {
  readonly #facts: TranscriptFacts;
  readonly #spool: ExchangeSpool;
  readonly #bodies: BodyNote[] = [];
  readonly #calls = new Map<string, CallNote>();
  readonly #kept = new Set<Payload>();

  constructor(facts: TranscriptFacts, spool: ExchangeSpool) {
    this.#facts = facts;
    this.#spool = spool;
  }

  clientRequest(sent: { readonly method: string; readonly url: string }, body: Query['body']): void {
    const named = { name: 'client-request', side: 'client', direction: 'request' } as const;
    this.#note({ ...named, attempt: null, call: null }).request(sent, body);
  }

  /** What the client is answered. */
  clientAnswer(): BodyNote {
    const named = { name: 'client-answer', side: 'client', direction: 'answer' } as const;
    return this.#note({ ...named, attempt: null, call: null });
  }

  /** The picture's bytes are in the gallery; it goes out of the body with the gallery's. */
  pictureKept(payload: Payload): void {
    this.#kept.add(payload);
  }

  /** Undefined: there were too many to keep them all. Asking for the same thing again takes the place of the last time. */
  upstreamCall({ attempt, call, url, secrets }: OutgoingCall): CallNote | undefined {
    const again = call.method === 'GET' ? `${attempt} ${url}` : undefined;
    const before = again === undefined ? undefined : this.#calls.get(again);
    if (before) return before;
    const number = this.#bodies.filter((each) => each.isCallOf(attempt)).length;
    if (this.#calls.size >= MOST_CALLS) return undefined;
    const common = { side: 'upstream', attempt, call: number } as const;
    const request = {
      ...common,
      name: `upstream-request-${attempt}-${number}`,
      direction: 'request',
    } as const;
    this.#note(request, secrets).request({ method: call.method, url }, call.body);
    const answer = { ...common, name: `upstream-answer-${attempt}-${number}`, direction: 'answer' } as const;
    const note = new CallNote(() => this.#note(answer, secrets));
    this.#calls.set(again ?? `${attempt} ${number}`, note);
    return note;
  }

  /** Writes contents into the store. @throws where that fails */
  async rows(blobs: Blobs): Promise<BodyRow[]> {
    const names = new Map<Payload, Promise<Ingredient>>();
    const picture = (payload: Payload): Promise<Ingredient> => {
      const known = names.get(payload) ?? this.#nameOf(payload, blobs);
      names.set(payload, known);
      return known;
    };
    const rows: BodyRow[] = [];
    for (const body of this.#bodies) rows.push(await body.row({ blobs, picture }));
    return rows;
  }

  /** Where the store does not take the contents. */
  rowsWithoutContent(): BodyRow[] {
    return this.#bodies.map((body) => body.lostRow());
  }

  dispose(): Promise<void> {
    return this.#spool.dispose();
  }

  async #nameOf(payload: Payload, blobs: Blobs): Promise<Ingredient> {
    if (this.#kept.has(payload)) {
      // Its hash is known nearly always. Keeping it again would bring back what was deleted since.
      return { blob: payload.sha256 ?? (await blobs.keep(payload)).sha256, as: 'base64' };
    }
    return { own: await keepPrivate(blobs, payload.read()), as: 'base64' };
  }

  #note(named: Named, secrets: readonly string[] = []): BodyNote {
    const note = new BodyNote(named, { ...this.#facts, position: this.#bodies.length, secrets }, this.#spool);
    this.#bodies.push(note);
    return note;
  }
}

/** One call to an upstream. */
export class CallNote {
  readonly #open: () => BodyNote;
  #answer: BodyNote | undefined;

  constructor(open: () => BodyNote) {
    this.#open = open;
  }

  /** It was answered with something whole. */
  replied({ status, headers, tree, text }: Reply): void {
    if (tree !== null || text === undefined) this.#body().tree(status, tree);
    else this.#body().text(status, String(headers['content-type'] ?? 'text/plain'), text);
  }

  /** It is answered with a stream. */
  streams(status: number, mediaType: string): BodyNote {
    const answer = this.#body();
    answer.begins(status, mediaType);
    return answer;
  }

  #body(): BodyNote {
    this.#answer ??= this.#open();
    return this.#answer;
  }
}

interface NoteFacts extends TranscriptFacts {
  readonly position: number;
  readonly secrets: readonly string[];
}

interface KeepingRows {
  readonly blobs: Blobs;
  readonly picture: (payload: Payload) => Promise<Ingredient>;
}

/** Of an answer that is no JSON the gateway reads so much. */
const MOST_OF_TEXT = 2_000;

/** One body while it comes up. */
export class BodyNote {
  readonly #named: Named;
  readonly #facts: NoteFacts;
  readonly #spool: ExchangeSpool;
  #head: Pick<BodyFacts, 'method' | 'url' | 'status' | 'mediaType'> = {
    ...{ method: null, url: null, status: null },
    mediaType: 'application/json',
  };
  #tree: Tree | undefined;
  #writer: ContentWriter;

  constructor(named: Named, facts: NoteFacts, spool: ExchangeSpool) {
    this.#named = named;
    this.#facts = facts;
    this.#spool = spool;
    this.#writer = new ContentWriter(spool);
  }

  isCallOf(attempt: number): boolean {
    return this.#named.attempt === attempt && this.#named.direction === 'request';
  }

  request({ method, url }: { method: string; url: string }, body: Query['body'] | Call['body']): void {
    this.#head = { method, url, status: null, mediaType: body ? mediaTypeOf(body) : '' };
    this.#tree = body && treeOf(body);
  }

  tree(status: number, tree: Tree): void {
    this.#head = { ...this.#head, status, mediaType: 'application/json' };
    this.#tree = tree;
  }

  /** Only its beginning is known. */
  text(status: number, mediaType: string, text: string): void {
    this.begins(status, mediaType);
    this.#writer = new ContentWriter(this.#spool);
    void this.add([Buffer.from(text)]);
    this.#writer.isCut = text.length >= MOST_OF_TEXT;
  }

  begins(status: number, mediaType: string): void {
    this.#head = { ...this.#head, status, mediaType };
  }

  /** A returned promise is back-pressure: await it before the next stretch. */
  add(pieces: readonly Piece[]): void | Promise<void> {
    if (this.#facts.policy === 'full') return this.#writer.add(pieces);
    for (const piece of pieces)
      this.#writer.pass(piece instanceof Uint8Array ? piece.length : piece.payload.size);
  }

  frames(frames: readonly Frame[]): void | Promise<void> {
    return this.add(writeFrames(frames).pieces);
  }

  async row(keeping: KeepingRows): Promise<BodyRow> {
    const body = this.#tree === undefined ? undefined : writeJson(this.#tree);
    const bytes = body?.length ?? this.#writer.length;
    if (this.#facts.policy === 'metadata') {
      const pictures = body?.pieces.filter((piece) => !(piece instanceof Uint8Array)).length ?? 0;
      return { ...this.#row('metadata'), bytes, pictures };
    }
    const writer = body ? await this.#written(body.pieces) : this.#writer;
    const recipe = await writer.keep({ ...keeping, secrets: this.#facts.secrets });
    const pictures = recipe.filter((each) => typeof each === 'object' && each.as === 'base64').length;
    const state = writer.isCut ? 'cut' : 'kept';
    return { ...this.#row(state), bytes, pictures, content: JSON.stringify(recipe) };
  }

  lostRow(): BodyRow {
    return { ...this.#row('lost'), bytes: this.#writer.length };
  }

  async #written(pieces: readonly Piece[]): Promise<ContentWriter> {
    const writer = new ContentWriter(this.#spool);
    await writer.add(pieces);
    return writer;
  }

  #row(state: BodyRow['state']): BodyRow {
    const { requestId, project, createdAt, position } = this.#facts;
    const common = { requestId, project, createdAt, position, ...this.#named, ...this.#head };
    return { ...common, state, bytes: 0, pictures: 0, content: null };
  }
}
