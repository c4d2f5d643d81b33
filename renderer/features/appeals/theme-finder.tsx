import { IconChevronRight } from '@tabler/icons-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import type { AppealKind } from '#shared/features/appeals/classifier.ts'
import { findThemes, type Theme, type ThemeIndex, themeOf, themesUnder } from '#shared/features/appeals/find-theme.ts'
import { FinderBox } from './finder-box.tsx'

const HITS_MAX = 30

interface ThemeFinderProps {
  readonly index: ThemeIndex
  /** Null while no kind is chosen: then themes of every kind are found, and the theme brings its kind. */
  readonly kind: AppealKind | null
  readonly themeCode: string
  readonly onChoose: (theme: Theme) => void
  readonly error: string | null
}

/** The theme of an appeal: by a word people use, by the code of its row, or down the tree with the arrow keys (C5). */
export function ThemeFinder({ index, kind, themeCode, onChoose, error }: ThemeFinderProps) {
  const t = useText('appeals')
  const [typed, setTyped] = useState('')
  const [inside, setInside] = useState<string | null>(null)
  const openCode = inside !== null && (kind === null || inside.startsWith(kind)) ? inside : kind
  const isSearching = typed.trim() !== ''
  const items = useMemo(
    () =>
      isSearching ? findThemes(index, kind, typed, HITS_MAX) : openCode === null ? [] : themesUnder(index, openCode),
    [index, kind, typed, isSearching, openCode],
  )
  const open = openCode === null ? null : themeOf(index, openCode)
  const chosen = themeOf(index, themeCode)

  function goInto(theme: Theme): void {
    setInside(theme.row.code)
    setTyped('')
  }

  function onKey(event: KeyboardEvent<HTMLInputElement>, active: Theme | undefined): boolean {
    const { selectionStart, selectionEnd, value } = event.currentTarget
    if (event.key === 'ArrowRight' && selectionStart === value.length && active && active.childCodes.length > 0) {
      goInto(active)
      return true
    }
    if (event.key === 'ArrowLeft' && selectionStart === 0 && selectionEnd === 0 && typed === '' && open?.parentCode) {
      setInside(open.parentCode)
      return true
    }
    return false
  }

  return (
    <FinderBox
      label={t('theme.label')}
      placeholder={t('theme.placeholder')}
      description={t('theme.hint')}
      typed={typed}
      onType={setTyped}
      items={items}
      keyOf={(theme) => theme.row.code}
      onKey={onKey}
      onChoose={(theme) => {
        setTyped('')
        setInside(theme.parentCode)
        onChoose(theme)
      }}
      error={error}
      chosen={chosen === null ? '' : themeWords(chosen)}
      notice={<FinderNotice {...{ isSearching, open, isEmpty: items.length === 0, kind }} />}
    >
      {(theme) => (
        <>
          <span className="theme-row" lang="ru">
            {isSearching && theme.path.length > 1 ? <small>{placeWords(theme)}</small> : null}
            <span>{theme.row.name}</span>
          </span>
          <span className="theme-row__code digits">{theme.row.code.slice(theme.row.code.indexOf('.') + 1)}</span>
          {theme.childCodes.length > 0 ? (
            <span className="theme-row__deeper" title={t('theme.deeper', { count: theme.childCodes.length })}>
              <IconChevronRight size={14} aria-hidden />
              <span className="unseen">{t('theme.deeper', { count: theme.childCodes.length })}</span>
            </span>
          ) : null}
        </>
      )}
    </FinderBox>
  )
}

interface FinderNoticeProps {
  readonly isSearching: boolean
  readonly open: Theme | null
  readonly isEmpty: boolean
  readonly kind: AppealKind | null
}

function FinderNotice({ isSearching, open, isEmpty, kind }: FinderNoticeProps) {
  const t = useText('appeals')
  if (isSearching && isEmpty) return <p className="finder__notice">{t('theme.nothing')}</p>
  if (isSearching) return null
  if (kind === null && isEmpty) return <p className="finder__notice">{t('theme.chooseKind')}</p>
  if (isEmpty) return <p className="finder__notice">{t('theme.notNeeded')}</p>
  return open === null || open.parentCode === null ? null : (
    <p className="finder__notice" lang="ru">
      {t('theme.inside', { path: themeWords(open) })}
    </p>
  )
}

/** The two rows above, the nearest of which tells equal names apart: «… › Срок ожидания врача-специалиста › Более 14 дней». */
function placeWords(theme: Theme): string {
  const above = theme.path.slice(0, -1).map((row) => row.name)
  return (above.length > 2 ? ['…', ...above.slice(-2)] : above).join(' › ')
}

/** «Организация работы › Поликлиника › Очередь к врачу». */
export function themeWords(theme: Theme): string {
  return theme.path.map((row) => row.name).join(' › ')
}
