import type { Finish, Response } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';

const REASONS: { readonly [finish in Finish]: string } = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
};

/** Why the model stopped, in Anthropic's own words where Anthropic answered. */
export function encodeStop(
  finish: Finish,
  { anthropic = {} }: Response['extensions'],
  calledTools: boolean,
): TreeObject {
  const { stop_reason, stop_sequence = null, stop_details } = anthropic;
  // Some upstreams say "stop" behind a tool call; a client that believes it would not run the tool.
  const reason = finish === 'stop' && calledTools ? 'tool_use' : REASONS[finish];
  return {
    stop_reason: stop_reason ?? reason,
    stop_sequence,
    ...(stop_details !== undefined && { stop_details }),
  };
}
