import { createHash } from 'node:crypto';
import { GatewayError, invalid } from '../../contract/error.ts';
import type { Size } from '../../contract/image.ts';
import type { SettingRecords } from '../../storage/ports.ts';
import { logoRoutes } from '../contract/logo.ts';
import { type Handler, handle } from '../serving/handler.ts';

/** A WebP that is small enough to stand in a row beside the settings: every node has it, and so has a backup. */
interface Logo extends Size {
  /** Names its content. */
  readonly hash: string;
  readonly data: string;
}

interface LogoParts {
  readonly records: SettingRecords;
  /** Makes a small WebP of a raster picture. @throws GatewayError `unsupported_media_type`, `too_large`, `invalid_request` */
  readonly shrink: (bytes: Uint8Array) => Promise<{ readonly bytes: Uint8Array } & Size>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** No section of the settings: it cannot be changed as they are. */
const SECTION = 'logo';
const YEAR_SECONDS = 31_536_000;

export function logoHandlers({ records, shrink, now }: LogoParts): Handler[] {
  const write = async (logo: Logo | null, by: string): Promise<void> => {
    const version = ((await records.find(SECTION))?.version ?? 0) + 1;
    const row = {
      section: SECTION,
      value: JSON.stringify({ logo }),
      version,
      updatedAt: now(),
      updatedBy: by,
    };
    if (!(await records.put(row)))
      throw new GatewayError('conflict', 'Somebody else has changed the logo meanwhile. Look at it again.');
  };
  return [
    handle(logoRoutes.get, async () => {
      const logo = await storedLogo(records);
      if (!logo) throw new GatewayError('not_found', 'This installation has no logo of its own.');
      return {
        body: Buffer.from(logo.data, 'base64'),
        headers: {
          etag: `"${logo.hash}"`,
          'cache-control': `public, max-age=${YEAR_SECONDS}, immutable`,
          'x-content-type-options': 'nosniff',
          'content-security-policy': "default-src 'none'; sandbox",
        },
      };
    }),
    handle(logoRoutes.put, async ({ body, actor }) => {
      const { bytes, width, height } = await shrink(Buffer.from(body.data, 'base64')).catch(atData);
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
      await write({ hash, width, height, data: Buffer.from(bytes).toString('base64') }, actor.id);
      return { hash, width, height, bytes: bytes.byteLength };
    }),
    handle(logoRoutes.remove, async ({ actor }) => {
      await write(null, actor.id);
      return undefined;
    }),
  ];
}

export async function storedLogo(records: Pick<SettingRecords, 'find'>): Promise<Logo | undefined> {
  const row = await records.find(SECTION);
  return row ? ((JSON.parse(row.value) as { logo: Logo | null }).logo ?? undefined) : undefined;
}

function atData(thrown: unknown): never {
  const error = GatewayError.from(thrown);
  if (error.code === 'internal') throw error;
  throw invalid('data', `data: ${error.message} Use a PNG, JPEG, WebP, GIF or AVIF.`);
}
