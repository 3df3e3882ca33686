import { useTranslation } from 'react-i18next';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/input.tsx';
import type { Rules } from './rules.ts';

const SHAPES = ['content', 'images', 'both', 'markdown'] as const;

/** Where clients of the key look for pictures in chat answers. */
export function ShapeField({
  value,
  onChange,
}: {
  readonly value: Rules['imageShape'];
  readonly onChange: (shape: Rules['imageShape']) => void;
}) {
  const { t } = useTranslation('keys');
  return (
    <Field label={t('shape')} hint={t('shapeHint')}>
      <Select
        value={value ?? ''}
        onChange={({ target }) => onChange((target.value || undefined) as Rules['imageShape'])}
      >
        <option value="">{t('shapeAuto')}</option>
        {SHAPES.map((shape) => (
          <option key={shape} value={shape}>
            {shape}
          </option>
        ))}
      </Select>
    </Field>
  );
}
