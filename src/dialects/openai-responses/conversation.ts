import type { ConversationRules, Turn } from '../../contract/dialect.ts';
import { asArray, asString, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { factsOf } from './client.ts';
import { bodyOf, inputItems } from './decode.ts';
import { responseTree } from './encode.ts';
import { itemId, PREFIXES, responseId, responseOf } from './ids.ts';
import { typeOf } from './items.ts';

/** How `previous_response_id` and items named by id are served from the gateway's own store. */
export const conversation: ConversationRules = {
  recalls(body) {
    const tree = bodyOf(body);
    const previous = asString(tree.previous_response_id);
    const named = inputItems(tree.input).filter(isNamed);
    const items = named.flatMap(({ id }) => {
      const turn = responseOf(asString(id) ?? '');
      return turn === undefined ? [] : [{ id: asString(id) ?? '', turn }];
    });
    return { items, ...(previous !== undefined && { previous, field: 'previous_response_id' }) };
  },
  keep(response, context) {
    const { store, input, previous } = factsOf(context.request);
    if (!store) return undefined;
    const id = responseId(context);
    return {
      id,
      ...(previous !== undefined && { previous }),
      input: input.map((item, index) => withId(item, id, index)),
      body: responseTree(response, context),
    };
  },
  itemsOf: ({ input, body }: Turn) => [...input, ...asArray(body.output)],
};

/** Says which item is meant without repeating it. */
export const isNamed = (item: TreeObject): boolean =>
  typeOf(item) === 'item_reference' ||
  (item.type === 'image_generation_call' && (item.result === undefined || item.result === null));

/** Items of the question have no ids of their own; a client pages through them by id. */
function withId(item: Tree, response: string, index: number): Tree {
  if (!isObject(item)) return item;
  const type = typeOf(item);
  const id = asString(item.id) ?? itemId(response, PREFIXES[type] ?? 'item', `i${index}`);
  return { type, ...item, id };
}
