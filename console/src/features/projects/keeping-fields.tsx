import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import type { ProjectValues } from './project-dialog.tsx';

const POLICIES = ['off', 'metadata', 'full'] as const;
const PERIODS = ['keepDays', 'keepBodyDays', 'keepImageDays'] as const;

interface KeepingFieldsProps {
  readonly register: UseFormRegister<ProjectValues>;
  readonly errors: FieldErrors<ProjectValues>;
}

/** What the project keeps of its requests, where that differs from the installation. */
export function KeepingFields({ register, errors }: KeepingFieldsProps) {
  const { t } = useTranslation('projects');
  return (
    <fieldset className="grid gap-4 border-t pt-4">
      <legend className="sr-only">{t('keeping')}</legend>
      <div className="grid gap-1">
        <p className="text-sm font-medium" aria-hidden>
          {t('keeping')}
        </p>
        <p className="text-xs text-muted-foreground">{t('keepingHint')}</p>
      </div>
      <Field label={t('settings:members.requests.bodies.label')} error={errors.bodies?.message}>
        <Select {...register('bodies')}>
          <option value="">{t('asInstalled')}</option>
          {POLICIES.map((policy) => (
            <option key={policy} value={policy}>
              {t(`settings:members.requests.bodies.options.${policy}`)}
            </option>
          ))}
        </Select>
      </Field>
      <div className="grid items-end gap-4 sm:grid-cols-3">
        {PERIODS.map((name) => (
          <Field key={name} label={t(`period.${name}`)} error={errors[name]?.message}>
            <Input type="number" min={1} max={3650} placeholder={t('asInstalled')} {...register(name)} />
          </Field>
        ))}
      </div>
    </fieldset>
  );
}
