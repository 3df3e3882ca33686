import type { FieldValues, Path, UseFormSetError } from 'react-hook-form';
import { Failure } from '@/api/failure.ts';

/**
 * Shows a refusal at the member the gateway names, if the form has it.
 * @returns whether it had; otherwise the failure wants a place of its own
 */
export function showAtField<Values extends FieldValues>(
  error: unknown,
  fields: readonly Path<Values>[],
  setError: UseFormSetError<Values>,
): boolean {
  if (!(error instanceof Failure) || error.field === null) return false;
  const field = fields.find((name) => name === error.field);
  if (field === undefined) return false;
  setError(field, { message: error.message.replace(`${error.field}: `, '') }, { shouldFocus: true });
  return true;
}
