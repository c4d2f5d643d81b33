import { expose } from 'comlink'
import { placesOf } from './graph-layout.ts'

export interface LayoutWorkerEnd {
  placesOf: typeof placesOf
}

const end: LayoutWorkerEnd = { placesOf }
expose(end)
