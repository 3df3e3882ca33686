/** Keys, requests, pictures and members belong to one. */
export interface ProjectRow {
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
  update(
    id: string,
    changes: Partial<Pick<ProjectRow, 'name' | 'timeZone' | 'archived'>>,
  ): Promise<ProjectRow | undefined>;
}
