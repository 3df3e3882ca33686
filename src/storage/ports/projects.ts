import type { BodyPolicy } from './bodies.ts';

/** What a project keeps of its requests, and for how many days; null: as the installation. */
export interface ProjectKeeping {
  readonly bodies: BodyPolicy | null;
  /** Rows of requests. */
  readonly keepDays: number | null;
  readonly keepBodyDays: number | null;
  readonly keepImageDays: number | null;
}

/** Keys, requests, pictures and members belong to one. */
export interface ProjectRow extends ProjectKeeping {
  /** `default`, or `prj_…`. */
  readonly id: string;
  readonly name: string;
  /** IANA name, as `Europe/Berlin`: where the project's days and months begin. */
  readonly timeZone: string;
  readonly archived: boolean;
  readonly createdAt: number;
}

export interface ProjectRecords {
  insert(row: ProjectRow): Promise<void>;
  find(id: string): Promise<ProjectRow | undefined>;
  /** All, by name. */
  list(): Promise<readonly ProjectRow[]>;
  /** Undefined: there is no such project. */
  update(id: string, changes: Partial<Omit<ProjectRow, 'id' | 'createdAt'>>): Promise<ProjectRow | undefined>;
}
