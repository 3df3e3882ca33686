import type { Manner } from './chat-reply.ts';

/** What one upstream takes and how it answers, written down again from its documentation and its AI SDK package. */
export interface Profile {
  /** Of the API below the origin. */
  readonly basePath: string;
  readonly models: readonly string[];
  /** Fields of the body beside those that all know. */
  readonly fields: readonly string[];
  /** Members of an assistant turn beside content and tool_calls. */
  readonly turn?: readonly string[];
  /** A member that every assistant turn must have. */
  readonly turnNeeds?: string;
  readonly toolChoices?: readonly string[];
  /** `strict` in functions is known. */
  readonly strict?: boolean;
  /** System turns come first, or the template of the model fails. */
  readonly systemFirst?: boolean;
  /** `response_format` types. */
  readonly formats: readonly string[];
  readonly efforts?: readonly string[];
  readonly maxTemperature?: number;
  /** Failures are a 200 with `base_resp`. */
  readonly baseResp?: boolean;
  readonly manner: Manner;
}

const ALL_CHOICES = ['auto', 'none', 'required', 'function'];
const JSON_MODES = ['json_object', 'json_schema'];
const SAMPLING = ['frequency_penalty', 'presence_penalty', 'seed'];
const STREAM_USAGE = 'stream_options';

