import { Failure } from '@/api/failure.ts';
import { callModel } from '@/api/playground-key.ts';
import { fromBase64, type Picture } from '@/features/studio/picture.ts';
import { readSse } from '@/features/studio/read-sse.ts';
import { NOTHING_SAID, type Said, type ToolCall, type Usage, type Warning } from './conversation.ts';

interface Chunk {
  readonly choices?: readonly { readonly delta?: Delta; readonly finish_reason?: string | null }[];
  readonly usage?: Usage | null;
  readonly axonhub?: {
    readonly warnings?: readonly Warning[];
    readonly cost?: { readonly usd: number | null };
  };
  readonly error?: { readonly message?: string; readonly code?: string };
}

interface Delta {
  readonly content?: unknown;
  readonly reasoning_content?: string;
  readonly reasoning?: string;
  readonly reasoning_details?: readonly unknown[];
  readonly refusal?: string;
  readonly images?: readonly { readonly image_url?: { readonly url?: string } }[];
  readonly tool_calls?: readonly CallPiece[];
}

type CallPiece = { readonly index: number } & {
  readonly [member in keyof ToolCall]?: member extends 'function'
    ? Partial<ToolCall['function']>
    : ToolCall[member];
};

/**
 * Asks one model and tells what it says, piece by piece.
 * @throws Failure, also where the stream itself reports one
 */
export async function* ask(
  project: string,
  body: Record<string, unknown>,
  signal: AbortSignal,
): AsyncGenerator<Said> {
  const response = await callModel({ project }, '/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'ah-image-shape': 'images' },
    body: JSON.stringify(body),
    signal,
  }).catch((error: unknown) => {
    throw Failure.ofNetwork(error);
  });
  if (!response.ok || !response.body) throw await Failure.ofResponse(response);
  let said: Said = { ...NOTHING_SAID, request: response.headers.get('ah-request-id') };
  for await (const chunk of readSse(response.body)) {
    said = after(said, chunk as Chunk);
    yield said;
  }
}

export function after(said: Said, { choices = [], usage, axonhub, error }: Chunk): Said {
  if (error) {
    const { message = 'The provider failed.', code } = error;
    throw new Failure(message, { status: 502, ...(code !== undefined && { code }) });
  }
  const [{ delta = {}, finish_reason: finish } = {}] = choices;
  return {
    ...said,
    text: said.text + (typeof delta.content === 'string' ? delta.content : ''),
    refusal: said.refusal + (delta.refusal ?? ''),
    thinking: said.thinking + (delta.reasoning_content ?? delta.reasoning ?? ''),
    calls: (delta.tool_calls ?? []).reduce(withPiece, said.calls),
    pictures: [
      ...said.pictures,
      ...(delta.images ?? []).flatMap(({ image_url: image }) => picturesAt(image?.url)),
    ],
    details: [...said.details, ...(delta.reasoning_details ?? [])],
    warnings: axonhub?.warnings ?? said.warnings,
    ...(finish != null && { finish }),
    ...(usage && { usage }),
    ...(axonhub?.cost && { cost: axonhub.cost.usd }),
  };
}

/** Calls come in pieces: the first has the name, all have something of the arguments. Those of the gateway's own drawing are pictures already. */
function withPiece(calls: readonly ToolCall[], piece: CallPiece): readonly ToolCall[] {
  const { index, function: of = {}, ...rest } = piece;
  const known = calls[index];
  if (!known && piece.type !== 'function') return calls;
  const whole = {
    ...{ id: `call_${index}`, type: 'function' },
    ...known,
    ...rest,
    function: {
      ...known?.function,
      name: known?.function.name ?? of.name ?? '',
      arguments: (known?.function.arguments ?? '') + (of.arguments ?? ''),
    },
  };
  return calls.toSpliced(index, 1, whole);
}

const DATA_URL = /^data:image\/([\w.+-]+);base64,(.+)$/s;

function picturesAt(url = ''): Picture[] {
  const [, format, base64] = DATA_URL.exec(url) ?? [];
  return format === undefined || base64 === undefined ? [] : [fromBase64(base64, format)];
}
