export interface ChannelRow {
  /** `ch_…` */
  readonly id: string;
  /** Unique, archived ones included. */
  readonly name: string;
  /** Id of its provider. */
  readonly type: string;
  readonly enabled: boolean;
  /** Lower is tried first. */
  readonly priority: number;
  /** Share among channels of the same priority. */
  readonly weight: number;
  /** Place in lists, and in the strategy that goes by the order; not unique. */
  readonly position: number;
  /** JSON array of texts. */
  readonly tags: string;
  /** JSON: everything else that is no secret. */
  readonly document: string;
  /** Sealed JSON of the members of the settings that are secret; null: none. */
  readonly sealedSettings: string | null;
  readonly sealedProxyPassword: string | null;
  /** Null: in use. */
  readonly archivedAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** One of the keys a channel has at its upstream. */
export interface CredentialRow {
  /** `cr_…` */
  readonly id: string;
  readonly channelId: string;
  readonly label: string;
  readonly sealed: string;
  /** The last characters, to recognise it by; empty for short ones. */
  readonly hint: string;
  readonly enabled: boolean;
  readonly position: number;
  readonly createdAt: number;
}

/** Where a channel's secrets stand. */
export type SealedColumn = 'credential' | 'settings' | 'proxyPassword';

export type ChannelChange = Partial<Omit<ChannelRow, 'id' | 'createdAt'>>;
export type CredentialChange = Partial<
  Pick<CredentialRow, 'label' | 'sealed' | 'hint' | 'enabled' | 'position'>
>;

export interface ChannelRecords {
  /** By position. */
  all(): Promise<readonly ChannelRow[]>;
  find(id: string): Promise<ChannelRow | undefined>;
  /** Both or nothing. @throws when the name is taken */
  insert(row: ChannelRow, credentials: readonly CredentialRow[]): Promise<void>;
  /** Tells whether there is such a channel. @throws when the name is taken */
  update(id: string, change: ChannelChange): Promise<boolean>;
  /** All or nothing: the same kind of change for many. */
  updateMany(changes: readonly { readonly id: string; readonly change: ChannelChange }[]): Promise<void>;
  /** With its credentials. */
  delete(id: string): Promise<void>;
  /** Of all channels, or of one; by position. */
  credentials(channelId?: string): Promise<readonly CredentialRow[]>;
  insertCredential(row: CredentialRow): Promise<void>;
  updateCredential(channelId: string, id: string, change: CredentialChange): Promise<boolean>;
  deleteCredential(channelId: string, id: string): Promise<boolean>;
  /** Puts a value sealed anew in the place of one, if it still stands there; tells whether it did. */
  reseal(place: SealedColumn, id: string, before: string, after: string): Promise<boolean>;
}
