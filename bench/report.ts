import { type Goal, isReached, type Row } from './findings.ts';

/** Rows under the columns that any of them has. */
export function rowTable(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
  const lines = rows.map(({ case: name, subject, values }) => [
    name,
    subject,
    ...columns.map((column) => figure(values[column])),
  ]);
  return aligned([['case', 'subject', ...columns], ...lines]);
}

export function goalTable(goals: readonly Goal[]): string {
  const lines = goals.map((goal) => [
    goal.case,
    goal.what,
    `${goal.sense} ${goal.limit}`,
    figure(goal.measured),
    verdictOn(goal),
  ]);
  return aligned([['case', 'what', 'reach', 'measured', ''], ...lines]);
}

const verdictOn = (goal: Goal): string => {
  if (Number.isNaN(goal.measured)) return 'not measured';
  return isReached(goal) ? 'reached' : 'MISSED';
};

/** Three figures that mean something. */
export function figure(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** Columns of text, the first two to the left. */
function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
