import { useTranslation } from 'react-i18next';

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What is wrong with the value of a control, in words. */
export function useValidityWords(): (control: Control) => string {
  const { t } = useTranslation();
  return (control) => {
    const { validity, validationMessage, type } = control;
    const { min, max, minLength } = control as Partial<HTMLInputElement>;
    if (validity.valueMissing) return t('invalid.missing');
    if (validity.typeMismatch && type === 'email') return t('invalid.email');
    if (validity.typeMismatch && type === 'url') return t('invalid.url');
    if (validity.badInput) return t('invalid.unreadable');
    if (validity.rangeUnderflow) return t('invalid.least', { min });
    if (validity.rangeOverflow) return t('invalid.most', { max });
    if (validity.tooShort) return t('invalid.short', { count: minLength });
    // The rest is rare: in the browser's own words.
    return validationMessage;
  };
}
