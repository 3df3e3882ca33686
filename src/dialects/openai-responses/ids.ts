import type { ReplyContext } from '../../contract/dialect.ts';

/**
 * Ids of this format: `resp_X` for the answer to request `req_X`, `msg_X_0` for its first item, `msg_X_i0` for the first item
 * of its question. An item's id so leads to the response it is kept with.
 */
export const responseId = ({ requestId }: Pick<ReplyContext, 'requestId'>): string =>
  requestId.replace(/^req_/, 'resp_');

export const itemId = (response: string, prefix: string, place: number | string): string =>
  `${response.replace(/^resp_/, `${prefix}_`)}_${place}`;

/** The response an item is kept with; undefined where the id is none of ours. */
export function responseOf(item: string): string | undefined {
  const name = /^[a-z]+_([A-Za-z0-9]+)_i?\d+$/.exec(item)?.[1];
  return name === undefined ? undefined : `resp_${name}`;
}

/** Prefixes of item ids, by type. */
export const PREFIXES: { readonly [type: string]: string } = {
  message: 'msg',
  reasoning: 'rs',
  function_call: 'fc',
  function_call_output: 'fco',
  custom_tool_call: 'ctc',
  custom_tool_call_output: 'ctco',
  tool_search_call: 'tsc',
  tool_search_output: 'tso',
  image_generation_call: 'ig',
};
