import { useTranslation } from 'react-i18next';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/input.tsx';
import { changeLanguage, LANGUAGES, type Language } from './i18n.ts';
import { setTheme, type Theme, useTheme } from './theme.ts';

export function LanguageField() {
  const { t, i18n } = useTranslation();
  return (
    <Field label={t('nav.language')}>
      <Select
        className="px-2 pr-1"
        value={i18n.language}
        onChange={({ target }) => void changeLanguage(target.value as Language)}
      >
        {Object.entries(LANGUAGES).map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

export function ThemeField() {
  const { t } = useTranslation();
  const theme = useTheme();
  return (
    <Field label={t('nav.theme')}>
      <Select className="px-2 pr-1" value={theme} onChange={({ target }) => setTheme(target.value as Theme)}>
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {t(`nav.themes.${each}`)}
          </option>
        ))}
      </Select>
    </Field>
  );
}
