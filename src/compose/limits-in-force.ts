import type { Settings } from '../admin/operations/settings-store.ts';
import type { Config } from '../config.ts';

/** Limits that can be changed while the gateway runs; each is asked for when it is needed. */
export interface LimitsInForce {
  /** Largest request body. */
  readonly bodyBytes: () => number;
  /** Largest picture that is decoded. */
  readonly pixels: () => number;
  /** How long new links to pictures work. */
  readonly linkSeconds: () => number;
}

const MIB = 1_048_576;

/** The settings where they say something, else the configuration. */
export function limitsInForce(config: Config, settings: Pick<Settings, 'get'>): LimitsInForce {
  const given = () => settings.get('limits');
  return {
    bodyBytes: () => {
      const { bodyMb } = given();
      return bodyMb === null ? config.server.bodyLimitBytes : bodyMb * MIB;
    },
    pixels: () => given().pictureMegapixels * 1_000_000,
    linkSeconds: () => {
      const { linkHours } = given();
      return linkHours === null ? config.images.urlTtlSeconds : linkHours * 3_600;
    },
  };
}
