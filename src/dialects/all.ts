import type { Dialect } from '../contract/dialect.ts';
import { anthropicMessages } from './anthropic/index.ts';
import { gemini } from './gemini/index.ts';
import { openaiChat } from './openai-chat/index.ts';
import { openaiCompletions } from './openai-completions/index.ts';
import { openaiImages } from './openai-images/index.ts';
import { openaiResponses } from './openai-responses/index.ts';
import { openaiTasks } from './openai-tasks/index.ts';

/** Every client format the gateway speaks: one line each. */
export const DIALECTS: readonly Dialect[] = [
  anthropicMessages,
  gemini,
  openaiChat,
  openaiImages,
  openaiResponses,
  openaiCompletions,
  openaiTasks,
];