export const PROFILES: Readonly<Record<string, Profile>> = {
  deepseek: {
    basePath: '',
    models: ['deepseek-v4-pro'],
    fields: [
      'max_tokens',
      'thinking',
      'reasoning_effort',
      'user_id',
      'logprobs',
      'top_logprobs',
      STREAM_USAGE,
    ],
    turn: ['reasoning_content', 'prefix'],
    turnNeeds: 'reasoning_content',
    toolChoices: ALL_CHOICES,
    formats: ['json_object'],
    efforts: ['low', 'high', 'max'],
    manner: { thought: 'reasoning_content' },
  },
  moonshot: {
    basePath: '/v1',
    models: ['kimi-k3', 'kimi-k2.6'],
    fields: ['max_completion_tokens', 'thinking', 'reasoning_effort', 'safety_identifier', STREAM_USAGE],
    turn: ['reasoning_content', 'partial'],
    toolChoices: ALL_CHOICES,
    strict: true,
    formats: JSON_MODES,
    efforts: ['low', 'high', 'max'],
    manner: { thought: 'reasoning_content', usage: 'last chunk unasked' },
  },
  zhipu: {
    basePath: '/api/paas/v4',
    models: ['glm-5.3'],
    fields: ['max_tokens', 'thinking', 'reasoning_effort', 'user_id', 'do_sample', 'tool_stream'],
    turn: ['reasoning_content'],
    toolChoices: ['auto'],
    formats: ['json_object'],
    efforts: ['low', 'high', 'max'],
    maxTemperature: 1,
    manner: { thought: 'reasoning_content', usage: 'last chunk unasked', wholeCalls: true },
  },
  xai: {
    basePath: '/v1',
    models: ['grok-4.7'],
    fields: [
      ...['max_completion_tokens', 'max_tokens', 'seed', 'user', 'reasoning_effort'],
      ...['parallel_function_calling', STREAM_USAGE],
    ],
    toolChoices: ALL_CHOICES,
    strict: true,
    formats: JSON_MODES,
    efforts: ['low', 'medium', 'high', 'xhigh'],
    manner: { thought: 'reasoning_content', wholeCalls: true },
  },
  siliconflow: {
    basePath: '/v1',
    models: ['deepseek-ai/DeepSeek-V4-Pro'],
    fields: [
      ...['max_tokens', 'top_k', 'enable_thinking', 'thinking_budget', 'min_p', 'n'],
      ...[...SAMPLING, STREAM_USAGE],
    ],
    turn: ['reasoning_content'],
    toolChoices: ALL_CHOICES,
    strict: true,
    formats: JSON_MODES,
    manner: { thought: 'reasoning_content', usage: 'every chunk' },
  },
  dashscope: {
    basePath: '/compatible-mode/v1',
    models: ['qwen3.7-max'],
    fields: [
      ...['max_tokens', 'top_k', 'presence_penalty', 'seed', 'enable_thinking', 'thinking_budget'],
      ...['parallel_tool_calls', STREAM_USAGE],
    ],
    turn: ['reasoning_content'],
    toolChoices: ['auto', 'none', 'function'],
    strict: true,
    formats: JSON_MODES,
    manner: { thought: 'reasoning_content', index: 'all 0' },
  },
  minimax: {
    basePath: '/v1',
    models: ['MiniMax-M2.7'],
    fields: ['max_completion_tokens', 'thinking', 'reasoning_split', STREAM_USAGE],
    turn: ['reasoning_details'],
    toolChoices: ['auto'],
    systemFirst: true,
    formats: [],
    maxTemperature: 1,
    baseResp: true,
    manner: { thought: 'reasoning_details' },
  },
  mistral: {
    basePath: '/v1',
    models: ['mistral-medium-3.5'],
    fields: [
      ...['max_tokens', 'random_seed', 'frequency_penalty', 'presence_penalty', 'reasoning_effort'],
      ...['parallel_tool_calls', 'safe_prompt'],
    ],
    toolChoices: ['auto', 'none', 'any'],
    strict: true,
    formats: JSON_MODES,
    efforts: ['none', 'high'],
    manner: { thought: 'content', index: 'none', wholeCalls: true, usage: 'last chunk unasked' },
  },
  groq: {
    basePath: '/openai/v1',
    models: ['openai/gpt-oss-120b'],
    fields: [
      ...['max_completion_tokens', 'reasoning_effort', 'reasoning_format', 'parallel_tool_calls', 'user'],
      ...[...SAMPLING, STREAM_USAGE],
    ],
    turn: ['reasoning'],
    toolChoices: ALL_CHOICES,
    strict: true,
    formats: JSON_MODES,
    efforts: ['low', 'medium', 'high'],
    manner: { thought: 'reasoning', wholeCalls: true },
  },
  together: {
    basePath: '/v1',
    models: ['meta-llama/Llama-3.3-70B-Instruct-Turbo'],
    fields: [
      ...['max_tokens', 'top_k', 'reasoning_effort', 'parallel_tool_calls'],
      ...[...SAMPLING, STREAM_USAGE],
    ],
    toolChoices: ALL_CHOICES,
    strict: true,
    formats: JSON_MODES,
    efforts: ['low', 'medium', 'high'],
    manner: { usage: 'last chunk unasked', saysStop: true },
  },
  fireworks: {
    basePath: '/inference/v1',
    models: ['accounts/fireworks/models/kimi-k2-thinking'],
    fields: [
      ...['max_tokens', 'top_k', 'reasoning_effort', 'parallel_tool_calls', 'user'],
      ...[...SAMPLING, STREAM_USAGE],
    ],
    turn: ['reasoning_content'],
    toolChoices: ALL_CHOICES,
    strict: true,
    formats: JSON_MODES,
    efforts: ['none', 'low', 'medium', 'high'],
    manner: { thought: 'reasoning_content', index: 'from 1' },
  },
  ollama: {
    basePath: '/v1',
    models: ['qwen3:8b'],
    fields: ['max_tokens', 'reasoning_effort', ...SAMPLING, STREAM_USAGE],
    toolChoices: ['auto'],
    formats: JSON_MODES,
    efforts: ['none', 'low', 'medium', 'high'],
    manner: { thought: 'reasoning', wholeCalls: true, saysStop: true, unfinished: true },
  },
  vllm: {
    basePath: '/v1',
    models: ['served-model'],
    fields: [
      ...['max_tokens', 'top_k', 'reasoning_effort', 'parallel_tool_calls', 'user'],
      ...[...SAMPLING, STREAM_USAGE],
    ],
    turn: ['reasoning_content'],
    toolChoices: ALL_CHOICES,
    strict: true,
    systemFirst: true,
    formats: JSON_MODES,
    efforts: ['none', 'low', 'medium', 'high'],
    manner: { thought: 'reasoning_content', sloppy: true },
  },
};
