/**
 * A request of the shape that Claude Code 2.1 sends: tens of tools with long descriptions, a long system prompt with cache
 * markers, adaptive thinking, context management, reminders as turns of the role system, parallel calls and a picture among
 * the results. About 90 KB; every word is made up.
 */
export const HEADERS = {
  'anthropic-version': '2023-06-01',
  'anthropic-beta': 'claude-code-20250219,context-management-2025-06-27,prompt-caching-scope-2026-01-05',
  'user-agent': 'claude-cli/2.1.0 (external, cli)',
} as const;

const CACHE = { type: 'ephemeral', ttl: '1h' } as const;
const NAMES = [
  ...[
    'Bash',
    'Read',
    'Write',
    'Edit',
    'MultiEdit',
    'Glob',
    'Grep',
    'Task',
    'TodoWrite',
    'WebFetch',
    'WebSearch',
  ],
  ...['NotebookEdit', 'KillShell', 'BashOutput', 'ExitPlanMode', 'Skill', 'SlashCommand', 'AskUserQuestion'],
  ...Array.from({ length: 22 }, (_, index) => `mcp__server-${index % 4}__tool_${index}`),
];

const prose = (topic: string, length: number): string =>
  `Use ${topic} with care. `.repeat(Math.ceil(length / (topic.length + 18))).slice(0, length);

const tools = NAMES.map((name, index) => ({
  name,
  description: prose(name, 1_500),
  input_schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      file_path: { type: 'string', description: prose('an absolute path', 120) },
      limit: { type: 'integer', exclusiveMinimum: 0 },
      mode: { type: 'string', enum: ['content', 'count'] },
    },
    required: ['file_path'],
    additionalProperties: false,
  },
  ...(index === NAMES.length - 1 && { cache_control: CACHE }),
}));

const system = [
  { type: 'text', text: 'You are Claude Code.', cache_control: CACHE },
  { type: 'text', text: prose('the rules of the house', 14_000), cache_control: CACHE },
];

export const CALLS = [
  { type: 'tool_use', id: 'toolu_read_1', name: 'Read', input: { file_path: '/src/main.ts', limit: 20 } },
  { type: 'tool_use', id: 'toolu_read_2', name: 'Read', input: { file_path: '/shot.png' } },
] as const;

/** @param thinking what the model thought before, signed by whoever answered */
export function claudeCodeRequest(model: string, picture: Buffer, thinking: readonly object[] = []) {
  const image = { type: 'base64', media_type: 'image/png', data: picture.toString('base64') };
  return {
    model,
    max_tokens: 64_000,
    stream: true,
    system,
    tools,
    thinking: { type: 'adaptive' },
    output_config: { effort: 'high' },
    context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
    metadata: { user_id: 'user_0f_account__session_5d0c2f5e-9a7e-4b56-9f7e-0d8b6f3f7a11' },
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: `<system-reminder>\n${prose('the notes', 6_000)}\n</system-reminder>` },
          { type: 'text', text: 'What is in /src/main.ts and in /shot.png?' },
        ],
      },
      { role: 'system', content: 'The date is 2026-11-20.' },
      { role: 'assistant', content: [...thinking, { type: 'text', text: 'I will read both.' }, ...CALLS] },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'toolu_read_1', content: prose('main.ts', 2_000) },
          { type: 'tool_result', tool_use_id: 'toolu_read_2', content: [{ type: 'image', source: image }] },
        ],
      },
      { role: 'system', content: [{ type: 'text', text: 'Todo list is empty.', cache_control: CACHE }] },
    ],
  };
}
