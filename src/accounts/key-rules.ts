import type { ImageShape } from '../contract/dialect.ts';
import type { Quota } from '../contract/quota.ts';

/** What a key may do, as it is kept with the key. Whatever is absent is not limited. */
export interface KeyRules {
  /** Where pictures stand in chat answers; absent: decided per client. */
  readonly imageShape?: ImageShape['kind'];
  /** Addresses and networks it may be used from, as `192.0.2.7` or `2001:db8::/32`. */
  readonly allowedIps?: readonly string[];
  /** Names clients may ask for; `*` stands for any characters. */
  readonly allowedModels?: readonly string[];
  readonly allowedChannels?: readonly string[];
  /** `AH-Debug: true` is answered: it tells names of channels and credentials, and why each was asked. */
  readonly debug?: boolean;
  /** Of the admin API, for keys of kind `service`. */
  readonly scopes?: readonly string[];
  readonly quotas?: readonly Quota[];
  readonly profiles?: readonly KeyProfile[];
  /** Name of the profile in force; absent: none. */
  readonly activeProfile?: string;
}

/** A way of using a key, switched as a whole. What it limits comes on top of the key's own limits. */
export interface KeyProfile {
  readonly name: string;
  /** The first one that fits decides. */
  readonly mappings?: readonly ModelMapping[];
  readonly allowedModels?: readonly string[];
  readonly allowedChannels?: readonly string[];
  readonly quotas?: readonly Quota[];
  readonly imageShape?: ImageShape['kind'];
  readonly retry?: RetryRules;
}

/** The model a client names becomes another one. */
export interface ModelMapping {
  readonly from: string;
  readonly to: string;
  /** `from` is a regular expression for the whole name, and `$1` in `to` stands for its first group. */
  readonly regex?: boolean;
}

export interface RetryRules {
  /** Targets asked for one request, the first included. */
  readonly maxAttempts?: number;
  /** Longest wait for a target that asks for a pause, in milliseconds; 0: none. */
  readonly patienceMs?: number;
  /** A picture may be asked for again although the first try may have been billed, as with `AH-Retry-Unknown: true`. */
  readonly unknownOutcomes?: boolean;
}
