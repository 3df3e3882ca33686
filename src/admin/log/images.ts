import { Readable } from 'node:stream';
import { GatewayError } from '../../contract/error.ts';
import type { Payload } from '../../contract/payload.ts';
import { defined } from '../../lib/defined.ts';
import type { Blobs, ImageRecords, ImageRow } from '../../storage/ports.ts';
import { imageRoutes } from '../contract/images.ts';
import { disposition } from '../serving/disposition.ts';
import { type CallFacts, type Handler, handle, type RawReply } from '../serving/handler.ts';
import { readList } from '../serving/read-list.ts';

export interface ImageParts {
  readonly images: ImageRecords;
  readonly blobs: Blobs;
  /** The small WebP picture of one. @throws GatewayError where its bytes are gone or broken */
  readonly thumbnail: (image: ImageRow) => Promise<Payload>;
  /** @param expires Unix seconds */
  readonly link: (origin: string, picture: { sha256: string; extension: string }, expires: number) => string;
  /** Unix milliseconds. */
  readonly now: () => number;
}

const HOUR_S = 3_600;

export function imageHandlers({ images, blobs, thumbnail, link, now }: ImageParts): Handler[] {
  const found = async ({ project, id }: { project: string; id: string }): Promise<ImageRow> =>
    (await images.find(project, id)) ?? missing();
  return [
    handle(imageRoutes.list, ({ params: { project }, query: { limit, cursor, ...filter } }) =>
      readList({ limit, cursor }, (page) => images.list(project, defined(filter), page), shownImage),
    ),
    handle(imageRoutes.get, async ({ params }) => shownImage(await found(params))),
    handle(imageRoutes.thumbnail, async ({ params, call }) => {
      const row = await found(params);
      const tag = `"${row.sha256}-thumbnail"`;
      if (isKnown(call, tag)) return notModified(tag);
      return { ...bodyOf(await thumbnail(row)), headers: lasting(tag) };
    }),
    handle(imageRoutes.file, async ({ params, query: { download }, call }) => {
      const row = await found(params);
      const tag = `"${row.sha256}"`;
      if (isKnown(call, tag)) return notModified(tag);
      const payload = (await blobs.open(row.sha256)) ?? missing();
      const name = `${row.id}.${extensionOf(row)}`;
      const saved = disposition(download === 'true' ? 'attachment' : 'inline', name);
      return { ...bodyOf(payload), type: row.mediaType, headers: { ...lasting(tag), ...saved } };
    }),
    handle(imageRoutes.link, async ({ params, body: { hours }, call }) => {
      const row = await found(params);
      const expires = Math.floor(now() / 1000) + hours * HOUR_S;
      const url = link(call.origin, { sha256: row.sha256, extension: extensionOf(row) }, expires);
      return { url, expiresAt: expires * 1000 };
    }),
    handle(imageRoutes.remove, async ({ params: { project, id } }) => {
      if (!(await images.delete(project, id, now()))) missing();
      return undefined;
    }),
  ];
}

function missing(): never {
  throw new GatewayError('not_found', 'There is no such picture in this project.');
}

/** As the contract shows it. */
export const shownImage = ({ parameters, ...rest }: ImageRow) => ({
  ...rest,
  parameters: parameters && { ...parameters },
});

const extensionOf = ({ mediaType }: ImageRow): string => mediaType.replace('image/', '');

/** Bytes never change under their hash. */
const lasting = (tag: string) => ({
  etag: tag,
  'cache-control': 'private, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
});

const isKnown = ({ headers }: CallFacts, tag: string): boolean =>
  String(headers['if-none-match'] ?? '')
    .split(',')
    .some((each) => each.trim().replace(/^W\//, '') === tag);

const notModified = (tag: string): RawReply => ({ body: '', status: 304, headers: lasting(tag) });

const bodyOf = (payload: Payload): Pick<RawReply, 'body'> => ({
  body: payload.bytes ?? Readable.from(payload.read()),
});
