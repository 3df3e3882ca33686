import { invalid } from '../../contract/error.ts';
import type {
  ChatImageOutput,
  ChatRequest,
  FunctionTool,
  Tool,
  ToolChoice,
  Warning,
} from '../../contract/request.ts';
import { asString, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { parse } from '../../wire/schema.ts';
import { furtherImageTool } from '../openai-shared/image-tools.ts';
import type { ClientTool, ToolNames } from './client.ts';
import { flatName } from './flat-name.ts';
import { decodeImageTool } from './image-tool.ts';
import { ALLOWED_TOOLS, CUSTOM_TOOL, FUNCTION_TOOL, NAMESPACE_TOOL, SEARCH_TOOL } from './schema.ts';
import { isClientSearch, SEARCH, searchFunction } from './tool-search.ts';

export interface DecodedTools extends Pick<ChatRequest, 'tools' | 'toolChoice'> {
  readonly names: ToolNames;
  readonly image?: ChatImageOutput;
  /** A choice that only OpenAI's own tools have. */
  readonly nativeChoice?: TreeObject;
  readonly warnings: readonly Warning[];
}

/** A tool and its path in the client's request. */
export interface PlacedTool {
  readonly tree: TreeObject;
  readonly at: string;
}

export const placedTools = (trees: readonly TreeObject[], at: string): PlacedTool[] =>
  trees.map((tree, index) => ({ tree, at: `${at}[${index}]` }));

/** Reads tools and `tool_choice`. */
export function decodeTools(placed: readonly PlacedTool[], choice: Tree | undefined): DecodedTools {
  const reader = new ToolReader();
  for (const { tree, at } of placed) reader.read(tree, at);
  return reader.result(choice);
}

const DEFERRED: Warning = {
  kind: 'ignored',
  field: 'tools.defer_loading',
  detail: 'The model is offered all of these tools from the start.',
};

class ToolReader {
  /** By name; what a later item of the input says of a function is what counts. */
  readonly #tools = new Map<string, Tool>();
  readonly #names: Record<string, ClientTool> = {};
  readonly #warnings: Warning[] = [];
  #image: { readonly tree: TreeObject; readonly at: string } | undefined;

  read(tree: TreeObject, at: string): void {
    switch (tree.type) {
      case 'function':
        this.#function(tree, at);
        break;
      case 'image_generation':
        if (this.#image) this.#warnings.push(furtherImageTool(at));
        else this.#image = { tree, at };
        break;
      case 'namespace':
        this.#namespace(tree, at);
        break;
      case 'custom':
        this.#custom(tree, at, undefined);
        break;
      case 'tool_search':
        if (isClientSearch(tree)) this.#search(tree, at);
        else this.#native(tree, at);
        break;
      default:
        this.#native(tree, at);
    }
  }

  #native(tree: TreeObject, at: string): void {
    const name = asString(tree.type);
    if (name === undefined) throw invalid(`${at}.type`, `"${at}.type" must be a string.`);
    this.#tools.set(at, { type: 'native', format: 'openai-responses', name, tree });
  }

  #function(tree: TreeObject, at: string, rename = (name: string) => name, about?: string | null): void {
    const { description = '', ...tool } = functionTool(parse(FUNCTION_TOOL, tree, at));
    const words = [about, description].filter(Boolean).join('\n\n');
    this.#offer({ ...tool, name: rename(tool.name), ...(words !== '' && { description: words }) });
    // Of what a search has found it says only how it came.
    if (tree.defer_loading === true && at.startsWith('tools')) this.#warnOnce(DEFERRED);
  }

  #warnOnce(warning: Warning): void {
    if (!this.#warnings.includes(warning)) this.#warnings.push(warning);
  }

  /** The client does the finding, so a function is all that is needed. */
  #search(tree: TreeObject, at: string): void {
    this.#names[SEARCH] = { name: SEARCH, search: true };
    this.#offer(searchFunction(parse(SEARCH_TOOL, tree, at)));
    const detail =
      'tool_search was offered to the model as a function; what it finds is offered in the turn that follows.';
    this.#warnings.push({ kind: 'emulated', field: at, detail });
  }

  result(choice: Tree | undefined): DecodedTools {
    const { tools, toolChoice, drawingRequired, nativeChoice } = this.#choose(choice);
    const wanted = { required: drawingRequired, declined: toolChoice === 'none' };
    const drawing = this.#image && decodeImageTool(this.#image.tree, this.#image.at, wanted);
    return {
      ...(tools.length > 0 && { tools }),
      ...(toolChoice !== undefined && { toolChoice }),
      ...(nativeChoice && { nativeChoice }),
      ...(drawing && { image: drawing.image }),
      names: this.#names,
      warnings: [...this.#warnings, ...(drawing?.warnings ?? [])],
    };
  }

  #offer(tool: FunctionTool): void {
    this.#tools.set(`function ${tool.name}`, tool);
  }

  #namespace(tree: TreeObject, at: string): void {
    const { name: namespace, description, tools } = parse(NAMESPACE_TOOL, tree, at);
    tools.forEach((inner, index) => {
      const place = `${at}.tools[${index}]`;
      if (inner.type === 'custom') {
        this.#custom(inner, place, namespace);
        return;
      }
      const rename = (name: string): string => {
        const called = flatName(namespace, name);
        this.#names[called] = { name, namespace };
        return called;
      };
      this.#function(inner, place, rename, description);
    });
  }

  /** Models without such tools get a function with one text argument. */
  #custom(tree: TreeObject, at: string, namespace: string | undefined): void {
    const { name, description, format } = parse(CUSTOM_TOOL, tree, at);
    const called = flatName(namespace, name);
    this.#names[called] = { name, custom: true, ...(namespace !== undefined && { namespace }) };
    const grammar = asString((isObject(format as Tree) ? (format as TreeObject) : {}).definition);
    const words = [description, grammar && `The input must follow this grammar:\n${grammar}`];
    this.#offer({
      type: 'function',
      name: called,
      description: words.filter(Boolean).join('\n\n'),
      parameters: { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] },
    });
    this.#warnings.push({
      kind: 'emulated',
      field: at,
      detail: `The custom tool ${name} was offered to the model as a function with one text argument.`,
    });
  }

  #choose(choice: Tree | undefined): Choice {
    const tools = [...this.#tools.values()];
    const free = { tools, drawingRequired: false };
    if (choice === undefined || choice === null) return free;
    if (choice === 'auto' || choice === 'none') return { ...free, toolChoice: choice };
    // With nothing else to call, a call means a picture.
    if (choice === 'required')
      return { tools, toolChoice: choice, drawingRequired: this.#image !== undefined && tools.length === 0 };
    if (!isObject(choice)) throw invalid('tool_choice', '"tool_choice" must be a string or an object.');
    switch (choice.type) {
      case 'image_generation':
        return { tools, drawingRequired: true };
      case 'function':
      case 'custom': {
        const name = asString(choice.name);
        if (name === undefined) throw invalid('tool_choice.name', '"tool_choice.name" is required.');
        return { ...free, toolChoice: { name: flatName(asString(choice.namespace), name) } };
      }
      case 'allowed_tools':
        return this.#allowed(choice);
      default:
        return { ...free, nativeChoice: choice };
    }
  }

  /** The others are as good as not there. */
  #allowed(choice: TreeObject): Choice {
    const { mode, tools } = parse(ALLOWED_TOOLS, choice, 'tool_choice');
    const isAllowed = (tool: Tool): boolean =>
      tools.some((each) =>
        tool.type === 'function'
          ? flatName(asString(each.namespace), asString(each.name) ?? '') === tool.name
          : each.type === tool.name,
      );
    const kept = [...this.#tools.values()].filter(isAllowed);
    const draws = tools.some((each) => each.type === 'image_generation');
    if (!draws) this.#image = undefined;
    return {
      tools: kept,
      toolChoice: mode,
      drawingRequired: draws && mode === 'required' && kept.length === 0,
    };
  }
}

interface Choice {
  readonly tools: readonly Tool[];
  readonly toolChoice?: ToolChoice;
  readonly drawingRequired: boolean;
  readonly nativeChoice?: TreeObject;
}

interface ReadFunction {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly parameters?: TreeObject | null | undefined;
  readonly strict?: boolean | null | undefined;
}

const functionTool = ({ name, description, parameters, strict }: ReadFunction): FunctionTool => ({
  type: 'function',
  name,
  ...(description && { description }),
  ...(parameters && { parameters }),
  ...(typeof strict === 'boolean' && { strict }),
});
