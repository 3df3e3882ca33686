/** A model as clients are to see it. */
export interface ModelRow {
  /** `mo_…` */
  readonly id: string;
  /** What clients ask for; unique. */
  readonly name: string;
  readonly enabled: boolean;
  /** JSON: everything else. */
  readonly document: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ModelRecords {
  /** By name. */
  all(): Promise<readonly ModelRow[]>;
  /** @throws when the name is taken */
  insert(row: ModelRow): Promise<void>;
  /** Tells whether there is such a model. @throws when the name is taken */
  update(id: string, change: Partial<Omit<ModelRow, 'id' | 'createdAt'>>): Promise<boolean>;
  /** Tells whether there was one. */
  delete(id: string): Promise<boolean>;
}

/** What a model costs from some moment on, in the place of what its provider's catalogue says. Never changed. */
export interface PriceRow {
  /** `pr_…` */
  readonly id: string;
  /** As the upstream calls it. */
  readonly model: string;
  /** Null: on every channel. */
  readonly channelId: string | null;
  readonly validFrom: number;
  /** JSON array of prices (`contract/capability.ts`); null: from then on as if there were no override. */
  readonly prices: string | null;
  /** Where the figures were seen. */
  readonly source: string;
  readonly note: string;
  readonly createdAt: number;
  /** Id of a user or key. */
  readonly createdBy: string;
}

export interface PriceRecords {
  /** Newest first, by the moment they hold from. */
  all(): Promise<readonly PriceRow[]>;
  insert(row: PriceRow): Promise<void>;
  delete(id: string): Promise<boolean>;
}
