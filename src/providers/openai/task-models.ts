import { taskModels } from '../openai-compatible/provider.ts';

/** Ids from the types of npm openai 7.57.0, seen 2026-11. */
export const TASK_MODELS = taskModels(
  'text-embedding-3-large',
  'text-embedding-3-small',
  'text-embedding-ada-002',
  'omni-moderation-latest',
);
