/**
 * A request of the shape that Codex CLI 0.169 sends: streamed, nothing kept upstream, thoughts encrypted, developer turns, tools
 * of the kinds function, namespace and web_search, the history of a tool call with a picture among its results. Every word is
 * made up.
 */
export const HEADERS = {
  'user-agent': 'codex_cli_rs/0.169.0 (Linux; x86_64)',
  originator: 'codex_cli_rs',
  session_id: '5d0c2f5e-9a7e-4b56-9f7e-0d8b6f3f7a11',
} as const;

const prose = (topic: string, length: number): string =>
  `Use ${topic} with care. `.repeat(Math.ceil(length / (topic.length + 18))).slice(0, length);

const parameters = (member: string) => ({
  type: 'object',
  properties: { [member]: { type: 'string', description: prose(member, 80) } },
  required: [member],
  additionalProperties: false,
});

const functionTool = (name: string, member: string) => ({
  type: 'function',
  name,
  description: prose(name, 900),
  strict: false,
  parameters: parameters(member),
});

const tools = [
  functionTool('exec_command', 'cmd'),
  functionTool('update_plan', 'plan'),
  functionTool('view_image', 'path'),
  {
    type: 'namespace',
    name: 'mcp__tracker__',
    description: 'Tools of the issue tracker.',
    tools: Array.from({ length: 12 }, (_, index) => functionTool(`issue_${index}`, 'id')),
  },
  { type: 'web_search', external_web_access: false },
];

const text = (value: string) => ({ type: 'input_text', text: value });

export const CALL = {
  type: 'function_call',
  call_id: 'call_view_1',
  name: 'view_image',
  arguments: '{"path":"/shot.png"}',
} as const;

/** @param items what the model said since, as it said it */
export function codexRequest(model: string, picture: Buffer, items: readonly object[] = []) {
  const image_url = `data:image/png;base64,${picture.toString('base64')}`;
  return {
    model,
    instructions: prose('the rules of the house', 12_000),
    input: [
      { type: 'message', role: 'developer', content: [text('<permissions>read only</permissions>')] },
      { type: 'message', role: 'user', content: [text(prose('AGENTS.md', 3_000))] },
      {
        type: 'message',
        role: 'user',
        content: [text('What is in /shot.png? Close issue 7 if it is fixed.')],
      },
      CALL,
      {
        type: 'function_call_output',
        call_id: CALL.call_id,
        output: [text('The screenshot'), { type: 'input_image', image_url }],
      },
      ...items,
    ],
    tools,
    tool_choice: 'auto',
    parallel_tool_calls: true,
    reasoning: { effort: 'medium', summary: 'auto' },
    store: false,
    stream: true,
    include: ['reasoning.encrypted_content'],
    prompt_cache_key: HEADERS.session_id,
    text: { verbosity: 'low' },
    client_metadata: { 'x-codex-installation-id': 'made-up' },
  };
}
