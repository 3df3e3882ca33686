import type { SelectHTMLAttributes } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '@/ui/input.tsx';
import { type Role, useCanGive, useRoleName, useRoles } from './roles.ts';

interface RoleSelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  readonly level: Role['level'];
  /** Its words, where it is possible to have none. */
  readonly none?: string;
}

/** A role of this level; those that allow more than the person may do themselves cannot be chosen. */
export function RoleSelect({ level, none, ...rest }: RoleSelectProps) {
  const { t } = useTranslation('roles');
  const roles = useRoles().filter((role) => role.level === level);
  const nameOf = useRoleName();
  const canGive = useCanGive();
  return (
    <Select {...rest}>
      {none !== undefined && <option value="">{none}</option>}
      {roles.map((role) => (
        <option key={role.id} value={role.id} disabled={!canGive(role)}>
          {canGive(role) ? nameOf(role) : t('notYours', { name: nameOf(role) })}
        </option>
      ))}
    </Select>
  );
}
