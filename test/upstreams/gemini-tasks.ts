import type { FakeReply } from './fake.ts';
import type { GeminiBody } from './gemini-body.ts';
import { GoogleRefusal, illegal, refuseUnknown } from './gemini-refusal.ts';

/** `:countTokens` of contents, or of a whole request that must name its model. */
export function countTokens(id: string, json: unknown): FakeReply {
  const body = (json ?? {}) as {
    contents?: unknown;
    generateContentRequest?: GeminiBody & { model?: string };
  };
  refuseUnknown(body, ['contents', 'generateContentRequest'], '');
  const asked = body.generateContentRequest;
  if (asked && asked.model !== `models/${id}`)
    throw illegal('* GenerateContentRequest.model: wrong or missing model');
  if (!asked && !Array.isArray(body.contents))
    throw illegal('* CountTokensRequest: contents is not specified');
  const totalTokens = Math.ceil(JSON.stringify(asked?.contents ?? body.contents).length / 4);
  return { json: { totalTokens, promptTokensDetails: [{ modality: 'TEXT', tokenCount: totalTokens }] } };
}

interface EmbedRequest {
  readonly model: string;
  readonly content: { readonly parts: readonly { readonly text?: string }[] };
  readonly outputDimensionality?: number;
}

/** `:batchEmbedContents`: a vector that depends on the text's length. */
export function embed(id: string, json: unknown): FakeReply {
  if (!id.startsWith('gemini-embedding')) {
    throw new GoogleRefusal(
      404,
      'NOT_FOUND',
      `models/${id} is not found or is not supported for batchEmbedContents.`,
    );
  }
  const { requests } = json as { requests: readonly EmbedRequest[] };
  const embeddings = requests.map((request) => {
    refuseUnknown(request, ['model', 'content', 'outputDimensionality', 'taskType', 'title'], 'requests[0]');
    if (request.model !== `models/${id}`)
      throw illegal('* BatchEmbedContentsRequest.requests[0].model: wrong model');
    const text = request.content.parts.map((part) => part.text ?? '').join('');
    return {
      values: Array.from({ length: request.outputDimensionality ?? 4 }, (_, at) => text.length + at / 2),
    };
  });
  return { json: { embeddings } };
}
