import {
  ActionIcon,
  Badge,
  Button,
  createTheme,
  Input,
  Kbd,
  type MantineColorsTuple,
  Menu,
  Modal,
  Select,
  Tabs,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core'

/** Deep green-blue: calm for eight hours, apart from the red and amber of states. */
const teal: MantineColorsTuple = [
  '#e9f6f4',
  '#d2ece8',
  '#a6d9d2',
  '#74c3b9',
  '#46aca1',
  '#23958a',
  '#0e736d',
  '#0b605b',
  '#094f4b',
  '#073f3c',
]

/** Mantine's own dark ladder, ink first, drawn along our dark surfaces. */
const dark: MantineColorsTuple = [
  '#e4ecec',
  '#b0c0c3',
  '#95a7ac',
  '#6f8288',
  '#3a4a4f',
  '#29363a',
  '#1f2a2e',
  '#161f22',
  '#111a1c',
  '#0e1517',
]

/**
 * Mantine under our own tokens (`tokens.css`): sizes for dense work, no shadows where a line is enough. Modal windows do not lock
 * scrolling: the desk itself never scrolls, and the lock would need a style element of its own that the policy refuses.
 */
export const theme = createTheme({
  primaryColor: 'opora',
  primaryShade: { light: 6, dark: 6 },
  colors: { opora: teal, dark },
  fontFamily: "'Golos Text Variable', 'Segoe UI', system-ui, sans-serif",
  fontFamilyMonospace: "'Golos Text Variable', ui-monospace, monospace",
  headings: { fontFamily: "'Golos Text Variable', 'Segoe UI', system-ui, sans-serif", fontWeight: '600' },
  defaultRadius: 6,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  spacing: { xs: '0.25rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' }, classNames: { root: 'kit-button' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } }),
    Badge: Badge.extend({ defaultProps: { radius: 'sm', tt: 'none', fw: 500 } }),
    Input: Input.extend({ defaultProps: { size: 'sm' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'sm' } }),
    Select: Select.extend({ defaultProps: { size: 'sm', allowDeselect: false } }),
    Kbd: Kbd.extend({ defaultProps: { size: 'xs' } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 400, withArrow: true, events: { hover: true, focus: true, touch: false } },
    }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', position: 'bottom-end' } }),
    Modal: Modal.extend({ defaultProps: { lockScroll: false, centered: true, transitionProps: { duration: 120 } } }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
  },
})
