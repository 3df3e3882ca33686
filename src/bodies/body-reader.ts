import type { Recipe } from '../answers/recipe.ts';
import { GatewayError } from '../contract/error.ts';
import type { Payload } from '../contract/payload.ts';
import type { Blobs, BodyFacts, BodyRecords, BodyRow } from '../storage/ports.ts';
import type { WireBody } from '../wire/wire-body.ts';
import { type BodyDocument, openDocument, openPicture, wholeBody } from './body-document.ts';
import { type BodyNode, bodyNode, type NodeQuestion } from './body-node.ts';

/** Names a body. */
export interface BodyPlace {
  readonly project: string;
  readonly requestId: string;
  readonly name: string;
}

/** Bodies as people look at them. All of it throws GatewayError `not_found` where there is no such body, or not its content. */
export interface BodyReader {
  list(project: string, requestId: string): Promise<readonly BodyFacts[]>;
  /** A part of the content. */
  node(place: BodyPlace, question: NodeQuestion): Promise<BodyNode>;
  /** The content byte for byte. */
  raw(place: BodyPlace): Promise<{ readonly facts: BodyFacts; readonly body: WireBody }>;
  /** One of the pictures in it. */
  picture(place: BodyPlace, number: number): Promise<Payload>;
}

/** Somebody who opens one part of a body opens the next one soon. */
const REMEMBERED_MS = 60_000;
const REMEMBERED_BYTES = 67_108_864;

interface Remembered {
  readonly document: BodyDocument;
  readonly goneAt: number;
}

export function createBodyReader(records: BodyRecords, blobs: Blobs, now: () => number): BodyReader {
  const documents = new Documents(now);
  const found = async ({ project, requestId, name }: BodyPlace): Promise<BodyRow & { recipe: Recipe }> => {
    const row = await records.find(project, requestId, name);
    if (!row) throw new GatewayError('not_found', 'There is no such body in this project.');
    if (row.content === null) throw new GatewayError('not_found', 'The content of this body is not kept.');
    return { ...row, recipe: JSON.parse(row.content) as Recipe };
  };
  return {
    list: (project, requestId) => records.list(project, requestId),
    async node(place, question) {
      const row = await found(place);
      return bodyNode(await documents.open(place, () => openDocument(row, blobs)), question);
    },
    async raw(place) {
      const { recipe, content: _, ...facts } = await found(place);
      return { facts, body: await wholeBody(recipe, blobs) };
    },
    async picture(place, number) {
      const { recipe } = await found(place);
      const picture = await openPicture(recipe, number, blobs);
      if (picture) return picture;
      throw new GatewayError('not_found', 'There is no such picture in this body, or it has been deleted.');
    },
  };
}

/** The documents looked at last, within a bound on their memory. */
class Documents {
  readonly #now: () => number;
  readonly #known = new Map<string, Remembered>();

  constructor(now: () => number) {
    this.#now = now;
  }

  async open(
    { project, requestId, name }: BodyPlace,
    read: () => Promise<BodyDocument>,
  ): Promise<BodyDocument> {
    const key = JSON.stringify([project, requestId, name]);
    const document = this.#known.get(key)?.document ?? (await read());
    this.#known.delete(key);
    this.#known.set(key, { document, goneAt: this.#now() + REMEMBERED_MS });
    this.#forget();
    setTimeout(() => this.#forget(), REMEMBERED_MS).unref();
    return document;
  }

  /** The oldest first, until what is left is neither too old nor too much. */
  #forget(): void {
    let bytes = this.#known.values().reduce((sum, { document }) => sum + document.skim.text.length, 0);
    for (const [key, { document, goneAt }] of this.#known) {
      if (goneAt > this.#now() && bytes <= REMEMBERED_BYTES) return;
      this.#known.delete(key);
      bytes -= document.skim.text.length;
    }
  }
}
