import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import { Card } from '@/ui/card.tsx';
import { complaintAt, complaintAtRow } from '@/ui/complaint.ts';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { ListInput } from '@/ui/list-input.tsx';
import { NumberInput } from '@/ui/number-input.tsx';
import { Tick } from '@/ui/tick.tsx';
import { MappingsInput } from './mappings-input.tsx';
import { QuotasInput } from './quotas-input.tsx';
import type { Profile } from './rules.ts';
import { withoutEmpty } from './rules.ts';
import { ShapeField } from './shape-field.tsx';

/** One set of rules a key can be switched to. */
export function ProfileCard({
  profile,
  error,
  at,
  onChange,
  onRemove,
}: {
  readonly profile: Profile;
  /** What the gateway said of the rules; undefined: nothing. */
  readonly error: unknown;
  /** Where the profile stands in them, as `rules.profiles[0]`. */
  readonly at: string;
  readonly onChange: (profile: Profile) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation('keys');
  const set = (change: Partial<Profile>): void => onChange(withoutEmpty({ ...profile, ...change }));
  const complaint = (member: string) => complaintAt(error, `${at}.${member}`);
  const retry = (change: NonNullable<Profile['retry']>): void => {
    const next = withoutEmpty({ ...profile.retry, ...change });
    set({ retry: Object.keys(next).length > 0 ? next : undefined });
  };
  return (
    <Card className="grid gap-4">
      <div className="flex items-end gap-2">
        <Field label={t('profile.name')} error={complaint('name')} className="flex-1">
          <Input
            required
            value={profile.name}
            maxLength={100}
            onChange={({ target }) => set({ name: target.value })}
          />
        </Field>
        <Button
          kind="danger"
          size="icon"
          aria-label={t('profile.remove', { name: profile.name })}
          onClick={onRemove}
        >
          <Trash2 aria-hidden />
        </Button>
      </div>
      <MappingsInput
        error={complaintAtRow(error, `${at}.mappings`)}
        value={profile.mappings ?? []}
        onChange={(mappings) => set({ mappings })}
      />
      <ListInput
        label={t('allowedModels')}
        hint={t('modelsHint')}
        error={complaint('allowedModels')}
        value={profile.allowedModels}
        onChange={(allowedModels) => set({ allowedModels })}
      />
      <ListInput
        label={t('allowedChannels')}
        error={complaint('allowedChannels')}
        value={profile.allowedChannels}
        onChange={(allowedChannels) => set({ allowedChannels })}
      />
      <QuotasInput
        error={complaintAtRow(error, `${at}.quotas`)}
        value={profile.quotas ?? []}
        onChange={(quotas) => set({ quotas })}
      />
      <ShapeField value={profile.imageShape} onChange={(imageShape) => set({ imageShape })} />
      <Field label={t('retry.attempts')} error={complaint('retry')} hint={t('retry.attemptsHint')}>
        <NumberInput
          min={1}
          max={20}
          step={1}
          value={profile.retry?.maxAttempts}
          onChange={(maxAttempts) => retry({ maxAttempts })}
        />
      </Field>
      <Tick
        checked={profile.retry?.unknownOutcomes ?? false}
        hint={t('retry.unknownHint')}
        onChange={(on) => retry({ unknownOutcomes: on || undefined })}
      >
        {t('retry.unknown')}
      </Tick>
    </Card>
  );
}
