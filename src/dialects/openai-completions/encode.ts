import type { ClientReply, ReplyContext } from '../../contract/dialect.ts';
import type { Warning } from '../../contract/request.ts';
import type { Choice, Finish, Response } from '../../contract/response.ts';
import { asString, type TreeObject } from '../../contract/tree.ts';
import { encodeUsage } from '../openai-shared/chat-usage.ts';
import { axonhubExtension } from '../openai-shared/extension.ts';

/** Writes a `text_completion`. */
export function encodeCompletion(response: Response, context: ReplyContext): ClientReply {
  const choices = [response, ...(response.others ?? [])];
  const parts = choices.flatMap((choice) => choice.parts);
  const hasOther = parts.some((part) => part.type === 'media' || part.type === 'tool-call');
  const warnings = hasOther ? [...response.warnings, TEXT_ONLY] : response.warnings;
  const tree: TreeObject = {
    ...completionHead(context),
    choices: choices.map((choice, index) =>
      completionChoice(index, echoOf(context) + textOf(choice), finishReason(choice.finish)),
    ),
    ...(response.usage && { usage: encodeUsage(response.usage) }),
    axonhub: axonhubExtension(context, warnings, []),
  };
  return { status: 200, headers: {}, tree };
}

const textOf = ({ parts }: Choice): string =>
  parts.reduce((all, part) => (part.type === 'text' ? all + part.text : all), '');

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

export const completionChoice = (index: number, text: string, finish: string | null): TreeObject => ({
  index,
  text,
  logprobs: null,
  finish_reason: finish,
});

/** This format knows no calls. */
export const finishReason = (finish: Finish): string =>
  finish === 'content-filter' ? 'content_filter' : finish === 'length' ? 'length' : 'stop';
