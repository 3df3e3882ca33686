/** One section of the settings. */
export interface SettingRow {
  readonly section: string;
  /** JSON; secrets in it are sealed. */
  readonly value: string;
  /** 1 when first written, one more with every change. */
  readonly version: number;
  readonly updatedAt: number;
  /** Id of the user or key. */
  readonly updatedBy: string;
}

export interface SettingRecords {
  all(): Promise<readonly SettingRow[]>;
  find(section: string): Promise<SettingRow | undefined>;
  /** Writes version `row.version`; false where what stands there is not the version before. */
  put(row: SettingRow): Promise<boolean>;
}
