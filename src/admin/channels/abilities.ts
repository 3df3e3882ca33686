import type { ModelCard } from '../../contract/capability.ts';

/** Whether a model answers in words, and whether in pictures. */
export const abilitiesOf = ({
  chat,
  image,
}: ModelCard): { readonly talks: boolean; readonly draws: boolean } => ({
  talks: chat !== undefined && chat.imageOnly !== true,
  draws: image !== undefined || chat?.image !== undefined,
});
