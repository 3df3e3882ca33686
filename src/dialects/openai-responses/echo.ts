import { isObject, type Tree, type TreeObject } from '../../contract/tree.ts';

/** Members of the request that the response repeats; null where the client said nothing. */
export const echoOf = (body: TreeObject): TreeObject => ({
  access_programs: null,
  background: false,
  conversation: null,
  instructions: body.instructions ?? null,
  max_output_tokens: body.max_output_tokens ?? null,
  max_tool_calls: body.max_tool_calls ?? null,
  metadata: body.metadata ?? {},
  parallel_tool_calls: body.parallel_tool_calls ?? true,
  previous_response_id: body.previous_response_id ?? null,
  prompt: null,
  prompt_cache_key: body.prompt_cache_key ?? null,
  prompt_cache_retention: body.prompt_cache_retention ?? null,
  reasoning: { effort: null, summary: null, ...(isObject(body.reasoning) && body.reasoning) },
  safety_identifier: body.safety_identifier ?? null,
  service_tier: body.service_tier ?? 'default',
  store: body.store ?? true,
  temperature: body.temperature ?? null,
  text: { ...(isObject(body.text) && body.text), format: formatOf(body.text) },
  tool_choice: body.tool_choice ?? 'auto',
  tools: Array.isArray(body.tools) ? body.tools.map(echoTool) : [],
  top_logprobs: body.top_logprobs ?? 0,
  top_p: body.top_p ?? null,
  truncation: body.truncation ?? 'disabled',
  user: body.user ?? null,
});

const formatOf = (text: Tree | undefined): Tree => (isObject(text) && text.format) || { type: 'text' };

/** Functions always have their schema and strictness; a mask is not sent back, it may be megabytes. */
function echoTool(tool: Tree): Tree {
  if (!isObject(tool)) return tool;
  if (tool.type === 'function') return { parameters: null, strict: null, ...tool };
  const { input_image_mask: _, ...rest } = tool;
  return rest;
}
