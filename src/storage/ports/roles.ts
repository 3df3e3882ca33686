/** A role somebody made up; those that come with the gateway stand in its code. */
export interface RoleRow {
  /** `rol_…` */
  readonly id: string;
  /** Whether it is held in the whole installation or in projects. */
  readonly level: 'system' | 'project';
  readonly name: string;
  readonly description: string;
  /** JSON array of scopes. */
  readonly scopes: string;
  readonly createdAt: number;
}

export interface RoleRecords {
  insert(row: RoleRow): Promise<void>;
  find(id: string): Promise<RoleRow | undefined>;
  /** All, by name. */
  list(): Promise<readonly RoleRow[]>;
  /** Undefined: there is no such role. */
  update(
    id: string,
    changes: Partial<Pick<RoleRow, 'name' | 'description' | 'scopes'>>,
  ): Promise<RoleRow | undefined>;
  /** `in-use`: refused, somebody has it. */
  delete(id: string): Promise<'done' | 'unknown' | 'in-use'>;
}
