import { type Picture, toDataUrl } from '@/features/studio/picture.ts';
import type { Answer, Turn } from './conversation.ts';
import type { ChatSettings } from './settings.ts';

type Message = { readonly role: string; readonly [member: string]: unknown };

/** The URL a picture stands by in the request. */
type Placed = (picture: Picture) => Promise<string>;

/** The request to one model as it goes out: the conversation with it so far, and the settings. */
export async function requestBody(
  model: string,
  settings: ChatSettings,
  turns: readonly Turn[],
  place: Placed = ({ blob }) => toDataUrl(blob),
): Promise<Record<string, unknown>> {
  const { system, effort, temperature, maxTokens, draws, tools } = settings;
  const asked = turns.filter(({ answers }) => answers[model] !== undefined);
  const messages = await Promise.all(asked.map((turn) => messagesOf(turn, model, place)));
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

async function messagesOf(
  { text, pictures, answers }: Turn,
  model: string,
  place: Placed,
): Promise<Message[]> {
  const shown = await Promise.all(pictures.map((picture) => imagePart(picture, place)));
  const content = shown.length > 0 ? [...shown, ...(text === '' ? [] : [{ type: 'text', text }])] : text;
  const said = await Promise.all((answers[model] ?? []).map((answer) => answerMessages(answer, place)));
  return [{ role: 'user', content }, ...said.flat()];
}

const imagePart = async (picture: Picture, place: Placed) => ({
  type: 'image_url',
  image_url: { url: await place(picture) },
});

/** What a model said, and what its calls came to. What was cut off counts as far as it came; calls without results do not. */
async function answerMessages({ said, results }: Answer, place: Placed): Promise<Message[]> {
  const calls = results ? said.calls : [];
  const pictures = await Promise.all(said.pictures.map((picture) => imagePart(picture, place)));
  const text = said.text + said.refusal;
  if (text === '' && calls.length === 0 && pictures.length === 0) return [];
  return [
    {
      role: 'assistant',
      content: text,
      ...(pictures.length > 0 && { images: pictures }),
      ...(said.details.length > 0 && { reasoning_details: said.details }),
      ...(said.thinking !== '' && { reasoning_content: said.thinking }),
      ...(calls.length > 0 && { tool_calls: calls }),
    },
    ...calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: results?.[id] ?? '' })),
  ];
}
