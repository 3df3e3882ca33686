import type { Payload } from '../../contract/payload.ts';
import type { ProcedureIo } from '../../contract/provider.ts';
import { asString, member } from '../../contract/tree.ts';

/**
 * Puts a picture where a workflow can load it, and names it as `LoadImage` wants it. In the server's temporary folder, which it
 * empties by itself. quirk(comfyui): `name [temp]` is the name of a file there — ComfyUI folder_paths.py, seen 2026-11
 */
export async function upload(payload: Payload, mediaType: string, io: ProcedureIo): Promise<string> {
  const fileName = `${crypto.randomUUID()}.${mediaType.replace(/^image\//, '')}`;
  const { tree } = await io.send({
    method: 'POST',
    path: '/upload/image',
    body: {
      kind: 'form',
      entries: [
        { name: 'image', payload, fileName, mediaType },
        { name: 'type', value: 'temp' },
        { name: 'subfolder', value: 'axonhub' },
      ],
    },
  });
  const name = asString(member(tree, 'name')) ?? fileName;
  const folder = asString(member(tree, 'subfolder')) ?? '';
  return `${folder === '' ? '' : `${folder}/`}${name} [${asString(member(tree, 'type')) ?? 'temp'}]`;
}
