import type { Warning } from '../../contract/request.ts';
import { closest } from '../../lib/closest.ts';
import { WISH_NAMES } from './wishes.ts';

/** What nobody can make of a parameter of a picture, and which one was probably meant. @param field its path */
export function unknownParameter(field: string): Warning {
  const detail = `${field} is not an image parameter this gateway knows.`;
  const meant = closest(field.slice(field.lastIndexOf('.') + 1), WISH_NAMES);
  return { kind: 'ignored', field, detail: meant ? `${detail} Did you mean ${meant}?` : detail };
}

/** One tool draws; what further ones of its kind say counts for nothing. @param isImageTool of each tool, in their order */
export const furtherImageTools = (isImageTool: readonly boolean[]): Warning[] =>
  isImageTool
    .flatMap((draws, index) => (draws ? [`tools[${index}]`] : []))
    .slice(1)
    .map(furtherImageTool);

export const furtherImageTool = (field: string): Warning => ({
  kind: 'ignored',
  field,
  detail: 'Only the first image_generation tool counts.',
});
