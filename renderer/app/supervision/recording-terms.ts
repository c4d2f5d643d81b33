import { type RecordingTerm, recordingTerms } from '#shared/features/telephony/recording-terms.ts'
import termsFile from '../../../assets/reference/call-recording-terms.ru.json'

/** Terms of recordings of this version of the desk, oldest first. */
export const RECORDING_TERMS: readonly RecordingTerm[] = recordingTerms.parse(termsFile)
