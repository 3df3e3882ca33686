import type { Provider } from '../../contract/provider.ts';
import { chat } from './chat.ts';
import { countTokens } from './count-tokens.ts';
import { decodeError } from './errors.ts';
import { listModels } from './list-models.ts';
import { cardOf, MODELS } from './models.ts';

/** Anthropic's Claude: text, tools, thinking and vision; it draws nothing. */
export const anthropic: Provider = {
  id: 'anthropic',
  title: 'Anthropic',
  docs: 'https://platform.claude.com/docs/en/api/overview',
  baseUrl: 'https://api.anthropic.com/v1',
  envKey: 'ANTHROPIC_API_KEY',
  keys: /^sk-ant-/,
  takesUrls: true,
  chat,
  tasks: { 'anthropic-count-tokens': countTokens },
  speaks: { anthropic: () => '/messages' },
  authorize: (secret) => ({ 'x-api-key': secret }),
  listModels,
  decodeError,
  models: MODELS,
  card: cardOf,
};
