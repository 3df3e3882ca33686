/** Headers of Gemini CLI 0.61; the key comes in its own. */
export const HEADERS = {
  'user-agent': 'GeminiCLI/0.61.0/gemini-3.5-flash (linux; x64)',
  'x-goog-api-client': 'google-genai-sdk/2.9.0 gl-node/v24.1.0',
};

const NAMES = [
  ...[
    'list_directory',
    'read_file',
    'grep_search',
    'glob',
    'replace',
    'write_file',
    'web_fetch',
    'run_shell_command',
  ],
  ...[
    'save_memory',
    'google_web_search',
    'write_todos',
    'activate_skill',
    'mcp_files_search',
    'mcp_files_open',
  ],
];

const declaration = (name: string) => ({
  name,
  description: `${name}. ${'It does one thing and says so at length. '.repeat(40)}`,
  parametersJsonSchema: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      file_path: { type: 'string', description: 'Absolute path.', pattern: '^/' },
      limit: { type: 'integer', exclusiveMinimum: 0 },
      mode: { anyOf: [{ const: 'fast' }, { const: 'slow' }] },
    },
    required: ['file_path'],
    additionalProperties: false,
  },
});

const GENERATION = {
  temperature: 1,
  topP: 0.95,
  topK: 64,
  thinkingConfig: { includeThoughts: true, thinkingLevel: 'HIGH' },
};

/** A turn in the middle of a session: two results of parallel calls, one of them with a picture, as the CLI sends it. */
export const geminiCliRequest = (picture: Buffer, mark?: string) => ({
  contents: [
    { role: 'user', parts: [{ text: `This is the Gemini CLI. ${'Context. '.repeat(500)}` }] },
    { role: 'model', parts: [{ text: 'Got it. Thanks for the context!' }] },
    { role: 'user', parts: [{ text: 'Read both files' }] },
    {
      role: 'model',
      parts: [
        { text: 'I will read them.' },
        {
          functionCall: { id: 'read_file-1', name: 'read_file', args: { file_path: '/a.png' } },
          ...(mark !== undefined && { thoughtSignature: mark }),
        },
        { functionCall: { id: 'read_file-2', name: 'read_file', args: { file_path: '/b' } } },
      ],
    },
    {
      role: 'user',
      parts: [
        {
          functionResponse: {
            id: 'read_file-1',
            name: 'read_file',
            response: { output: 'Binary content provided (1 item(s)).' },
            parts: [{ inlineData: { mimeType: 'image/png', data: picture.toString('base64') } }],
          },
        },
        {
          functionResponse: { id: 'read_file-2', name: 'read_file', response: { error: 'File not found.' } },
        },
      ],
    },
  ],
  systemInstruction: {
    role: 'user',
    parts: [{ text: `You are Gemini CLI, an interactive agent. ${'A rule of the house. '.repeat(1500)}` }],
  },
  tools: [{ functionDeclarations: NAMES.map(declaration) }],
  generationConfig: GENERATION,
});

/** The small question between turns: who speaks next, as JSON. */
export const nextSpeakerRequest = () => ({
  contents: [{ role: 'user', parts: [{ text: 'Who should speak next?' }] }],
  systemInstruction: { role: 'user', parts: [{ text: 'Answer in JSON.' }] },
  generationConfig: {
    temperature: 0,
    topP: 1,
    responseMimeType: 'application/json',
    responseJsonSchema: {
      type: 'object',
      properties: {
        reasoning: { type: 'string' },
        next_speaker: { type: 'string', enum: ['user', 'model'] },
      },
      required: ['reasoning', 'next_speaker'],
    },
  },
});
