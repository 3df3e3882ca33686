import * as z from 'zod';
import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { longString, text } from '../../wire/schema.ts';

const object = () => z.custom<TreeObject>((value) => isObject(value as Tree), 'must be an object');

const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;

const TEXT_FORMAT = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    name: text(),
    schema: object(),
    description: text().nullish(),
    strict: z.boolean().nullish(),
  }),
]);

/** The body of a request; items, tools and tool_choice are read one by one elsewhere. */
export const BODY = z.looseObject({
  model: text(),
  instructions: text().nullish(),
  stream: z.boolean().nullish(),
  store: z.boolean().nullish(),
  background: z.boolean().nullish(),
  previous_response_id: text().nullish(),
  max_output_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  reasoning: z
    .looseObject({
      effort: z.enum(EFFORTS).nullish(),
      summary: z.enum(['auto', 'concise', 'detailed']).nullish(),
    })
    .nullish(),
  text: z
    .looseObject({ format: TEXT_FORMAT.nullish(), verbosity: z.enum(['low', 'medium', 'high']).nullish() })
    .nullish(),
  tools: z.array(object()).nullish(),
  metadata: z.record(z.string(), text()).nullish(),
  include: z.array(text()).nullish(),
  user: text().nullish(),
  safety_identifier: text().nullish(),
});
export type Body = z.output<typeof BODY>;

const mode = () => z.enum(['auto', 'required']);

export const ALLOWED_TOOLS = z.looseObject({ mode: mode(), tools: z.array(object()) });

export const FUNCTION_TOOL = z.looseObject({
  name: text(),
  description: text().nullish(),
  parameters: object().nullish(),
  strict: z.boolean().nullish(),
});
export const CUSTOM_TOOL = z.looseObject({ name: text(), description: text().nullish() });
/** A tool that finds others; only those that the client runs can be had everywhere. */
export const SEARCH_TOOL = z.looseObject({
  description: text().nullish(),
  parameters: object().nullish(),
});
export const NAMESPACE_TOOL = z.looseObject({
  name: text(),
  description: text().nullish(),
  tools: z.array(object()),
});

export const MESSAGE = z.looseObject({
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content: z.union([longString(), z.array(object())]),
});
export const FUNCTION_CALL = z.looseObject({
  call_id: text(),
  name: text(),
  namespace: text().nullish(),
  arguments: text(),
});
export const CUSTOM_CALL = z.looseObject({
  call_id: text(),
  name: text(),
  namespace: text().nullish(),
  input: text(),
});
export const SEARCH_CALL = z.looseObject({
  call_id: text().nullish(),
  arguments: z.custom<Tree>((value) => value !== undefined, 'is required'),
});
export const SEARCH_OUTPUT = z.looseObject({ call_id: text().nullish(), tools: z.array(object()) });
export const CALL_OUTPUT = z.looseObject({
  call_id: text(),
  output: z.union([longString(), z.array(object())]),
});
export const REASONING = z.looseObject({
  id: text().nullish(),
  summary: z.array(z.looseObject({ text: text() })).nullish(),
  content: z.array(z.looseObject({ text: text() })).nullish(),
  encrypted_content: text().nullish(),
});
export const ADDITIONAL_TOOLS = z.looseObject({ tools: z.array(object()) });
export const REFERENCE = z.looseObject({ id: text() });
export const DRAWING = z.looseObject({ id: text().nullish(), result: longString().nullish() });

export const TEXT_PART = z.looseObject({ text: text() });
export const REFUSAL_PART = z.looseObject({ refusal: text() });
export const IMAGE_PART = z.looseObject({ detail: z.enum(['auto', 'low', 'high', 'original']).nullish() });
export const FILE_PART = z.looseObject({
  filename: text().nullish(),
  file_data: longString().nullish(),
  file_url: text().nullish(),
});
export const AUDIO_PART = z.looseObject({
  input_audio: z.looseObject({ data: longString(), format: text() }),
});
