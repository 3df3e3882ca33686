import type { ChatRequest, MediaPart, Message, Part } from '../../contract/request.ts';

type Change = (part: MediaPart, place: { readonly message: number }) => Promise<Part>;

/** The request with every picture of its messages changed, in tool results too. */
export async function mapMedia(request: ChatRequest, change: Change): Promise<ChatRequest> {
  const messages = await Promise.all(
    request.messages.map(
      async (message, index): Promise<Message> => ({
        ...message,
        parts: await mapParts(message.parts, change, { message: index }),
      }),
    ),
  );
  return { ...request, messages };
}

const mapParts = (parts: readonly Part[], change: Change, place: { message: number }): Promise<Part[]> =>
  Promise.all(
    parts.map(async (part): Promise<Part> => {
      if (part.type === 'media') return change(part, place);
      if (part.type !== 'tool-result') return part;
      return { ...part, parts: await mapParts(part.parts, change, place) };
    }),
  );
