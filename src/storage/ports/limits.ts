/** What a whole project may use. */
export interface ProjectLimitsRow {
  readonly project: string;
  /** JSON array of quotas (`contract/quota.ts`). */
  readonly quotas: string;
  readonly updatedAt: number;
}

export interface LimitRecords {
  find(project: string): Promise<ProjectLimitsRow | undefined>;
  put(row: ProjectLimitsRow): Promise<void>;
}
