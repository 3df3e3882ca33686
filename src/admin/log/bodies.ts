import { Readable } from 'node:stream';
import type { BodyReader } from '../../bodies/body-reader.ts';
import { imageType } from '../../lib/image-type.ts';
import { bodyRoutes } from '../contract/bodies.ts';
import { disposition } from '../serving/disposition.ts';
import { type Handler, handle } from '../serving/handler.ts';

interface Params {
  readonly project: string;
  readonly id: string;
  readonly body: string;
}

const placeOf = ({ project, id, body }: Params) => ({ project, requestId: id, name: body });

/** Nobody's browser runs what a client or an upstream has sent. */
const HARMLESS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
};

export const bodyHandlers = ({ bodies }: { readonly bodies: BodyReader }): Handler[] => [
  handle(bodyRoutes.list, async ({ params: { project, id } }) => ({ items: await bodies.list(project, id) })),
  handle(bodyRoutes.node, ({ params, query }) => bodies.node(placeOf(params), query)),
  handle(bodyRoutes.raw, async ({ params }) => {
    const { facts, body } = await bodies.raw(placeOf(params));
    const { type, extension } = fileOf(facts.mediaType);
    return {
      body: body.bytes ?? Readable.from(owned(body.chunks())),
      type,
      headers: {
        ...HARMLESS,
        ...disposition('attachment', `${params.id}-${facts.name}.${extension}`),
      },
    };
  }),
  handle(bodyRoutes.picture, async ({ params: { picture, ...params } }) => {
    const payload = await bodies.picture(placeOf(params), picture);
    const type = imageType(payload.head);
    return {
      body: payload.bytes ?? Readable.from(payload.read()),
      // Files that clients send are in forms too, and no pictures.
      type: type ?? 'application/octet-stream',
      headers: { ...HARMLESS, 'cache-control': 'private, max-age=3600' },
    };
  }),
];

/** What is kept of a form is the list of its fields. */
function fileOf(mediaType: string): { readonly type: string; readonly extension: string } {
  if (mediaType.startsWith('text/event-stream')) return { type: mediaType, extension: 'txt' };
  if (/json|form/.test(mediaType)) return { type: 'application/json', extension: 'json' };
  return { type: 'application/octet-stream', extension: 'txt' };
}

/** A stream holds several chunks at once, and lent ones are overwritten. */
async function* owned(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}
