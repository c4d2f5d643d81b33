import { test } from '@playwright/test'
import { isAccessible, scrollsOncePerColumn } from './harness/accessible.ts'
import { isCamera } from './harness/camera.ts'
import { type Visit, walkClinic, walkExpert, walkOperator, walkSupervisor } from './harness/screens.ts'
import { buildWorld, type World } from './harness/story-world.ts'

let world: World

test.beforeAll(async () => {
  world = await buildWorld()
})
test.afterAll(async () => {
  await world.dispose()
})

const visit: Visit = async (page, screen) => {
  if (screen.startsWith('operator') && !isCamera) await scrollsOncePerColumn(page)
  await isAccessible(page, screen)
}

test('every screen of the operator is accessible, light and dark, at 100 % and 200 % @X4', async () => {
  test.setTimeout(300_000)
  await walkOperator(world, visit)
})

test('every screen of the supervisor is accessible, light and dark, at 100 % and 200 % @X4', async () => {
  test.setTimeout(300_000)
  await walkSupervisor(world, visit)
})

test('every screen of the post is accessible, light and dark, at 100 % and 200 %, and walked by keyboard @X4', async () => {
  test.setTimeout(300_000)
  await walkClinic(world, visit)
})

test('every screen of the expert is accessible, light and dark, at 100 % and 200 % @X4', async () => {
  test.setTimeout(300_000)
  await walkExpert(world, visit)
})
