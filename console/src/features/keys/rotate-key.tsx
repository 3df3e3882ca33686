import { keyRoutes } from '@contract/keys.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '@/api/use-route.ts';
import { Confirm } from '@/ui/confirm.tsx';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/input.tsx';

const OVERLAPS = { none: 0, hour: 3_600, day: 86_400, week: 604_800 } as const;
type Overlap = keyof typeof OVERLAPS;

/** A new secret for a key, and how long the old one still works. */
export function RotateKey({
  params,
  onClose,
  onDone,
}: {
  readonly params: { readonly project: string; readonly id: string };
  readonly onClose: () => void;
  readonly onDone: (key: string) => void;
}) {
  const { t } = useTranslation('keys');
  const rotate = useChange(keyRoutes.rotate);
  const [overlap, setOverlap] = useState<Overlap>('day');
  return (
    <Confirm
      open
      onClose={onClose}
      title={t('rotate')}
      action={t('rotate')}
      onConfirm={async () => {
        const { key } = await rotate.mutateAsync({ params, body: { overlapSeconds: OVERLAPS[overlap] } });
        onDone(key);
      }}
    >
      <div className="grid gap-4">
        <p>{t('rotateHint')}</p>
        <Field label={t('overlap.title')}>
          <Select value={overlap} onChange={({ target }) => setOverlap(target.value as Overlap)}>
            {Object.keys(OVERLAPS).map((each) => (
              <option key={each} value={each}>
                {t(`overlap.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
    </Confirm>
  );
}
