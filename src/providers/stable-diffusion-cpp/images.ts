import { ignored } from '../openai-compatible/body.ts';
import { imagesApi } from '../openai-compatible/images.ts';
import { endUserIgnored } from '../openai-compatible/pictures.ts';
import { decodeError } from './errors.ts';
import { withExtraArgs } from './extra-args.ts';

const api = imagesApi({
  decodeError,
  endUser: () => ({}),
  extend: ({ prompt, order }) => ({ prompt: withExtraArgs(prompt, order) }),
});

/** The server's OpenAI routes. */
export const images: typeof api = {
  ...api,
  encode(job, target) {
    const { call, warnings } = api.encode(job, target);
    const taken = withExtraArgs(job.prompt, { count: 1 }) !== job.prompt.trim();
    const block = taken
      ? [ignored('prompt', 'Blocks of server arguments were taken out of the prompt.')]
      : [];
    return { call, warnings: [...warnings, ...endUserIgnored(job), ...block] };
  },
};
