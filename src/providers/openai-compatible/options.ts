import type { GatewayError } from '../../contract/error.ts';
import type { Reply, Target } from '../../contract/provider.ts';
import type { ChatJob, Message, Warning } from '../../contract/request.ts';
import type { Finish, Response, StreamEvent } from '../../contract/response.ts';
import type { StreamBuilder } from '../../contract/stream.ts';
import type { TreeObject } from '../../contract/tree.ts';

/** What differs between the many upstreams that speak chat completions. Everything may be left out. */
export interface ChatCompletionsOptions {
  /** Appended to the base URL. Default `/chat/completions`. */
  readonly path?: string;
  /** Name of the field that limits the answer's length. Default `max_tokens`. */
  readonly maxTokensField?: 'max_completion_tokens' | 'max_tokens';
  /** The upstream knows `top_k`; otherwise a wish for it is reported as ignored. */
  readonly topK?: boolean;
  /** False for upstreams that refuse `stream_options`; their usage stays unknown in streams. */
  readonly streamUsage?: boolean;
  /** The member that tells the upstream who the client's end user is. Default `{ user }`. */
  readonly endUser?: (user: string) => TreeObject;
  /** Further members of the request body; they win over all others. */
  readonly extend?: (job: ChatJob, target: Target) => Extension;
  /** Further members of an assistant turn that is sent back, such as `reasoning_details`. */
  readonly assistantExtras?: (message: Message) => TreeObject;
  /** Makes a reader for what only this upstream puts into its answers; one per answer, so it may keep state. */
  readonly reader?: (job: ChatJob, target: Target) => AnswerReader;
  /** Reads an error that came inside a 200. Default `decodeOpenAiError`. */
  readonly decodeError?: (reply: Reply) => GatewayError;
}

export interface Extension {
  readonly fields: TreeObject;
  readonly warnings?: readonly Warning[];
}

/** Reads what only one upstream's answers have. Text, reasoning, `images` and tool calls are read already. */
export interface AnswerReader {
  /** A delta of a stream, or the whole message of a plain answer: both come the same way. */
  delta?(delta: TreeObject, builder: StreamBuilder): readonly StreamEvent[];
  /** Called once, before the answer ends. May throw, for instance where a picture is missing. */
  end?(answer: FinishedAnswer): { readonly extensions?: Response['extensions'] } | undefined;
}

export interface FinishedAnswer {
  readonly finish: Finish;
  /** The answer's text, cut after 2,000 characters: the reason a model gives for not drawing. */
  readonly text: string;
  /** Number of finished pictures. */
  readonly images: number;
}
