import type { ImageOrder } from '../../contract/image.ts';

const BLOCK = /<sd_cpp_extra_args>[\s\S]*?<\/sd_cpp_extra_args>|<\/?sd_cpp_extra_args>/g;

/**
 * The prompt with what the server's OpenAI routes have no field for.
 * quirk(stable-diffusion-cpp): they read a block of JSON out of the prompt — stable-diffusion.cpp examples/server/api.md, seen 2026-11
 * Blocks of the client's own are taken out: they could name files of the server's.
 */
export function withExtraArgs(prompt: string, { seed, negativePrompt }: ImageOrder): string {
  const words = withoutBlocks(prompt).trim();
  if (seed === undefined && negativePrompt === undefined) return words;
  // A tag within the negative prompt would end the block early.
  const negative = negativePrompt === undefined ? undefined : withoutBlocks(negativePrompt);
  return `${words} <sd_cpp_extra_args>${JSON.stringify({ seed, negative_prompt: negative })}</sd_cpp_extra_args>`;
}

/** Again and again: what is left may have closed up to a tag. */
function withoutBlocks(text: string): string {
  const rest = text.replace(BLOCK, '');
  return rest === text ? text : withoutBlocks(rest);
}
