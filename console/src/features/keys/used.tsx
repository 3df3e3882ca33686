import { useTranslation } from 'react-i18next';
import { useFormat } from '@/ui/format.ts';

/** How much of something that is limited is used. */
export function Used({
  name,
  used,
  most,
  resetsAt,
  write,
}: {
  readonly name: string;
  readonly used: number;
  readonly most: number;
  readonly resetsAt: number | null;
  readonly write?: (value: number) => string;
}) {
  const { t } = useTranslation('keys');
  const format = useFormat();
  const written = write ?? format.number;
  return (
    <div className="grid gap-1">
      <div className="flex justify-between gap-3">
        <span>{name}</span>
        <span>
          {written(used)} / {written(most)}
        </span>
      </div>
      <progress
        className="h-2 w-full accent-primary"
        max={Math.max(most, 1e-9)}
        value={Math.min(used, most)}
        aria-label={name}
      />
      {resetsAt !== null && (
        <span className="text-xs text-muted-foreground">
          {t('quota.resets', { time: format.time(resetsAt) })}
        </span>
      )}
    </div>
  );
}
