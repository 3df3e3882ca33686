/** A map, because fields are the client's own words: `toString` has no entry in it. */
const NAMES = new Map(
  Object.entries({
    user: 'metadata.user_id',
    stop: 'stop_sequences',
    response_format: 'output_config.format',
    reasoning: 'thinking',
    reasoning_effort: 'thinking',
    parallel_tool_calls: 'tool_choice.disable_parallel_tool_use',
  }),
);

/** Anthropic's names of parameters. */
export const nameOf = (field: string): string => NAMES.get(field) ?? field;
