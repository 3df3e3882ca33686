import { compatibleProvider } from '../openai-compatible/provider.ts';
import { MODELS } from './models.ts';

/** What differs: @ai-sdk/mistral 4.0.87, seen 2026-11. */
export const mistral = compatibleProvider({
  id: 'mistral',
  telemetryName: 'mistral_ai',
  title: 'Mistral AI',
  docs: 'https://docs.mistral.ai/api/endpoint/chat',
  baseUrl: 'https://api.mistral.ai/v1',
  envKey: 'MISTRAL_API_KEY',
  models: MODELS,
  accepts: /^(mistral|ministral|magistral|codestral|devstral|pixtral|voxtral|labs)-/,
  takesUrls: true,
  tasks: { embeddings: '/embeddings', moderations: '/moderations' },
  chat: {
    sampling: () => ({ seed: 'random_seed' }),
    endUser: null,
    // quirk(mistral): usage comes without asking, and unknown fields are refused. — public bug reports; UNVERIFIED for stream_options, seen 2026-11
    streamUsage: false,
    reasoning: (model) =>
      THINKS_ON_DEMAND.test(model) ? { by: 'effort', words: ['none', 'high'] } : { by: 'nothing' },
    echo: { as: 'content' },
    // quirk(mistral): one function cannot be named, but all others can be left out. — @ai-sdk/mistral 4.0.87, seen 2026-11
    tools: () => ({ choices: ['none', 'required'], required: 'any' }),
    files: { document: 'document_url', urls: true },
    leavesOutPictures: true,
  },
});

const THINKS_ON_DEMAND = /^mistral-(medium-(3\.5|latest)|small-(2603|latest))/;
