import { useEffect, useState } from 'react'
import { useDeskData } from '#renderer/sync/desk-data-context.tsx'
import type { Appeal } from '#shared/features/appeals/appeal.ts'
import type { Clinic } from '#shared/features/clinics/clinic.ts'

/** Appeals and clinics that answer to what is typed. */
export interface PaletteRecords {
  readonly appeals: readonly Appeal[]
  readonly clinics: readonly Clinic[]
}

const NOTHING: PaletteRecords = { appeals: [], clinics: [] }
const SHOWN = 4
/** Fewer letters fit nearly everything. */
const LETTERS_MIN = 2

/** Appeals by number and words, clinics by name, address and code of the register, out of the local store. */
export function usePaletteRecords(asked: string): PaletteRecords {
  const { reads } = useDeskData()
  const [found, setFound] = useState(NOTHING)
  const words = asked.toLocaleLowerCase()
  useEffect(() => {
    let isCurrent = true
    if (words.length < LETTERS_MIN) setFound(NOTHING)
    else
      void Promise.all([
        reads.records('appeal', (it) => appealFits(it, words)),
        reads.records('clinic', (it) => clinicFits(it, words)),
      ]).then(([appeals, clinics]) => {
        if (!isCurrent) return
        const newest = appeals.map(({ data }) => data).sort((a, b) => (a.registeredAt < b.registeredAt ? 1 : -1))
        setFound({ appeals: newest.slice(0, SHOWN), clinics: clinics.slice(0, SHOWN).map(({ data }) => data) })
      })
    return () => {
      isCurrent = false
    }
  }, [reads, words])
  return found
}

/** @param words small letters */
export function appealFits(appeal: Pick<Appeal, 'number' | 'text' | 'applicant'>, words: string): boolean {
  return [appeal.number, appeal.applicant.name, appeal.text].some((it) => it.toLocaleLowerCase().includes(words))
}

/** @param words small letters */
export function clinicFits(
  clinic: Pick<Clinic, 'name' | 'shortName' | 'registerCode' | 'units'>,
  words: string,
): boolean {
  const places = clinic.units.flatMap(({ name, address }) => [name, address])
  return [clinic.name, clinic.shortName, clinic.registerCode, ...places].some((it) =>
    it.toLocaleLowerCase().includes(words),
  )
}
