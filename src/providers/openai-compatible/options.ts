import type { GatewayError } from '../../contract/error.ts';
import type { Reply, Target } from '../../contract/provider.ts';
import type { ChatJob, Message, ReasoningWish, Sampling, Warning } from '../../contract/request.ts';
import type { Finish, Response, StreamEvent } from '../../contract/response.ts';
import type { StreamBuilder } from '../../contract/stream.ts';
import type { TreeObject } from '../../contract/tree.ts';

/** What differs between the many upstreams that speak chat completions. Everything may be left out. */
export interface ChatCompletionsOptions {
  /** Appended to the base URL. Default `/chat/completions`. */
  readonly path?: string;
  /** Name of the field that limits the answer's length. Default `max_tokens`. */
  readonly maxTokensField?: 'max_completion_tokens' | 'max_tokens';
  /** The upstream's names of sampling fields where they differ from OpenAI's; null: it has none. `top_k` is one it has by option only. */
  readonly sampling?: (model: string) => SamplingNames;
  /** Highest temperature it takes. Default 2. */
  readonly maxTemperature?: number;
  /** The upstream refuses `stream_options`. */
  readonly streamUsage?: false;
  /** Fields that tell the upstream who the client's own end user is. Default `{user}`; null: it cannot be told. */
  readonly endUser?: ((user: string) => TreeObject) | null;
  /** How the upstream is told how much to think. Default: any word in `reasoning_effort`. */
  readonly reasoning?: (model: string) => ReasoningRule;
  /** Where thinking goes in the history; absent: it is left out, which most upstreams demand. */
  readonly echo?: EchoRule;
  readonly tools?: (model: string) => ToolRule;
  /** The strictest form of the answer's text it can be held to. Default `schema`. */
  readonly format?: (model: string) => 'schema' | 'object' | 'none';
  readonly files?: FileRule;
  /** Can be asked to speak, as OpenAI is: the voice to take where the client names none that it has. */
  readonly sound?: SoundRule;
  /** Puts marks on calls, and wants them back, as Google's own OpenAI format does: `extra_content.google.thought_signature`. */
  readonly callMarks?: boolean;
  /** Takes `cache_control` on content parts, as Anthropic spells it; otherwise it caches by itself. */
  readonly cacheMarks?: boolean;
  /** Takes turns of the role system at the beginning only. */
  readonly systemFirst?: boolean;
  /** Reports pictures for models that see none rather than have the upstream refuse the request. */
  readonly leavesOutPictures?: boolean;
  /** Further members of the request body; they win over all others. */
  readonly extend?: (job: ChatJob, target: Target) => Extension;
  /** Further members of an assistant turn that is sent back, such as `reasoning_details`. */
  readonly assistantExtras?: (message: Message) => TreeObject;
  /** Makes a reader for what only this upstream puts into its answers; one per answer, so it may keep state. */
  readonly reader?: (job: ChatJob, target: Target) => AnswerReader;
  /** A 200 whose body is a failure, beside those that have `error`. */
  readonly isFailure?: (tree: TreeObject) => boolean;
  /** Reads an error that came inside a 200. Default `decodeOpenAiError`. */
  readonly decodeError?: (reply: Reply) => GatewayError;
}

export type SamplingNames = { readonly [name in keyof Sampling]?: string | null };

export type Effort = NonNullable<ReasoningWish['effort']>;

export type ReasoningRule =
  /** `reasoning_effort`: one of these words. */
  | { readonly by: 'effort'; readonly words: readonly Effort[] }
  /** OpenRouter's `reasoning: {effort, max_tokens, exclude}`. */
  | { readonly by: 'object' }
  /** `thinking: {type}`, where `off` says whether it can be switched off, and `reasoning_effort` where there are words. */
  | {
      readonly by: 'thinking';
      readonly on: 'enabled' | 'adaptive';
      readonly off: boolean;
      readonly words?: readonly Effort[];
    }
  /** `enable_thinking` and `thinking_budget`. */
  | { readonly by: 'budget' }
  | { readonly by: 'nothing' };

export interface EchoRule {
  /** The member of an assistant turn, or `content` for parts of the type `thinking`. */
  readonly as: 'reasoning_content' | 'reasoning' | 'reasoning_details' | 'content';
  /** The member must be there, empty, even where nothing was thought. */
  readonly always?: boolean;
}

export interface ToolRule {
  /** What `tool_choice` can be beside `auto`. Default: everything. */
  readonly choices?: readonly ('none' | 'required' | 'named')[];
  /** Its word for `required`. */
  readonly required?: 'required' | 'any';
  /** Name of the field that forbids several calls at once; null: it has none. Default `parallel_tool_calls`. */
  readonly parallel?: string | null;
  /** Takes `strict` in a function. Default true. */
  readonly strict?: boolean;
}

export interface FileRule {
  /** `input_audio`. */
  readonly audio?: boolean;
  /** `video_url`. */
  readonly video?: boolean;
  /** `file`: OpenAI's part with `file_data` or `file_id` · `document_url`: Mistral's. */
  readonly document?: 'file' | 'document_url';
  /** Takes documents by http(s) URL. */
  readonly urls?: boolean;
}

export interface SoundRule {
  /** Its voices; absent: any name may be one. */
  readonly voices?: readonly string[];
  /** For clients that name none, and those whose voice it does not have. */
  readonly voice: string;
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
