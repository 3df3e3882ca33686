import { type CodeFormat, MARKED, pathOf, type Sample } from './sample.ts';

/** Chats are not asked for through the Images API. */
export const TALK_FORMATS = ['chat', 'responses', 'anthropic', 'gemini'] as const;
export type TalkFormat = (typeof TALK_FORMATS)[number];

/** A chat as chat completions have it; pictures are marks of files. */
export interface TalkQuestion {
  readonly model: string;
  readonly messages: readonly TalkMessage[];
  readonly tools?: readonly { readonly function: FunctionTool }[];
  readonly reasoning_effort?: string;
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly modalities?: readonly string[];
}

export interface TalkMessage {
  readonly role: string;
  readonly content: string | readonly Part[];
  readonly images?: readonly Part[];
  readonly tool_calls?: readonly { readonly id: string; readonly function: Called }[];
  readonly tool_call_id?: string;
}

interface Part {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: { readonly url: string };
}

interface FunctionTool {
  readonly name: string;
  readonly description?: string;
  readonly parameters: unknown;
}

interface Called {
  readonly name: string;
  /** JSON. */
  readonly arguments: string;
}

/** The same chat in any format. */
export const talkSample = (format: TalkFormat, question: TalkQuestion): Sample => ({
  format,
  path: pathOf(format as CodeFormat, question.model),
  body: BODIES[format](question),
  wanted: 'answer',
  ending: 'png',
  lost: [],
});

const BODIES: { readonly [format in TalkFormat]: (question: TalkQuestion) => object } = {
  chat: (question) => question,
  responses: ({ model, messages, tools = [], modalities, ...settings }) => ({
    model,
    ...(systemOf(messages) !== undefined && { instructions: systemOf(messages) }),
    input: messages.filter(({ role }) => role !== 'system').flatMap(responsesItems),
    ...givenTools([
      ...tools.map((tool) => ({ type: 'function', ...tool.function })),
      ...(modalities?.includes('image') ? [{ type: 'image_generation' }] : []),
    ]),
    ...(settings.reasoning_effort !== undefined && { reasoning: { effort: settings.reasoning_effort } }),
    ...(settings.temperature !== undefined && { temperature: settings.temperature }),
    ...(settings.max_tokens !== undefined && { max_output_tokens: settings.max_tokens }),
  }),
  anthropic: ({ model, messages, tools = [], modalities, ...settings }) => ({
    model,
    max_tokens: settings.max_tokens ?? 4096,
    ...(systemOf(messages) !== undefined && { system: systemOf(messages) }),
    messages: joined(
      messages
        .filter(({ role }) => role !== 'system')
        .map((message) => ({
          role: message.role === 'assistant' ? 'assistant' : 'user',
          content: anthropicBlocks(message),
        })),
    ),
    ...givenTools(
      tools.map(({ function: { parameters, ...tool } }) => ({ ...tool, input_schema: parameters })),
    ),
    ...anthropicEffort(settings.reasoning_effort),
    ...(settings.temperature !== undefined && { temperature: settings.temperature }),
    ...(modalities && { modalities }),
  }),
  gemini: ({ messages, tools = [], modalities, ...settings }) => ({
    ...(systemOf(messages) !== undefined && {
      systemInstruction: { parts: [{ text: systemOf(messages) }] },
    }),
    contents: messages
      .filter(({ role }) => role !== 'system')
      .map((message) => ({
        role: message.role === 'assistant' ? 'model' : 'user',
        parts: geminiParts(message, messages),
      })),
    ...(tools.length > 0 && {
      tools: [
        {
          functionDeclarations: tools.map(({ function: { parameters, ...tool } }) => ({
            ...tool,
            parametersJsonSchema: parameters,
          })),
        },
      ],
    }),
    ...geminiConfig({ ...settings, ...(modalities && { modalities }) }),
  }),
};

const givenTools = (tools: readonly object[]) => (tools.length > 0 ? { tools } : {});

function systemOf(messages: readonly TalkMessage[]): string | undefined {
  const content = messages.find(({ role }) => role === 'system')?.content;
  return typeof content === 'string' ? content : undefined;
}

/** Pictures of an answer stand beside its words. */
const partsOf = ({ content, images = [] }: TalkMessage): readonly Part[] => [
  ...(typeof content === 'string' ? (content === '' ? [] : [{ type: 'text', text: content }]) : content),
  ...images,
];

