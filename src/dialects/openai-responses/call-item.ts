import type { StreamEvent } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';
import type { ClientTool, ToolNames } from './client.ts';
import { added, done, type OpenItem, type Place, type TakePlace, type Told, told } from './open-item.ts';
import { argumentsOf } from './tool-search.ts';

/** A tool call; it is told as soon as its name is known. */
export class CallItem implements OpenItem {
  readonly #takePlace: TakePlace;
  readonly #names: ToolNames;
  #place: Place | undefined;
  #id: string | undefined;
  #name: string | undefined;
  #text = '';

  constructor(names: ToolNames, takePlace: TakePlace) {
    this.#names = names;
    this.#takePlace = takePlace;
  }

  push(event: StreamEvent): Told[] {
    if (event.type !== 'input-delta') return [];
    this.#id ??= event.id;
    this.#name ??= event.name;
    const held = this.#place ? '' : this.#text;
    this.#text += event.text;
    if (this.#name === undefined) return [];
    const { place, begin } = this.#begin();
    return [...begin, ...this.#delta(place, held + event.text)];
  }

  end(): Told[] {
    const held = this.#place ? '' : this.#text;
    const { place, begin } = this.#begin();
    return [
      ...begin,
      ...this.#delta(place, held),
      ...this.#finalInput(place),
      done(place, this.#item(place, 'completed')),
    ];
  }

  /** The place of the item; the first time, with the event that begins it. */
  #begin() {
    const isNew = this.#place === undefined;
    const place = this.#place ?? this.#takePlace(typeOf(this.#tool));
    this.#place = place;
    return { place, begin: isNew ? [added(place, this.#item(place, 'in_progress'))] : [] };
  }

  /** Free text comes inside of JSON arguments and is told when it is whole. */
  #delta(place: Place, delta: string): Told[] {
    if (delta === '' || typeOf(this.#tool) !== 'function_call') return [];
    return [told('function_call_arguments.delta', { ...place, delta })];
  }

  #finalInput(place: Place): Told[] {
    if (this.#tool.search) return [];
    if (!this.#tool.custom) {
      return [
        told('function_call_arguments.done', { ...place, name: this.#tool.name, arguments: this.#text }),
      ];
    }
    const input = freeText(this.#text);
    const delta = input === '' ? [] : [told('custom_tool_call_input.delta', { ...place, delta: input })];
    return [...delta, told('custom_tool_call_input.done', { ...place, input })];
  }

  get #tool(): ClientTool {
    const name = this.#name ?? '';
    return (Object.hasOwn(this.#names, name) ? this.#names[name] : undefined) ?? { name };
  }

  #item({ item_id: id }: Place, status: 'in_progress' | 'completed'): TreeObject {
    const { name, namespace, custom, search } = this.#tool;
    const text = status === 'completed' ? this.#text : '';
    const type = typeOf(this.#tool);
    // Some upstreams give calls no id; clients need one to answer.
    const call_id = this.#id || id.replace(/^\w+?_/, 'call_');
    if (search) return { id, type, call_id, execution: 'client', arguments: argumentsOf(text), status };
    return {
      id,
      type,
      call_id,
      name,
      ...(namespace !== undefined && { namespace }),
      ...(custom ? { input: freeText(text) } : { arguments: text }),
      status,
    };
  }
}

const typeOf = ({ custom, search }: ClientTool): string =>
  search ? 'tool_search_call' : custom ? 'custom_tool_call' : 'function_call';

/** `{"input": "…"}` as the model wrote it; whatever else it wrote is taken as the text itself. */
function freeText(text: string): string {
  try {
    const { input } = JSON.parse(text) as { readonly input?: unknown };
    return typeof input === 'string' ? input : text;
  } catch {
    return text;
  }
}
