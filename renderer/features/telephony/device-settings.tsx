import { Button, Modal, Select, Slider, Switch } from '@mantine/core'
import { IconHeadset, IconPlayerStop, IconVolume } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { Field } from '#renderer/ui/field.tsx'
import type { TelephonyText } from './call-words.ts'
import type { Device, DeviceChoice } from './engine/devices.ts'
import { MicrophoneLevel } from './microphone-level.tsx'
import { useSoftphone, useSoftphoneState } from './softphone-context.tsx'

interface DeviceSettingsProps {
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Microphone, voice and ring devices with a level meter and a test ring. Every change holds at once. */
export function DeviceSettings({ isOpen, onClose }: DeviceSettingsProps) {
  const t = useText('telephony')
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('settings.title')}
      closeButtonProps={{ 'aria-label': t('settings.close') }}
    >
      {isOpen ? <Devices /> : null}
    </Modal>
  )
}

function Devices() {
  const t = useText('telephony')
  const soft = useSoftphone()
  const devices = useSoftphoneState((state) => state.devices)
  const choice = useSoftphoneState((state) => state.choice)
  const [isRinging, setIsRinging] = useState(false)

  useEffect(() => {
    void soft.refreshDevices()
    return () => soft.testRing(false)
  }, [soft])

  const choose = (change: Partial<DeviceChoice>): void => soft.chooseDevices(change)
  function toggleRing(): void {
    soft.testRing(!isRinging)
    setIsRinging(!isRinging)
  }

  return (
    <div className="phone__settings">
      <Select
        label={t('settings.microphone')}
        data={optionsOf(devices.microphones, choice.microphoneId, t)}
        value={choice.microphoneId}
        onChange={(id) => choose({ microphoneId: id ?? '' })}
      />
      <MicrophoneLevel key={choice.microphoneId} />
      <Select
        label={t('settings.speaker')}
        data={optionsOf(devices.speakers, choice.speakerId, t)}
        value={choice.speakerId}
        onChange={(id) => choose({ speakerId: id ?? '' })}
      />
      <Select
        label={t('settings.ring')}
        description={t('settings.ringHint')}
        data={optionsOf(devices.speakers, choice.ringId, t)}
        value={choice.ringId}
        onChange={(id) => choose({ ringId: id ?? '' })}
      />
      <Field label={t('settings.ringVolume')}>
        {({ labelId }) => (
          <Slider
            thumbProps={{ 'aria-labelledby': labelId }}
            min={0}
            max={100}
            step={5}
            label={(value) => `${value} %`}
            value={Math.round(choice.ringVolume * 100)}
            onChange={(percent) => choose({ ringVolume: percent / 100 })}
          />
        )}
      </Field>
      <Button
        variant="default"
        aria-pressed={isRinging}
        leftSection={isRinging ? <IconPlayerStop size={16} aria-hidden /> : <IconVolume size={16} aria-hidden />}
        onClick={toggleRing}
      >
        {t(isRinging ? 'settings.stopRing' : 'settings.testRing')}
      </Button>
      <Switch
        label={t('settings.keepsMicrophoneOpen')}
        description={t('settings.keepsMicrophoneOpenHint')}
        checked={choice.keepsMicrophoneOpen}
        onChange={(event) => choose({ keepsMicrophoneOpen: event.currentTarget.checked })}
      />
      <HeadsetSetting isOn={choice.headsetButtons} onChange={(headsetButtons) => choose({ headsetButtons })} />
      <Switch
        label={t('settings.keysByInfo')}
        description={t('settings.keysByInfoHint')}
        checked={choice.keysByInfo}
        onChange={(event) => choose({ keysByInfo: event.currentTarget.checked })}
      />
    </div>
  )
}

/** Whether buttons and lamps of a headset work, and with which one. Hidden where the browser cannot. */
function HeadsetSetting({ isOn, onChange }: { readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }) {
  const t = useText('telephony')
  const { headset } = useSoftphone()
  const names = useSoftphoneState((state) => state.headsets)
  if (!headset.isPossible) return null
  return (
    <>
      <Switch
        label={t('settings.headset')}
        description={
          names.length > 0 ? t('settings.headset.works', { names: names.join(', ') }) : t('settings.headset.hint')
        }
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {isOn && names.length === 0 ? (
        <Button
          variant="default"
          leftSection={<IconHeadset size={16} aria-hidden />}
          onClick={() => void headset.choose()}
        >
          {t('settings.headset.choose')}
        </Button>
      ) : null}
    </>
  )
}

/** A chosen device that is not connected now stays in the list: else opening the dialog would forget it. */
function optionsOf(devices: readonly Device[], chosenId: string, t: TelephonyText): { value: string; label: string }[] {
  const present = devices.map((device, index) => ({
    value: device.id,
    label: device.label === '' ? t('settings.unnamed', { number: index + 1 }) : device.label,
  }))
  const isAway = chosenId !== '' && !devices.some((device) => device.id === chosenId)
  return [
    { value: '', label: t('settings.default') },
    ...present,
    ...(isAway ? [{ value: chosenId, label: t('settings.away') }] : []),
  ]
}
