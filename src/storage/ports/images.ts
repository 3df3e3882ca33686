export interface ImageRow {
  /** `img_…` */
  readonly id: string;
  readonly project: string;
  readonly keyId: string;
  readonly requestId: string;
  readonly sha256: string;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly hasAlpha: boolean;
  readonly model: string;
  /** The provider's opaque mark that must come back with the picture on the next turn. */
  readonly signature: string | null;
  readonly createdAt: number;
}

export interface ImageRecords {
  insert(row: ImageRow): Promise<void>;
  find(project: string, id: string): Promise<ImageRow | undefined>;
  /** The newest picture of the project with these bytes. */
  findByHash(project: string, sha256: string): Promise<ImageRow | undefined>;
}