function responsesItems(message: TalkMessage): object[] {
  const { role, content, tool_calls: calls = [], tool_call_id: call, images = [] } = message;
  if (role === 'tool') return [{ type: 'function_call_output', call_id: call, output: content }];
  const answered = role === 'assistant';
  const parts = (answered ? partsOf({ role, content }) : partsOf(message)).map(
    ({ text, image_url: image }) =>
      image
        ? { type: 'input_image', image_url: image.url }
        : { type: answered ? 'output_text' : 'input_text', text },
  );
  return [
    ...(parts.length > 0 ? [{ role, content: parts }] : []),
    // What was drawn goes back as if the user showed it: drawings go by ids that only their own answer has.
    ...(images.length > 0
      ? [
          {
            role: 'user',
            content: images.map(({ image_url: image }) => ({ type: 'input_image', image_url: image?.url })),
          },
        ]
      : []),
    ...calls.map(({ id, function: { name, arguments: given } }) => ({
      ...{ type: 'function_call', call_id: id, name, arguments: given },
    })),
  ];
}

interface Picture {
  readonly type: string;
  readonly data: string;
}

/** Head and mark of a data URL apart. */
function pictureOf(url = ''): Picture {
  const [, head = '', name = ''] = MARKED.exec(url) ?? [];
  return { type: head.slice('data:'.length, -';base64,'.length), data: `@file:${name}@` };
}

function anthropicBlocks(message: TalkMessage): object[] {
  const { role, content, tool_calls: calls = [], tool_call_id: call } = message;
  if (role === 'tool') return [{ type: 'tool_result', tool_use_id: call, content }];
  return [
    ...partsOf(message).map(({ text, image_url: image }) => {
      if (!image) return { type: 'text', text };
      const { type, data } = pictureOf(image.url);
      return { type: 'image', source: { type: 'base64', media_type: type, data } };
    }),
    ...calls.map(({ id, function: { name, arguments: given } }) => ({
      ...{ type: 'tool_use', id, name, input: JSON.parse(given || '{}') },
    })),
  ];
}

type Block = { readonly role: string; readonly content: object[] };

/** Results of several calls are one message. */
function joined(messages: readonly Block[]): Block[] {
  const all: Block[] = [];
  for (const message of messages) {
    const last = all.at(-1);
    if (last?.role === message.role) last.content.push(...message.content);
    else all.push(message);
  }
  return all;
}

function anthropicEffort(effort: string | undefined): object {
  if (effort === undefined) return {};
  return effort === 'none'
    ? { thinking: { type: 'disabled' } }
    : { thinking: { type: 'adaptive' }, output_config: { effort } };
}

function geminiParts(message: TalkMessage, all: readonly TalkMessage[]): object[] {
  const { role, content, tool_calls: calls = [], tool_call_id: call } = message;
  if (role === 'tool') {
    const asked = all.flatMap(({ tool_calls: each = [] }) => each).find(({ id }) => id === call);
    return [
      { functionResponse: { id: call, name: asked?.function.name ?? '', response: { result: content } } },
    ];
  }
  return [
    ...partsOf(message).map(({ text, image_url: image }) => {
      if (!image) return { text };
      const { type, data } = pictureOf(image.url);
      return { inlineData: { mimeType: type, data } };
    }),
    ...calls.map(({ id, function: { name, arguments: given } }) => ({
      functionCall: { id, name, args: JSON.parse(given || '{}') },
    })),
  ];
}

function geminiConfig({
  reasoning_effort: effort,
  temperature,
  max_tokens: most,
  modalities,
}: Pick<TalkQuestion, 'reasoning_effort' | 'temperature' | 'max_tokens' | 'modalities'>): object {
  const config = {
    ...(effort !== undefined && {
      thinkingConfig: effort === 'none' ? { thinkingBudget: 0 } : { thinkingLevel: effort },
    }),
    ...(temperature !== undefined && { temperature }),
    ...(most !== undefined && { maxOutputTokens: most }),
    ...(modalities && { responseModalities: modalities.map((each) => each.toUpperCase()) }),
  };
  return Object.keys(config).length > 0 ? { generationConfig: config } : {};
}
