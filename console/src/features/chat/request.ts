import { toDataUrl } from '@/features/studio/picture.ts';
import type { Answer, Turn } from './conversation.ts';
import type { ChatSettings } from './settings.ts';

type Message = { readonly role: string; readonly [member: string]: unknown };

/** The request to one model as it goes out: the conversation with it so far, and the settings. */
export async function requestBody(
  model: string,
  settings: ChatSettings,
  turns: readonly Turn[],
): Promise<Record<string, unknown>> {
  const { system, effort, temperature, maxTokens, draws, tools } = settings;
  const asked = turns.filter(({ answers }) => answers[model] !== undefined);
  const messages = await Promise.all(asked.map((turn) => messagesOf(turn, model)));
  return {
    model,
    messages: [...(system.trim() === '' ? [] : [{ role: 'system', content: system }]), ...messages.flat()],
    ...(effort !== '' && { reasoning_effort: effort }),
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(draws && { modalities: ['image', 'text'] }),
    ...(tools.length > 0 && { tools: tools.map(toolOf) }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

const toolOf = ({ name, description, parameters }: ChatSettings['tools'][number]) => ({
  type: 'function',
  function: { name, description, parameters: JSON.parse(parameters) },
});

async function messagesOf({ text, pictures, answers }: Turn, model: string): Promise<Message[]> {
  const shown = await Promise.all(pictures.map(({ blob }) => imagePart(blob)));
  const content = shown.length > 0 ? [...shown, ...(text === '' ? [] : [{ type: 'text', text }])] : text;
  const said = await Promise.all((answers[model] ?? []).map(answerMessages));
  return [{ role: 'user', content }, ...said.flat()];
}

const imagePart = async (blob: Blob) => ({ type: 'image_url', image_url: { url: await toDataUrl(blob) } });

/** What a model said, and what its calls came to. What was cut off counts as far as it came; calls without results do not. */
async function answerMessages({ said, results }: Answer): Promise<Message[]> {
  const calls = results ? said.calls : [];
  const pictures = await Promise.all(said.pictures.map(({ blob }) => imagePart(blob)));
  if (said.text === '' && calls.length === 0 && pictures.length === 0) return [];
  return [
    {
      role: 'assistant',
      content: said.text,
      ...(pictures.length > 0 && { images: pictures }),
      ...(said.details.length > 0 && { reasoning_details: said.details }),
      ...(said.thinking !== '' && { reasoning_content: said.thinking }),
      ...(calls.length > 0 && { tool_calls: calls }),
    },
    ...calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: results?.[id] ?? '' })),
  ];
}
