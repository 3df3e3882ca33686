export interface KeyRow {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  /** Lower-case hex SHA-256 of the key; the key itself is never stored. */
  readonly hash: string;
  /** The first characters, to recognise it by. */
  readonly prefix: string;
  /** How pictures stand in chat answers to this key; null: decided per client. */
  readonly imageShape: 'content' | 'images' | 'both' | 'markdown' | null;
  readonly enabled: boolean;
  readonly createdAt: number;
}

export interface KeyRecords {
  insert(row: KeyRow): Promise<void>;
  findByHash(hash: string): Promise<KeyRow | undefined>;
  count(): Promise<number>;
}
