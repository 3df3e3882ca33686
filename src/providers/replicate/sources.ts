import type { ProcedureIo } from '../../contract/provider.ts';
import type { SniffedImage } from '../../contract/request.ts';
import { asString, member, type Tree } from '../../contract/tree.ts';
import { dataUrl } from '../openai-compatible/pictures.ts';

/** quirk(replicate): a data URL is for files up to 1 MB, larger ones are uploaded — Replicate HTTP API, input files, seen 2026-11 */
const MOST_INLINE = 1_000_000;

/** How a picture stands in a prediction's input. */
export async function sourceOf(input: SniffedImage, io: ProcedureIo): Promise<Tree> {
  if (input.payload.size <= MOST_INLINE) return dataUrl(input);
  const { payload, mediaType } = input;
  const fileName = `input.${mediaType.replace(/^image\//, '')}`;
  const { tree } = await io.send({
    method: 'POST',
    path: '/files',
    body: { kind: 'form', entries: [{ name: 'content', payload, fileName, mediaType }] },
  });
  return asString(member(member(tree, 'urls'), 'get')) ?? dataUrl(input);
}
