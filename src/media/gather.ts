import { GatewayError, invalid } from '../contract/error.ts';
import type { MediaRef } from '../contract/image.ts';
import type { Payload, Spool } from '../contract/payload.ts';
import { sha256Of } from '../lib/sha256.ts';
import type { Blobs, ImageRecords, ImageRow } from '../storage/ports.ts';
import type { FinishedPicture } from './keep.ts';
import type { Links } from './links.ts';
import { sniff } from './sniff.ts';

/** A client's picture, wherever it was, with what its bytes say. */
export interface GatheredPicture extends FinishedPicture {
  /** The mark its provider gave it, where this gateway drew it. */
  readonly signature?: string;
}

export interface GatherScope {
  readonly project: string;
  readonly spool: Spool;
  readonly signal: AbortSignal;
  /** Whether the provider's mark is wanted of pictures that come inline too: for that they are hashed. Default false. */
  readonly marked?: boolean;
}

/** Brings pictures that clients send inline, by URL or by id into one form. */
export interface Gatherer {
  /** @throws GatewayError naming `field` when it cannot be had or is no picture */
  gather(ref: MediaRef, field: string, scope: GatherScope): Promise<GatheredPicture>;
}

interface GathererParts {
  readonly blobs: Blobs;
  readonly images: Pick<ImageRecords, 'find' | 'findByHash'>;
  readonly links: Links;
  readonly fetchImage: (url: string, spool: Spool, signal: AbortSignal) => Promise<Payload>;
  readonly inspect: (payload: Payload) => Promise<Omit<FinishedPicture, 'payload' | 'mediaType'>>;
}

export function createGatherer(parts: GathererParts): Gatherer {
  return {
    async gather(ref, field, scope) {
      try {
        const { payload, row } = await find(parts, ref, field, scope);
        const picture = await describe(parts, payload, field);
        return row?.signature == null ? picture : { ...picture, signature: row.signature };
      } catch (error) {
        throw named(error, field);
      }
    },
  };
}

async function find(
  parts: GathererParts,
  ref: MediaRef,
  field: string,
  scope: GatherScope,
): Promise<{ payload: Payload; row?: ImageRow | undefined }> {
  switch (ref.from) {
    case 'inline':
      return { payload: ref.payload, row: await knownRow(parts, ref.payload, scope) };
    case 'kept':
      return { payload: ref.image.payload };
    case 'stored':
      return openRow(parts, await parts.images.find(scope.project, ref.id), field);
    case 'url': {
      // A link of our own is read from the store: it works behind any proxy and only for its own project.
      const own = parts.links.parse(ref.url);
      const row = own && (await parts.images.findByHash(scope.project, own.sha256));
      if (row) return openRow(parts, row, field);
      return { payload: await parts.fetchImage(ref.url, scope.spool, scope.signal) };
    }
  }
}

/** A picture that we drew comes back inline: its row knows the mark that its provider wants to see again. */
async function knownRow(
  parts: GathererParts,
  payload: Payload,
  scope: GatherScope,
): Promise<ImageRow | undefined> {
  if (!scope.marked) return undefined;
  return parts.images.findByHash(scope.project, payload.sha256 ?? (await sha256Of(payload.read('lent'))));
}

async function openRow(parts: GathererParts, row: ImageRow | undefined, field: string) {
  const payload = row && (await parts.blobs.open(row.sha256));
  if (!payload) throw invalid(field, `${field} names no picture this gateway keeps for you.`);
  return { payload, row };
}

async function describe(parts: GathererParts, payload: Payload, field: string): Promise<GatheredPicture> {
  const sniffed = sniff(payload.head);
  if (!sniffed?.format || sniffed.format === 'svg') {
    const what = sniffed ? sniffed.mediaType : 'unknown';
    throw invalid(field, `${field} is no picture this gateway can read (its bytes look like ${what}).`);
  }
  const { mediaType, width, height, hasAlpha } = sniffed;
  if (width !== undefined && height !== undefined && hasAlpha !== undefined) {
    return { payload, mediaType, width, height, hasAlpha };
  }
  return { payload, mediaType, ...(await parts.inspect(payload)) };
}

/** The failure with the client's name for the picture, where it has none yet. */
export function named(error: unknown, field: string): unknown {
  if (!(error instanceof GatewayError) || error.facts.field !== undefined) return error;
  return new GatewayError(error.code, error.message, { ...error.facts, field }, error);
}
