import Anthropic from '@anthropic-ai/sdk';
import { type Content, GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import type { TestGateway } from '../gateway/start.ts';
import type { Recording } from './recorded.ts';

/** What an agent's own library makes of a streamed answer. */
export interface AgentAnswer {
  readonly calls: readonly { readonly name: string; readonly args: unknown }[];
  readonly text: string;
}

/** Sends a recorded body to the gateway and reads the answer, both through the official library of the format. */
export type AgentClient = (gateway: TestGateway, recording: Recording, turn: 0 | 1) => Promise<AgentAnswer>;

/** The libraries want their own types; the bodies were made by them. */
const recorded = <T>(recording: Recording, turn: 0 | 1): T => recording.turns[turn].body as T;

export const anthropicMessages: AgentClient = async ({ url, key }, recording, turn) => {
  const { headers } = recording;
  const client = new Anthropic({ authToken: key, apiKey: null, baseURL: url, maxRetries: 0 });
  const body = recorded<Parameters<typeof client.beta.messages.stream>[0]>(recording, turn);
  const message = await client.beta.messages.stream(body, { headers }).finalMessage();
  return {
    calls: message.content.flatMap((block) =>
      block.type === 'tool_use' ? [{ name: block.name, args: block.input }] : [],
    ),
    text: message.content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
  };
};

const openAi = ({ url, key }: TestGateway, { headers }: Recording): OpenAI =>
  new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0, defaultHeaders: headers });

export const openAiResponses: AgentClient = async (gateway, recording, turn) => {
  const client = openAi(gateway, recording);
  const body = recorded<Parameters<typeof client.responses.stream>[0]>(recording, turn);
  const { output, output_text } = await client.responses.stream(body).finalResponse();
  return {
    calls: output.flatMap((item) => {
      if (item.type === 'custom_tool_call') return [{ name: item.name, args: item.input }];
      return item.type === 'function_call' ? [{ name: item.name, args: JSON.parse(item.arguments) }] : [];
    }),
    text: output_text,
  };
};

export const openAiChat: AgentClient = async (gateway, recording, turn) => {
  const client = openAi(gateway, recording);
  const body = recorded<Parameters<typeof client.chat.completions.stream>[0]>(recording, turn);
  const { choices } = await client.chat.completions.stream(body).finalChatCompletion();
  const calls = choices[0]?.message.tool_calls ?? [];
  return {
    calls: calls.flatMap((call) =>
      call.type === 'function'
        ? [{ name: call.function.name, args: JSON.parse(call.function.arguments) }]
        : [],
    ),
    text: choices[0]?.message.content ?? '',
  };
};

interface GeminiBody {
  readonly contents: Content[];
  readonly generationConfig: object;
  readonly [member: string]: unknown;
}

export const geminiContent: AgentClient = async ({ url, key }, recording, turn) => {
  const { headers } = recording;
  const client = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: `${url}/gemini`, headers } });
  const { contents, generationConfig, ...config } = recorded<GeminiBody>(recording, turn);
  const model = /models\/([^:]+):/.exec(recording.turns[turn].path)?.[1] ?? '';
  const chunks = await Array.fromAsync(
    await client.models.generateContentStream({
      model,
      contents,
      config: { ...generationConfig, ...config },
    }),
  );
  const parts = chunks.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? []);
  return {
    calls: parts.flatMap(({ functionCall: call }) =>
      call ? [{ name: call.name ?? '', args: call.args }] : [],
    ),
    text: parts.map(({ text = '', thought }) => (thought ? '' : text)).join(''),
  };
};
