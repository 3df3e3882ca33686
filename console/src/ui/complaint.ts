import { Failure } from '@/api/failure.ts';
import type { RowsError } from './rows.tsx';

/** The member at fault, without the wrapping that only some routes have; undefined: none is named. */
const fieldOf = (error: unknown): string | undefined =>
  error instanceof Failure && error.field !== null ? error.field.replace(/^channel\./, '') : undefined;

/** The name of the outermost member at fault, as `overrides`. */
export const memberAtFault = (error: unknown): string | undefined => fieldOf(error)?.split(/[.[]/)[0];

/** What the gateway says about the member of that name, or about one inside it; undefined: nothing. */
export function complaintAt(error: unknown, member: string): string | undefined {
  const field = fieldOf(error);
  if (field === undefined) return undefined;
  if (field !== member && !field.startsWith(`${member}.`) && !field.startsWith(`${member}[`))
    return undefined;
  return messageOf(error as Failure);
}

const messageOf = ({ message, field }: Failure): string => message.replace(`${field}: `, '');

/** The same for a list of small forms: which of them it is about, and which member of it. */
export function complaintAtRow(error: unknown, list: string): RowsError | undefined {
  const message = complaintAt(error, list);
  if (message === undefined) return undefined;
  const [, row, member] = /^\[(\d+)\](?:\.([\w-]+))?/.exec((fieldOf(error) ?? '').slice(list.length)) ?? [];
  return { message, ...(row !== undefined && { row: Number(row) }), ...(member !== undefined && { member }) };
}
