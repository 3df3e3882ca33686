import type { GeminiBody, GeminiContent, GeminiPart, IssuedMarks } from './gemini-body.ts';
import { illegal, refuseUnknown } from './gemini-refusal.ts';

/** What stands in for a signature where another model made the call. */
const NO_SIGNATURE = 'skip_thought_signature_validator';

const TOOLS = [
  'functionDeclarations',
  'googleSearch',
  'codeExecution',
  'urlContext',
  'googleMaps',
  'fileSearch',
  'computerUse',
];
const DECLARATION = [
  'name',
  'description',
  'parameters',
  'parametersJsonSchema',
  'response',
  'responseJsonSchema',
  'behavior',
];
const NAME = /^[a-zA-Z_][\w.:-]{0,127}$/;
const MODES = ['AUTO', 'ANY', 'NONE', 'VALIDATED'];

/** Of JSON Schema, as the types of @google/genai 3.1 list them. */
const JSON_SCHEMA_WORDS = [
  ...[
    // Not listed; Gemini CLI 0.61 sends it.
    '$schema',
    '$id',
    '$defs',
    '$ref',
    '$anchor',
    'type',
    'format',
    'title',
    'description',
    'enum',
    'items',
    'prefixItems',
  ],
  ...[
    'minItems',
    'maxItems',
    'minimum',
    'maximum',
    'anyOf',
    'oneOf',
    'properties',
    'additionalProperties',
    'required',
  ],
  'propertyOrdering',
];

export interface Declaration {
  readonly name: string;
  readonly parametersJsonSchema?: { readonly type?: string; readonly properties?: object };
}

export const functionsOf = ({ tools = [] }: GeminiBody): Declaration[] =>
  tools.flatMap((tool) => (tool.functionDeclarations as Declaration[] | undefined) ?? []);

/** Refuses tools as Google does. */
export function checkTools(body: GeminiBody): void {
  for (const tool of body.tools ?? []) refuseUnknown(tool, TOOLS, 'tools[0]');
  const functions = functionsOf(body);
  for (const [index, declaration] of functions.entries()) {
    const at = `tools[0].function_declarations[${index}]`;
    refuseUnknown(declaration, DECLARATION, at);
    if (!NAME.test(declaration.name)) throw illegal(`Invalid function name at ${at}.name`);
    const schema = declaration.parametersJsonSchema;
    if (schema && schema.type !== 'object')
      throw illegal(`${at}.parameters_json_schema: must be of type object`);
    if (schema) checkSchema(schema, `${at}.parameters_json_schema`);
  }
  const config = body.toolConfig?.functionCallingConfig;
  if (!config) return;
  refuseUnknown(config, ['mode', 'allowedFunctionNames'], 'tool_config.function_calling_config');
  if (!MODES.includes(config.mode ?? ''))
    throw illegal("Invalid value at 'tool_config.function_calling_config.mode'");
  if (config.allowedFunctionNames && config.mode !== 'ANY' && config.mode !== 'VALIDATED') {
    throw illegal('Allowed function names can only be set when mode is ANY.');
  }
  for (const name of config.allowedFunctionNames ?? []) {
    if (!functions.some((each) => each.name === name))
      throw illegal(`Unknown allowed function name: ${name}`);
  }
}

/** Refuses words that Google does not list, so that tests see when one is sent. */
export function checkSchema(schema: unknown, at: string): void {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return;
  for (const [word, value] of Object.entries(schema)) {
    if (!JSON_SCHEMA_WORDS.includes(word)) throw illegal(`Unsupported keyword "${word}" at '${at}'`);
    if (word === 'properties' || word === '$defs') {
      for (const [name, each] of Object.entries(value as object)) checkSchema(each, `${at}.${name}`);
    } else if (Array.isArray(value)) {
      for (const each of value) checkSchema(each, at);
    } else checkSchema(value, `${at}.${word}`);
  }
}

/** Every result answers a call of the turn before, and every call is answered. */
export function checkCalls(contents: readonly GeminiContent[]): void {
  for (const [index, { parts }] of contents.entries()) {
    const answered = parts.flatMap(({ functionResponse }) => (functionResponse ? [functionResponse] : []));
    const calls = (contents[index - 1]?.parts ?? []).flatMap(({ functionCall }) =>
      functionCall ? [functionCall] : [],
    );
    if (answered.length !== calls.length) {
      throw illegal(
        answered.length > calls.length && calls.length === 0
          ? 'Please ensure that function response turn comes immediately after a function call turn.'
          : 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
      );
    }
    for (const { id, name } of answered) {
      if (!calls.some((call) => call.name === name && call.id === id)) {
        throw illegal(`Function response ${name} (${id}) answers no function call.`);
      }
    }
  }
}

/** Gemini 3 wants its signature on the first call of every turn of its own. */
export function checkCallSignatures(contents: readonly GeminiContent[], issued: IssuedMarks): void {
  for (const [index, { parts }] of contents.entries()) {
    const first = parts.find(({ functionCall }) => functionCall);
    if (!first) continue;
    const name = first.functionCall?.name;
    if (first.thoughtSignature === undefined) {
      throw illegal(
        `Function call is missing a thought_signature in functionCall parts. Function call \`${name}\`, position ${index}.`,
      );
    }
    const isOwn = issued.get(first.thoughtSignature) === `call ${name}`;
    if (!isOwn && first.thoughtSignature !== NO_SIGNATURE) throw illegal('Corrupted thought signature.');
  }
}

export const isStandIn = (signature: string): boolean => signature === NO_SIGNATURE;

const CALL = /call ([\w.:-]+)\(([^)]*)\)/g;

/**
 * The calls that the prompt asks for, written as `call get_weather(Paris)`: the word goes into the function's first parameter.
 * Forced without such words, the first allowed function is called. Only the first call is signed.
 */
export function callsFor(
  body: GeminiBody,
  prompt: string,
  sign: ((name: string) => string) | undefined,
): GeminiPart[] {
  const config = body.toolConfig?.functionCallingConfig;
  if (config?.mode === 'NONE') return [];
  const allowed = config?.allowedFunctionNames;
  const functions = functionsOf(body).filter(({ name }) => allowed?.includes(name) ?? true);
  const asked = [...prompt.matchAll(CALL)].flatMap(([, name, word = '']) => {
    const declaration = functions.find((each) => each.name === name);
    return declaration ? [{ declaration, word }] : [];
  });
  const [first] = functions;
  const forced = config?.mode === 'ANY' && first ? [{ declaration: first, word: 'forced' }] : [];
  return (asked.length > 0 ? asked : forced).map(({ declaration, word }, index): GeminiPart => {
    const [parameter] = Object.keys(declaration.parametersJsonSchema?.properties ?? {});
    const args = parameter === undefined ? {} : { [parameter]: word };
    const functionCall = { id: `fc-${index}-${word || 'none'}`, name: declaration.name, args };
    return { functionCall, ...(index === 0 && sign && { thoughtSignature: sign(declaration.name) }) };
  });
}
