import type { Part } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';

/** An event of the stream, not yet numbered. */
export interface Told {
  readonly type: string;
  readonly data: TreeObject;
}

/** Where an item stands in the answer; nearly every event about it says so. */
export interface Place {
  readonly item_id: string;
  readonly output_index: number;
}

/** Takes the next place in the answer for an item of this type. */
export type TakePlace = (type: string) => Place;

/** A part of the answer while it is being told: what the client hears of each piece. */
export interface OpenItem {
  push(event: StreamEvent): Told[];
  end(signature: string | undefined): Told[];
}

export type PartStart = Extract<StreamEvent, { type: 'part-start' }>;
export type Kind = Part['type'];

export const told = (name: string, data: TreeObject): Told => ({ type: `response.${name}`, data });

export const added = ({ output_index }: Place, item: TreeObject): Told =>
  told('output_item.added', { output_index, item });

export const done = ({ output_index }: Place, item: TreeObject): Told =>
  told('output_item.done', { output_index, item });
