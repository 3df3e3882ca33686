import type { SectionId } from '@contract/settings.ts';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '@/ui/cn.ts';
import type { Member } from './member.ts';
import { MemberControl } from './member-control.tsx';

export interface MemberRowProps {
  readonly section: SectionId;
  readonly member: Member;
  readonly value: unknown;
  /** Of secrets: there is one already. */
  readonly isSet: boolean;
  readonly isChanged: boolean;
  readonly error: string | undefined;
  readonly onChange: (value: unknown) => void;
}

/** What a setting is, and beside it how it is written. */
export function MemberRow(props: MemberRowProps) {
  const { section, member, isChanged, error } = props;
  const { t } = useTranslation('settings');
  const id = useId();
  const key = `members.${section}.${member.name}`;
  const hint = t(`${key}.hint`, { defaultValue: member.description });
  return (
    <div
      className={cn(
        'grid grid-cols-1 gap-x-8 gap-y-3 border-l-2 border-l-transparent px-5 py-4 md:grid-cols-[1fr_20rem]',
        isChanged && 'border-l-primary',
      )}
    >
      <div className="grid content-start gap-1">
        <label htmlFor={id} className="text-sm font-medium">
          {t(`${key}.label`, { defaultValue: member.name })}
        </label>
        {hint !== '' && (
          <p id={`${id}-hint`} className="text-xs text-muted-foreground">
            {hint}
          </p>
        )}
      </div>
      <div className="grid grid-cols-1 content-start gap-1.5">
        <MemberControl
          {...props}
          id={id}
          told={cn(hint !== '' && `${id}-hint`, error !== undefined && `${id}-error`)}
        />
        {error !== undefined && (
          <p id={`${id}-error`} role="alert" className="text-xs text-danger">
            {error}
          </p>
        )}
      </div>
    </div>
  );
}
