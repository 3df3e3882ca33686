import type { ClientReply, ReplyContext } from '../../contract/dialect.ts';
import type { Warning } from '../../contract/request.ts';
import type { Finish, Response } from '../../contract/response.ts';
import { asString, type TreeObject } from '../../contract/tree.ts';
import { encodeUsage } from '../openai-shared/chat-usage.ts';
import { axonhubExtension } from '../openai-shared/extension.ts';

/** Writes a `text_completion`. */
export function encodeCompletion(response: Response, context: ReplyContext): ClientReply {
  const text = response.parts.reduce((all, part) => (part.type === 'text' ? all + part.text : all), '');
  const hasOther = response.parts.some((part) => part.type === 'media' || part.type === 'tool-call');
  const warnings = hasOther ? [...response.warnings, TEXT_ONLY] : response.warnings;
  const tree: TreeObject = {
    ...completionHead(context),
    choices: [completionChoice(echoOf(context) + text, finishReason(response.finish))],
    ...(response.usage && { usage: encodeUsage(response.usage) }),
    axonhub: axonhubExtension(context, warnings, []),
  };
  return { status: 200, headers: {}, tree };
}

export const TEXT_ONLY: Warning = {
  kind: 'ignored',
  field: 'choices',
  detail: 'Completions hold text only; the answer had more.',
};

/** The prompt, where the client wants it before the answer. */
export const echoOf = ({ request }: ReplyContext): string => asString(request.extensions.client?.echo) ?? '';

export const completionHead = ({ requestId, created, request }: ReplyContext): TreeObject => ({
  id: `cmpl-${requestId}`,
  object: 'text_completion',
  created,
  model: request.model,
});

export const completionChoice = (text: string, finish: string | null): TreeObject => ({
  index: 0,
  text,
  logprobs: null,
  finish_reason: finish,
});

/** This format knows no calls. */
export const finishReason = (finish: Finish): string =>
  finish === 'content-filter' ? 'content_filter' : finish === 'length' ? 'length' : 'stop';
