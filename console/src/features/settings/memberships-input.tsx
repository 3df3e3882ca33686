import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session.ts';
import { Select } from '@/ui/input.tsx';
import { Rows } from '@/ui/rows.tsx';
import { RoleSelect } from '../people/role-select.tsx';

interface Membership {
  readonly project: string;
  readonly role: string;
}

/** Projects and roles in them. */
export function MembershipsInput({
  id,
  value,
  onChange,
}: {
  readonly id: string;
  readonly value: unknown;
  readonly onChange: (value: Membership[]) => void;
}) {
  const { t } = useTranslation('settings');
  const { projects } = useMe();
  return (
    <Rows
      title={t('memberships.title')}
      items={value as readonly Membership[]}
      onChange={onChange}
      blank={{ project: projects[0]?.id ?? '', role: 'developer' }}
      add={t('memberships.add')}
      remove={(index) => t('memberships.remove', { index })}
    >
      {(item, set, index) => (
        <div className="grid gap-2">
          <Select
            {...(index === 0 && { id })}
            aria-label={t('memberships.project', { index: index + 1 })}
            value={item.project}
            onChange={({ target }) => set({ ...item, project: target.value })}
          >
            {projects.map((project) => (
              <option key={project.id} value={project.id}>
                {project.name}
              </option>
            ))}
          </Select>
          <RoleSelect
            level="project"
            aria-label={t('memberships.role', { index: index + 1 })}
            value={item.role}
            onChange={({ target }) => set({ ...item, role: target.value })}
          />
        </div>
      )}
    </Rows>
  );
}
